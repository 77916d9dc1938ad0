"""Recording, correcting and importing inspections."""

from datetime import date, timedelta
from typing import Any

import pytest

from qlcl.inspections.enums import Mode
from qlcl.inspections.imports import INSPECTIONS
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.record_inspections import NewInspection, correct_inspections, record_inspections
from qlcl.inspections.tests.factories import AT, DAY, ON, SYSTEM, make_edition, make_inspection
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.kernel.sheets import Plan, PlanContext, Row
from qlcl.organisations.models import Agency, Coverage, QualitySystem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("persona", ["inspector", "officer", "administrator"])
def test_records_in_the_chain_of_the_system(persona: str, commune: Agency, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(persona)
    new = NewInspection(commune, DAY, Mode.BY_FILE, make_edition(), "Chi cục TĐC", "12/QĐ")
    (row,) = record_inspections(actor=actor, on=ON, at=AT, inspections=[new])
    system = QualitySystem.objects.get(holder=commune)
    assert (row.system_id, row.province_id) == (system.pk, commune.province_id)
    (shown,) = history.events_of(chain=history.system_chain(system.pk))
    assert (shown.act, shown.on, shown.who) == ("inspections.record_inspection", DAY, actor.name)
    assert [b.where for b in history.verify().breaks if b.where.startswith("inspections.")] == []


@pytest.mark.parametrize("persona", ["observer", "leader", "head", "secretary", "other_province_officer"])
def test_others_may_not_record(persona: str, commune: Agency, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(persona)
    known = make_inspection(commune)
    new = NewInspection(commune, DAY, Mode.BY_FILE, make_edition())
    with pytest.raises(Forbidden):
        record_inspections(actor=actor, on=ON, at=AT, inspections=[new])
    with pytest.raises(Forbidden):
        correct_inspections(actor=actor, on=ON, at=AT, changes=[(known, {"note": "x"})])
    assert list(Inspection.objects.values_list("mode", "note")) == [("on_site", "")]


def test_refuses_the_same_inspection_twice(commune: Agency) -> None:
    make_inspection(commune)
    make_inspection(commune, mode=Mode.BY_FILE)
    with pytest.raises(DomainError) as refused:
        make_inspection(commune)
    assert (refused.value.code, Inspection.objects.count()) == ("inspection_known", 2)


def test_refuses_a_day_to_come_and_a_day_without_system(commune: Agency) -> None:
    with pytest.raises(DomainError) as future:
        make_inspection(commune, inspected_on=ON + timedelta(days=1))
    Coverage.objects.filter(agency=commune).update(valid_from=DAY + timedelta(days=1))
    with pytest.raises(DomainError) as without:
        make_inspection(commune)
    assert (future.value.code, without.value.code) == ("inspection_in_future", "no_system_on_day")
    assert Inspection.objects.count() == 0


def test_corrects_and_refuses_a_form_overtaken(commune: Agency, inspector: Actor) -> None:
    row = make_inspection(commune)
    seen = history.last_event_id("inspection", row.pk)
    change = {"edition_id": make_edition("2008").pk, "inspected_by": "Chi cục"}
    correct_inspections(actor=inspector, on=ON, at=AT, changes=[(row, change)], seen=seen)
    with pytest.raises(Stale):
        correct_inspections(actor=inspector, on=ON, at=AT, changes=[(row, {"note": "x"})], seen=seen)
    shown = history.events_of(kind="inspection", id=row.pk)[0]
    assert shown.changes == [
        ("Phiên bản tiêu chuẩn", "TCVN ISO 9001:2015", "TCVN ISO 9001:2008"),
        ("Đơn vị kiểm tra", "–", "Chi cục"),
    ]


def run(*given: dict[str, Any]) -> Plan:
    """Plans and, when nothing is wrong, applies."""
    empty = {c.name: None if c.type == "date" else "" for c in INSPECTIONS.columns}
    rows = [Row(n, {**empty, **values}, "a.csv", frozenset(values)) for n, values in enumerate(given, 2)]
    plan = INSPECTIONS.plan(actor=SYSTEM, rows=rows, context=PlanContext(on=ON, illustration=True))
    if not plan.problems:
        INSPECTIONS.apply(actor=SYSTEM, plan=plan, on=ON, at=AT, batch="b1", illustration=True)
    return plan


ROW = {"unit_code": "P1-X1", "inspected_on": DAY, "mode": "on_site", "edition": "ISO 9001:2015"}


def test_imports_and_the_same_again_changes_nothing(commune: Agency) -> None:
    make_edition()
    assert len(run(ROW, ROW | {"mode": "by_file", "edition": "TCVN ISO 9001:2015"}).creates) == 2
    assert [i.illustration for i in Inspection.objects.all()] == [True, True]
    again = run(ROW)
    assert (again.creates, again.updates, again.unchanged) == ([], [], 1)


def test_a_corrected_file_shows_and_makes_its_changes(commune: Agency) -> None:
    make_edition()
    make_edition("2008")
    run(ROW)
    plan = run(ROW | {"edition": "ISO 9001:2008", "inspected_by": "Chi cục"})
    shown = {name: (str(before), str(after)) for name, (before, after) in plan.updates[0].fields.items()}
    assert shown == {"inspected_by": ("", "Chi cục"), "edition": ("TCVN ISO 9001:2015", "TCVN ISO 9001:2008")}
    row = Inspection.objects.get()
    assert (row.edition.code, row.inspected_by) == ("ISO 9001:2008", "Chi cục")


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"unit_code": "KHONG"}, "unit_code"),
        ({"edition": "ISO 9001:1994"}, "edition"),
        ({"inspected_on": date(2030, 1, 1)}, "inspected_on"),
        ({"inspected_on": date(1999, 1, 1)}, "inspected_on"),
    ],
)
def test_names_the_bad_cell(changed: dict[str, Any], column: str, commune: Agency) -> None:
    make_edition()
    assert [p.column for p in run(ROW | changed).problems] == [column]
    assert Inspection.objects.count() == 0


def test_undoes_an_import(commune: Agency) -> None:
    make_edition()
    run(ROW)
    history.undo(actor=SYSTEM, batch="b1", on=ON, at=AT)
    assert Inspection.objects.count() == 0
