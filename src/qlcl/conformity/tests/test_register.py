"""The public register: open to everybody, searchable without accents, and silent about what is not public."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.notify_department import notify_department
from qlcl.conformity.operations.void_declaration import void_declaration
from qlcl.conformity.tests.factories import AT, make_declaration, make_edition, make_past, past
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(commune: Agency, other_commune: Agency) -> list[Declaration]:
    """A past and a present declaration of one commune, one of another, all made up."""
    edition, old = make_edition(), make_edition("ISO 9001:2008")
    return make_past(
        past(commune, old, date(2012, 5, 1), number="1/QĐ-UBND", illustration=True),
        past(commune, edition, date(2020, 2, 10), number="935/QĐ-UBND", illustration=True),
        past(other_commune, edition, date(2021, 3, 2), number="77/QĐ-UBND", illustration=True),
    )


def numbers(client: Client, **query: str) -> list[str]:
    return [d["number"] for d in client.get("/so-dang-ky/du-lieu.json", query).json()["declarations"]]


def test_needs_no_sign_in(client: Client, register: list[Declaration]) -> None:
    page = client.get("/so-dang-ky/")
    assert page.status_code == 200
    assert page.content.decode().count("Dữ liệu minh họa") == 3


def test_search_without_accents_forgives_a_slip_but_not_in_a_digit(client: Client, register: list[Declaration]) -> None:
    assert numbers(client, q="phuoc vinh") == ["1/QĐ-UBND", "935/QĐ-UBND"]
    assert numbers(client, q="THẠNH bình") == ["77/QĐ-UBND"]
    assert numbers(client, q="935") == ["935/QĐ-UBND"]
    assert numbers(client, q="936") == []


def test_filters_by_state_edition_level_and_year(client: Client, register: list[Declaration]) -> None:
    assert numbers(client, **{"tinh-trang": "past"}) == ["1/QĐ-UBND"]
    assert numbers(client, **{"tinh-trang": "in_force"}) == ["935/QĐ-UBND", "77/QĐ-UBND"]
    assert numbers(client, **{"phien-ban": "ISO 9001:2008"}) == ["1/QĐ-UBND"]
    assert numbers(client, cap="district") == []
    assert numbers(client, nam="2021") == ["77/QĐ-UBND"]


def test_nonsense_in_the_address_is_passed_over(client: Client, register: list[Declaration]) -> None:
    query = {"nam": "٣٣٣", "cap": "x", "trang": "abc", "xep": "system", "tinh-trang": "void", "q": "%"}
    assert client.get("/so-dang-ky/", query).status_code == 200
    assert client.get("/so-dang-ky/", {"q": "\x00"}).status_code == 422


def test_each_has_a_stable_address_and_a_qr_code(client: Client, register: list[Declaration]) -> None:
    address = "/so-dang-ky/p1-x1-iso-9001-2015-1/"
    page = client.get(address).content.decode()
    assert "935/QĐ-UBND" in page and "http://testserver" + address in page
    code = client.get(address + "qr.svg")
    assert code["Content-Type"] == "image/svg+xml" and b"<svg" in code.content


def test_open_data_marks_what_is_made_up(client: Client, register: list[Declaration]) -> None:
    data = client.get("/so-dang-ky/du-lieu.json").json()
    assert (data["count"], data["illustration"]) == (3, True)
    rows = list(csv.DictReader(io.StringIO(client.get("/so-dang-ky/du-lieu.csv").content.decode("utf-8-sig"))))
    assert {row["illustration"] for row in rows} == {"Có"}
    assert rows[1]["public_id"] == "p1-x1-iso-9001-2015-1"


def test_says_nothing_that_is_not_public(client: Client, head: Actor, commune: Agency) -> None:
    d = make_declaration(head, commune, make_edition(), date(2024, 3, 1), consultant_name="")
    notify_department(actor=head, declaration_id=d.pk, letter_number="88/UBND-VP", on=date(2024, 3, 2), at=AT)
    addresses = ["", f"{d.public_id}/", "du-lieu.csv", "du-lieu.json"]
    for address in addresses:
        page = client.get(f"/so-dang-ky/{address}").content.decode()
        assert head.name not in page and "88/UBND-VP" not in page


def test_a_void_entry_is_gone(client: Client, officer: Actor, register: list[Declaration]) -> None:
    d = register[2]
    void_declaration(actor=officer, declaration_id=d.pk, reason="Ghi nhầm", on=date(2024, 1, 1), at=AT)
    assert client.get(f"/so-dang-ky/{d.public_id}/").status_code == 404
    assert numbers(client) == ["1/QĐ-UBND", "935/QĐ-UBND"]


def test_unchanged_register_answers_not_modified(client: Client, register: list[Declaration]) -> None:
    etag = client.get("/so-dang-ky/du-lieu.json")["ETag"]
    again = client.get("/so-dang-ky/du-lieu.json", headers={"if-none-match": etag})
    assert again.status_code == 304
    make_past(past(register[0].agency, make_edition(), date(2022, 1, 1), number="5"))
    assert client.get("/so-dang-ky/du-lieu.json", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("address", ["", "du-lieu.json", "du-lieu.csv", "p1-x1-iso-9001-2015-1/"])
def test_queries_do_not_grow_with_the_rows(client: Client, register: list[Declaration], address: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/so-dang-ky/{address}").status_code == 200
        return len(queries)

    few = count()
    edition = make_edition()
    make_past(*(past(register[2].agency, edition, date(2022, 1, n), number=f"{n}/QĐ") for n in range(1, 20)))
    assert count() == few <= 6


def test_pages_hold_fifty_rows(client: Client, commune: Agency, sign_in: Callable[..., Any]) -> None:
    edition = make_edition()
    make_past(*(past(commune, edition, date(2020, 1 + n // 28, 1 + n % 28), number=f"{n}/QĐ") for n in range(60)))
    page = client.get("/so-dang-ky/").content.decode()
    assert page.count("<tr>") == 51
    assert "1–50 trong 60" in page
