"""Importing declarations of the past: recorded once, corrected visibly, linked in time."""

from datetime import date
from typing import Any

import pytest

from qlcl.conformity.imports import DECLARATIONS
from qlcl.conformity.models import Declaration
from qlcl.conformity.tests.factories import AT, IMPORTER, make_edition, make_past, past
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.sheets import Plan, PlanContext, Row
from qlcl.organisations.models import Agency
from qlcl.standards.models import Edition

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 5)


@pytest.fixture
def edition() -> Edition:
    return make_edition()


def rows_of(*given: dict[str, Any]) -> list[Row]:
    """Rows as the reader of files hands them over."""
    empty = {c.name: None if c.type in {"date", "int", "decimal"} else "" for c in DECLARATIONS.columns}
    return [Row(n, {**empty, **values}, "f.csv", frozenset(values)) for n, values in enumerate(given, start=2)]


def row(**values: Any) -> dict[str, Any]:
    return {
        "unit_code": "P1-X1", "edition": "ISO 9001:2015", "declared_on": date(2020, 2, 10), "prepared_by": "consultant",
        "consultant": "Công ty tư vấn B", "decision_number": "935/QĐ-UBND", **values,
    }  # fmt: skip


def planned(*given: dict[str, Any], actor: Actor = IMPORTER) -> Plan:
    return DECLARATIONS.plan(actor=actor, rows=rows_of(*given), context=PlanContext(on=TODAY, illustration=True))


def imported(*given: dict[str, Any], actor: Actor = IMPORTER) -> Plan:
    plan = planned(*given, actor=actor)
    assert plan.problems == []
    DECLARATIONS.apply(actor=actor, plan=plan, on=TODAY, at=AT, batch="lo-1", illustration=True)
    return plan


def test_records_what_the_file_tells(commune: Agency, edition: Edition) -> None:
    imported(row())
    d = Declaration.objects.get()
    assert (d.agency, d.edition, d.number, d.signed_on) == (commune, edition, "935/QĐ-UBND", date(2020, 2, 10))
    assert (d.prepared_by, d.consultant_name) == ("consultant", "Công ty tư vấn B")
    assert (d.imported, d.illustration, d.signed_as, d.kind) == (True, True, "imported", "first")
    assert (d.told_on, d.effect, d.public_id) == (None, None, "p1-x1-iso-9001-2015-1")


def test_same_file_again_changes_nothing(commune: Agency, edition: Edition) -> None:
    imported(row())
    again = planned(row())
    assert (again.creates, again.updates, again.unchanged) == ([], [], 1)


def test_corrected_file_shows_and_writes_the_change(commune: Agency, edition: Edition) -> None:
    imported(row())
    plan = planned(row(declared_on=date(2020, 3, 10), prepared_by="self", consultant=""))
    assert plan.updates[0].fields == {
        "signed_on": (date(2020, 2, 10), date(2020, 3, 10)),
        "prepared_by": ("consultant", "self"),
        "consultant_name": ("Công ty tư vấn B", ""),
        "effective_on": (date(2020, 2, 10), date(2020, 3, 10)),
    }
    DECLARATIONS.apply(actor=IMPORTER, plan=plan, on=TODAY, at=AT, batch="lo-2", illustration=True)
    d = Declaration.objects.get()
    assert (d.signed_on, d.effective_on, d.prepared_by) == (date(2020, 3, 10), date(2020, 3, 10), "self")


def test_columns_absent_from_the_file_are_left_alone(commune: Agency, edition: Edition) -> None:
    imported(row(published_on=date(2020, 2, 20), published_url="https://mau.gov.vn/cong-bo"))
    assert planned(row()).unchanged == 1


def test_later_declaration_replaces_the_earlier_in_one_file(commune: Agency, edition: Edition) -> None:
    old = make_edition("ISO 9001:2008")
    imported(row(), row(edition=old.code, declared_on=date(2012, 5, 1), decision_number="1/QĐ-UBND"))
    first, second = Declaration.objects.order_by("signed_on")
    assert (first.kind, first.ended_on) == ("first", date(2020, 2, 10))
    assert (second.kind, second.reason, second.replaces, second.ended_on) == ("again", "edition", first, None)


def test_older_declaration_fits_in_before_one_on_record(commune: Agency, edition: Edition) -> None:
    imported(row())
    imported(row(declared_on=date(2018, 1, 1), decision_number="7/QĐ-UBND"))
    older, newer = Declaration.objects.order_by("signed_on")
    assert (older.ended_on, newer.replaces, newer.ended_on) == (date(2020, 2, 10), older, None)


def test_ends_with_a_system_that_has_ended(commune: Agency, edition: Edition) -> None:
    system = commune.held_systems.get()
    system.valid_until, system.end_reason = date(2025, 7, 1), "Sáp nhập"
    system.save()
    imported(row())
    assert Declaration.objects.values_list("ended_on", "end_reason").get() == (date(2025, 7, 1), "Sáp nhập")


@pytest.mark.parametrize(
    ("values", "column", "message"),
    [
        ({"unit_code": "P9-X9"}, "unit_code", "Không có cơ quan nào"),
        ({"edition": "ISO 14001"}, "edition", "Không có phiên bản"),
        ({"declared_on": date(2003, 1, 1)}, "declared_on", "không có hệ thống"),
        ({"declared_on": date(2030, 1, 1)}, "declared_on", "tương lai"),
        ({"posted_on": date(2020, 1, 1)}, "posted_on", "trước ngày công bố"),
        ({"prepared_by": "self"}, "consultant", "không phải thuê tư vấn"),
    ],
)
def test_names_what_is_wrong(commune: Agency, edition: Edition, values: dict, column: str, message: str) -> None:
    problems = planned(row(**values)).problems
    assert [p.column for p in problems] == [column]
    assert message in problems[0].message and problems[0].remedy


def test_province_row_counts_for_the_holder_of_the_shared_system(commune: Agency, edition: Edition) -> None:
    assert planned(row(unit_code="Ủy ban nhân dân xã Phước Vinh")).creates[0].agency == commune


def test_only_who_keeps_the_register_imports(commune: Agency, edition: Edition, head: Actor, officer: Actor) -> None:
    with pytest.raises(Forbidden):
        make_past(past(commune, edition, date(2020, 2, 10)), actor=head)
    assert not Declaration.objects.exists()
    assert make_past(past(commune, edition, date(2020, 2, 10)), actor=officer)


def test_history_holds_each_under_its_legal_day_and_passes_verification(commune: Agency, edition: Edition) -> None:
    imported(row())
    d = Declaration.objects.get()
    event = history.events_of(kind="declaration", id=d.pk)[0]
    assert (event.act, event.on, event.batch) == ("conformity.import_declarations", date(2020, 2, 10), "lo-1")


def test_undoing_an_import_takes_it_back(commune: Agency, edition: Edition) -> None:
    make_past(past(commune, edition, date(2020, 2, 10), number="1/QĐ-UBND"))
    imported(row(declared_on=date(2021, 1, 1), decision_number="7/QĐ-UBND"))
    history.undo(actor=IMPORTER, batch="lo-1", on=TODAY, at=AT)
    assert Declaration.objects.values_list("number", "ended_on").get() == ("1/QĐ-UBND", None)


def test_queries_do_not_grow_with_the_rows(
    province: Agency, commune: Agency, edition: Edition, django_assert_max_num_queries: Any
) -> None:
    many = [past(commune, edition, date(2005 + n // 300, 1 + n // 25 % 12, 1 + n % 25)) for n in range(200)]
    with django_assert_max_num_queries(40):
        make_past(*many)
