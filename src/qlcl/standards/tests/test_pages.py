"""The pages of the standards."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qlcl.kernel.actors import ANONYMOUS, Actor
from qlcl.standards.models import Edition
from qlcl.standards.operations.load_reference import load_reference
from qlcl.standards.queries import comparison, edition_by_code, search_clauses

AT = datetime(2022, 2, 15, 3, 0, tzinfo=UTC)
SignIn = Callable[[Client, Actor], None]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference() -> None:
    load_reference(at=AT)


def edition(code: str = "ISO 9001:2015") -> Edition:
    return edition_by_code(code)


def test_sends_who_has_not_signed_in_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("standards:editions"))
    assert answer.status_code == 302


def test_list_says_what_is_not_confirmed(client: Client, sign_in: SignIn, head: Actor) -> None:
    sign_in(client, head)
    text = client.get(reverse("standards:editions")).content.decode()
    assert "Chưa xác nhận" in text and "TCVN ISO 9001:2015" in text


def test_edition_page_holds_every_clause_within_the_budget(client: Client, sign_in: SignIn, head: Actor) -> None:
    sign_in(client, head)
    address = reverse("standards:edition", args=[edition().pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(address).content.decode()
    assert len(queries) <= 12
    assert text.count('<tr id="d') == edition().clauses.count()
    assert "Sửa thông tin" not in text


def test_2008_and_2015_stand_side_by_side(client: Client, sign_in: SignIn, head: Actor) -> None:
    sign_in(client, head)
    before, after = edition("ISO 9001:2008"), edition()
    text = client.get(reverse("standards:comparison", args=[before.pk, after.pk])).content.decode()
    assert "Hành động phòng ngừa" in text and "Tri thức của tổ chức" in text
    assert len(comparison(before, after)) == text.count("<tr>") - 1


def test_a_pair_without_crosswalk_is_not_found(client: Client, sign_in: SignIn, head: Actor) -> None:
    sign_in(client, head)
    pair = [edition().pk, edition("ISO 9001:2008").pk]
    assert client.get(reverse("standards:comparison", args=pair)).status_code == 404


def test_administrator_edits_and_others_are_refused(
    client: Client, sign_in: SignIn, administrator: Actor, officer: Actor
) -> None:
    address = reverse("standards:edit_edition", args=[edition("ISO 9001:2026").pk])
    values = {
        "revision": 0,
        "label": "TCVN ISO 9001:2026",
        "title": "Hệ thống quản lý chất lượng – Các yêu cầu",
        "international_status": "published",
        "published_on": "2026-09-15",
        "confirmed": "on",
    }
    sign_in(client, officer)
    assert client.post(address, values).status_code == 403
    assert edition("ISO 9001:2026").revision == 0
    sign_in(client, administrator)
    assert client.get(address).status_code == 200
    assert client.post(address, values).status_code == 302
    assert edition("ISO 9001:2026").international_status == "published"
    stale = client.post(address, values | {"label": "khác"})
    assert stale.status_code == 409 and "sau khi ông/bà mở biểu mẫu" in stale.content.decode()


def test_search_finds_clauses_by_number_and_without_accents(head: Actor) -> None:
    assert search_clauses(head, "9.2.2", 1)[0].label.startswith("9.2.2 ")
    assert any("Đánh giá nội bộ" in hit.label for hit in search_clauses(head, "danh gia noi bo", 10))
    assert search_clauses(head, "khongcogi", 10) == []
    assert search_clauses(ANONYMOUS, "9.2", 10) == []
