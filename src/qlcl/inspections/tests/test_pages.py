"""Pages of the register of inspections."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qlcl.inspections import queries
from qlcl.inspections.enums import Mode
from qlcl.inspections.measures import INSPECTIONS
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import visible_inspections
from qlcl.inspections.tests.factories import DAY, make_edition, make_inspection
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.measures import Scope
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db

SignIn = Callable[[Client, Actor], Client]


def test_an_agency_sees_only_its_own(
    commune: Agency, other_commune: Agency, head: Actor, observer: Actor, other_province_officer: Actor
) -> None:
    mine, other = make_inspection(commune), make_inspection(other_commune)
    assert list(visible_inspections(head)) == [mine]
    assert set(visible_inspections(observer)) == {mine, other}
    assert list(visible_inspections(other_province_officer)) == []


@pytest.mark.parametrize("persona", ["outsider", "other_province_officer"])
def test_another_agencys_inspection_is_not_found(
    persona: str, commune: Agency, client: Client, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    row = make_inspection(commune)
    sign_in(client, request.getfixturevalue(persona))
    for name in ("inspection", "correct"):
        assert client.get(reverse(f"inspections:{name}", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("persona", ["observer", "leader", "head"])
def test_readers_get_no_form(
    persona: str, commune: Agency, client: Client, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    row = make_inspection(commune)
    sign_in(client, request.getfixturevalue(persona))
    assert client.get(reverse("inspections:inspection", args=[row.pk])).status_code == 200
    assert client.post(reverse("inspections:correct", args=[row.pk]), {"note": "x"}).status_code == 403
    assert client.post(reverse("inspections:record"), {}).status_code == 403
    assert Inspection.objects.get().note == ""


def test_filters_by_year_mode_level_edition_and_name(
    commune: Agency, other_commune: Agency, department: Agency, officer: Actor, client: Client, sign_in: SignIn
) -> None:
    make_inspection(commune)
    make_inspection(other_commune, mode=Mode.BY_FILE, inspected_on=date(2019, 5, 1), edition=make_edition("2008"))
    make_inspection(department, mode=Mode.BY_FILE)
    sign_in(client, officer)
    for query, codes in (
        ({}, {"P1-X1", "P1-X2", "P1-CC"}),
        ({"nam": "2019"}, {"P1-X2"}),
        ({"hinh-thuc": "by_file"}, {"P1-X2", "P1-CC"}),
        ({"hinh-thuc": "by_file", "cap": "commune"}, {"P1-X2"}),
        ({"phien-ban": "ISO 9001:2015"}, {"P1-X1", "P1-CC"}),
        ({"q": "phuoc vinh"}, {"P1-X1"}),
    ):
        answer = client.get(reverse("inspections:inspections"), query)
        assert {i.agency.code for i in answer.context["table"].rows} == codes, query
    chips = client.get(reverse("inspections:inspections"), {"hinh-thuc": "by_file"}).context["years"]
    assert [(c.label, c.count) for c in chips] == [("Tất cả", 2), ("Năm 2020", 1), ("Năm 2019", 1)]


def test_the_list_costs_the_same_at_one_and_three_rows(
    commune: Agency, officer: Actor, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, officer)
    address, counts = reverse("inspections:inspections"), []
    client.get(address)
    for days in ((0,), (1, 2)):
        for number in days:
            make_inspection(commune, inspected_on=DAY + timedelta(days=number))
        with CaptureQueriesContext(connection) as queried:
            assert client.get(address).status_code == 200
        counts.append(len(queried))
    assert counts[0] == counts[1] <= 12


def test_a_form_records_and_corrects(commune: Agency, inspector: Actor, client: Client, sign_in: SignIn) -> None:
    sign_in(client, inspector)
    data = {"agency": commune.name, "inspected_on": "10/09/2020", "mode": "on_site", "edition": make_edition().pk}
    assert client.post(reverse("inspections:record"), data).status_code == 302
    again = client.post(reverse("inspections:record"), data)
    assert (again.status_code, "đã có trong sổ" in again.content.decode()) == (422, True)
    row = Inspection.objects.get()
    seen = history.last_event_id("inspection", row.pk)
    change = {"edition": make_edition().pk, "inspected_by": "Chi cục", "seen": seen}
    address = reverse("inspections:correct", args=[row.pk])
    assert client.post(address, change).status_code == 302
    assert client.post(address, change | {"inspected_by": "Khác"}).status_code == 409
    assert Inspection.objects.get().inspected_by == "Chi cục"


def test_counts_by_year_mode_and_level_add_up_to_their_rows(
    province: Agency, commune: Agency, other_commune: Agency, officer: Actor
) -> None:
    make_inspection(commune)
    make_inspection(other_commune, mode=Mode.BY_FILE)
    make_inspection(other_commune, inspected_on=date(2019, 5, 1))
    scope = Scope(officer, frozenset([province.pk]), date(2019, 1, 1), date(2020, 12, 31))
    assert INSPECTIONS.cells(scope, ["period", "level", "mode"]) == {
        (2020, "commune", "on_site"): 1,
        (2020, "commune", "by_file"): 1,
        (2019, "commune", "on_site"): 1,
    }
    assert INSPECTIONS.opened(scope, {"period": 2020}).count() == 2
    counts = queries.inspection_counts(
        officer, province_ids=frozenset([province.pk]), since=date(2020, 1, 1), until=date(2020, 12, 31)
    )
    assert counts == {(2020, "on_site", "commune"): 1, (2020, "by_file", "commune"): 1}
