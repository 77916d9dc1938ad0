"""The screen of a head's decision: evidence, what changed, what is missing, one button, few queries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from qlcl.conformity.models import EffectConfirmation
from qlcl.conformity.operations.define_scope import Line
from qlcl.conformity.tests.factories import LINES, make_edition, make_effect, make_scope, system_of
from qlcl.duties.models import Duty
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.duties.tests.factories import AT, make_duty
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import today
from qlcl.organisations.models import Agency
from qlcl.standards.models import Edition

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]


@pytest.fixture
def edition(db: None) -> Edition:
    return make_edition()


def owed(agency: Agency, act: str = "conformity.confirm_effect", **fields: object) -> Duty:
    return make_duty(agency, act, label=f"Việc {act}", role=Role.HEAD, due_on=today() + timedelta(days=3), **fields)


def done(agency: Agency, secretary: Actor, act: str, days_ago: int) -> None:
    duty = make_duty(agency, act, label=act, by_hand=True)
    closing = HandClosing(duty.pk, today() - timedelta(days=days_ago), "Bà An", note=f"Báo cáo về {act}")
    close_by_hand(closings=[closing], actor=secretary, on=today(), at=AT)


def screen(client: Client, duty: Duty) -> str:
    response = client.get(reverse("duties:decision", args=[duty.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_confirming_shows_its_evidence_and_is_filled_in(
    client: Client, sign_in: SignIn, head: Actor, secretary: Actor, commune: Agency, edition: Edition
) -> None:
    make_scope(secretary, commune, today() - timedelta(days=20))
    done(commune, secretary, "audits.internal_audit", 9)
    done(commune, secretary, "reviews.management_review", 4)
    duty = owed(commune)
    page = screen(sign_in(client, head), duty)
    assert "Báo cáo về audits.internal_audit" in page
    assert "2 thủ tục, 2 lĩnh vực" in page
    assert "Nội dung sẽ ghi, đã điền sẵn" in page
    given = {"edition": edition.pk, "confirmed_on": f"{today():%d/%m/%Y}"}
    given |= {"audited_on": f"{today() - timedelta(days=9):%d/%m/%Y}"}
    given |= {"reviewed_on": f"{today() - timedelta(days=4):%d/%m/%Y}"}
    for day in (given["audited_on"], given["reviewed_on"]):
        assert f'value="{day}"' in page
    client.post(reverse("conformity:confirm_effect", args=[system_of(commune).pk]), given)
    assert EffectConfirmation.objects.count() == 1
    duty.refresh_from_db()
    assert duty.outcome == "done"


def test_confirming_says_what_is_missing_and_has_no_button_to_press(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency, edition: Edition
) -> None:
    page = screen(sign_in(client, head), owed(commune))
    assert "Chưa xác định phạm vi áp dụng" in page
    assert "Chưa thấy ghi nhận lần nào" in page
    assert "disabled" in page


def test_a_scope_that_changed_since_is_told_line_by_line(
    client: Client, sign_in: SignIn, head: Actor, secretary: Actor, commune: Agency, edition: Edition
) -> None:
    make_scope(secretary, commune, today() - timedelta(days=30))
    make_effect(head, commune, edition, today() - timedelta(days=20))
    new = Line("Đất đai", "Hòa giải tranh chấp", "", "")
    make_scope(secretary, commune, today() - timedelta(days=5), (LINES[0], new))
    page = screen(sign_in(client, head), owed(commune))
    assert "thêm 1, bớt 1 thủ tục" in page
    assert "Thêm: Đất đai – Hòa giải tranh chấp" in page
    assert "Bớt: Chứng thực" in page
    assert "Từ lần quyết trước" in page


def test_others_see_the_evidence_and_no_button(
    client: Client, sign_in: SignIn, secretary: Actor, commune: Agency, edition: Edition
) -> None:
    page = screen(sign_in(client, secretary), owed(commune))
    assert "Bằng chứng" in page
    assert "<form" not in page.partition("<main")[2]


def test_declaring_leads_to_the_draft_and_asks_for_the_number(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency, edition: Edition
) -> None:
    make_scope(head, commune, today() - timedelta(days=30))
    make_effect(head, commune, edition, today() - timedelta(days=2))
    page = screen(sign_in(client, head), owed(commune, "conformity.issue_declaration"))
    assert reverse("conformity:draft", args=[system_of(commune).pk, "docx"]) in page
    assert 'name="number"' in page


@pytest.mark.parametrize("act", ["conformity.confirm_effect", "conformity.issue_declaration"])
@pytest.mark.parametrize("versions", [1, 3])
def test_a_decision_takes_few_queries(
    client: Client,
    sign_in: SignIn,
    head: Actor,
    secretary: Actor,
    commune: Agency,
    edition: Edition,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    act: str,
    versions: int,
) -> None:
    for number in range(versions):
        make_scope(secretary, commune, today() - timedelta(days=40 - 10 * number), LINES[: 1 + number % 2])
        make_effect(head, commune, edition, today() - timedelta(days=39 - 10 * number))
    make_scope(secretary, commune, today())
    done(commune, secretary, "audits.internal_audit", 9)
    duty = owed(commune, act)
    sign_in(client, head)
    screen(client, duty)
    with django_assert_max_num_queries(12):
        screen(client, duty)
