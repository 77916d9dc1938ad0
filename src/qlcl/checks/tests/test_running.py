"""Running the checks: since when, until when, again and again; dropping in a check; asking for explanations."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from qlcl.accounts.queries import actor_for
from qlcl.accounts.tests.factories import make_post
from qlcl.checks import standing
from qlcl.checks.models import CheckLine, CheckRun, Deed, HistoryReading
from qlcl.checks.operations.gather_deeds import gather_deeds
from qlcl.checks.operations.nightly import run_nightly_checks
from qlcl.checks.operations.run_checks import RunResult, run_checks
from qlcl.checks.terms import Scope
from qlcl.checks.tests.factories import DAY, SYSTEM, do, make_line, moment
from qlcl.conformity.tests.factories import make_declaration, make_edition, make_past, past
from qlcl.duties.models import Duty
from qlcl.duties.operations.explain import explain
from qlcl.duties.tests.factories import make_duty
from qlcl.kernel import catalogue, history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations.models import Agency, Setting

pytestmark = pytest.mark.django_db


MISSED, WITHOUT_SCOPE = "statutory_missed", "declaration_without_scope"


def run(agency: Agency, on: date = DAY, code: str = WITHOUT_SCOPE, **more: Any) -> RunResult:
    """A run of one check over the agency's province."""
    return run_checks(province_id=agency.province_id, actor=SYSTEM, on=on, at=moment(on), codes=[code], **more)


@pytest.fixture
def imported(commune: Agency) -> Agency:
    """An agency whose imported declaration has no scope: one finding."""
    make_past(past(commune, make_edition(), date(2021, 6, 1)))
    return commune


def test_a_finding_keeps_its_first_day_until_it_is_gone(imported: Agency) -> None:
    first, later = date(2021, 9, 1), date(2021, 10, 1)
    assert (run(imported, first).new, run(imported, later).new) == (1, 0)
    assert CheckLine.objects.get().since == first
    Agency.objects.filter(pk=imported.pk).update(valid_until=date(2021, 10, 5), end_reason="Sáp nhập")
    assert run(imported, date(2021, 10, 6)).gone == 1
    assert CheckLine.objects.get().resolved_on == date(2021, 10, 6)


def test_running_twice_changes_nothing_more(imported: Agency) -> None:
    run(imported)
    before = list(CheckLine.objects.values())
    assert run(imported) == RunResult(new=0, standing=1, gone=0)
    assert list(CheckLine.objects.values()) == before


def test_what_comes_back_is_a_new_finding(imported: Agency) -> None:
    run(imported, date(2021, 9, 1))
    CheckLine.objects.update(resolved_on=date(2021, 9, 15))
    run(imported, date(2021, 10, 1))
    assert sorted(CheckLine.objects.values_list("since", flat=True)) == [date(2021, 9, 1), date(2021, 10, 1)]


def test_a_run_for_an_earlier_day_is_passed_over(imported: Agency) -> None:
    run(imported)
    CheckLine.objects.all().delete()
    assert run(imported, DAY - timedelta(days=1)) == RunResult()


def test_a_run_for_one_agency_leaves_the_others_alone(imported: Agency, other_commune: Agency) -> None:
    other = make_line(other_commune, code=WITHOUT_SCOPE)
    run(imported, agency_id=imported.pk)
    other.refresh_from_db()
    assert (other.resolved_on, CheckLine.objects.open().count(), CheckRun.objects.count()) == (None, 2, 0)


def test_the_nightly_run_may_be_killed_and_repeated(imported: Agency) -> None:
    run(imported)
    assert run_nightly_checks(imported.province_id, DAY, moment(DAY)) == 2  # nobody is head or secretary
    assert run_nightly_checks(imported.province_id, DAY, moment(DAY)) == 0
    assert CheckRun.objects.count() == len(standing.checks())


def test_only_readers_and_officers_run_the_checks(
    imported: Agency, secretary: Actor, staff: Actor, observer: Actor
) -> None:
    common: dict[str, Any] = {"province_id": imported.province_id, "on": DAY, "at": moment(DAY)}
    run_checks(actor=secretary, agency_id=imported.pk, **common)
    for actor, agency_id in ((staff, imported.pk), (observer, None), (secretary, None)):
        with pytest.raises(Forbidden):
            run_checks(actor=actor, agency_id=agency_id, **common)


CHECK = '''
"""A check dropped in."""
from qlcl.checks.enums import Severity
from qlcl.checks.terms import Check, Line, number
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency

LEAST = number("dropped.least", "Ngưỡng", 3, "việc")


def _rows(scope, day):
    for pk in Agency.objects.filter(scope.holds(day, "parent"), code="P1-X1").values_list("pk", flat=True):
        yield Line(pk, Ref("agency", pk, ""), f"Ngưỡng {scope.number(LEAST.code)}")


CHECK = Check("dropped_in", "Mục mới", "Vì sao", Severity.INFO, _rows, (LEAST,))
'''


@pytest.fixture
def dropped(tmp_path: Path) -> Iterator[None]:
    """A file beside the standing checks, found as if it stood among them."""
    (tmp_path / "dropped_in.py").write_text(CHECK, encoding="utf-8")
    standing.__path__.append(str(tmp_path))
    standing.checks.cache_clear()
    catalogue.register(*standing.checks()["dropped_in"].parameters)
    yield
    standing.__path__.remove(str(tmp_path))
    standing.checks.cache_clear()
    catalogue._registry.parameters.pop("checks.dropped.least")


def test_a_file_dropped_in_is_a_check_with_its_threshold(dropped: None, commune: Agency) -> None:
    Setting.objects.create(
        province_id=commune.province_id, code="checks.dropped.least", value="7", valid_from=date(2020, 1, 1)
    )
    run(commune, code="dropped_in")
    line = CheckLine.objects.get(code="dropped_in")
    assert (line.agency_id, line.facts, line.since) == (commune.pk, "Ngưỡng 7", DAY)


@pytest.mark.engine("sqlite", "postgresql")
@pytest.mark.parametrize("code", sorted(standing.checks()))
def test_a_check_reads_a_province_in_two_queries(
    code: str, commune: Agency, other_commune: Agency, head: Actor,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    make_declaration(head, commune, make_edition(), date(2021, 6, 1))
    make_past(past(other_commune, make_edition(), date(2021, 6, 1), told_on=date(2021, 6, 1)))
    gather_deeds(actor=SYSTEM, on=DAY, at=moment(DAY))
    check = standing.checks()[code]
    scope = Scope(commune.province_id, {p.code: p.default for p in check.parameters})
    with django_assert_max_num_queries(4 if code == "position_vacant" else 2):  # vacancies read their parameters
        list(check.rows(scope, DAY))


def test_asks_for_an_explanation_of_what_the_law_demands(commune: Agency, secretary: Actor) -> None:
    missed = make_duty(commune, "audits.internal_audit", statutory=True, due_on=date(2021, 12, 1), year=2021)
    run(commune, code=MISSED)
    asked = Duty.objects.get(act="checks.explain_missed")
    assert (asked.subject_id, asked.agency_id, asked.statutory, asked.opened_by is None) == (
        missed.pk, commune.pk, False, False,
    )  # fmt: skip
    run(commune, code=MISSED)
    assert Duty.objects.filter(act="checks.explain_missed").count() == 1
    explain(duty_id=missed.pk, explanation="Thiếu người", actor=secretary, on=DAY, at=moment(DAY))
    run(commune, code=MISSED)
    asked.refresh_from_db()
    missed.refresh_from_db()
    assert (asked.outcome, asked.closed_by, missed.outcome) == ("done", missed.explained_by, "")


def test_what_is_done_after_all_needs_no_explanation(commune: Agency) -> None:
    missed = make_duty(commune, "audits.internal_audit", statutory=True, due_on=date(2021, 12, 1), year=2021)
    run(commune, code=MISSED)
    Duty.objects.filter(pk=missed.pk).update(outcome="done", closed_on=DAY, closed_by=1)
    run(commune, DAY + timedelta(days=1), MISSED)
    asked = Duty.objects.get(act="checks.explain_missed")
    assert (asked.outcome, asked.closed_by) == ("cancelled", 1)
    assert CheckLine.objects.get(code="statutory_missed").resolved_on == DAY + timedelta(days=1)


def test_a_province_may_ask_for_no_explanations(commune: Agency) -> None:
    code = "checks.explanation_days"
    Setting.objects.create(province_id=commune.province_id, code=code, value="0", valid_from=date(2020, 1, 1))
    make_duty(commune, "audits.internal_audit", statutory=True, due_on=date(2021, 12, 1), year=2021)
    run(commune, code=MISSED)
    assert not Duty.objects.filter(act="checks.explain_missed").exists()


def test_deeds_are_read_once_and_anew(commune: Agency, secretary: Actor) -> None:
    do(secretary, commune)
    do(SYSTEM, commune)
    common: dict[str, Any] = {"actor": SYSTEM, "on": DAY, "at": moment(DAY)}
    assert gather_deeds(**common) == 2
    assert (gather_deeds(**common), Deed.objects.count(), HistoryReading.objects.count()) == (0, 1, 1)
    before = list(Deed.objects.values())
    gather_deeds(afresh=True, **common)
    assert list(Deed.objects.values()) == before


def test_a_deed_by_one_of_several_posts_belongs_to_the_agency_of_the_system(
    commune: Agency, other_commune: Agency, day: date
) -> None:
    person = make_post(other_commune, Role.STAFF).person
    make_post(commune, Role.ISO_SECRETARY, person)
    do(actor_for(person, day), commune)
    gather_deeds(actor=SYSTEM, on=DAY, at=moment(DAY))
    deed = Deed.objects.get()
    assert (deed.agency_id, deed.role) == (commune.pk, "iso_secretary")


def test_findings_do_not_keep_an_import_from_being_undone(province: Agency) -> None:
    agency = Agency(code="P1-X9", name="Xã Chín", level="commune", parent=province, province=province, valid_from=DAY)
    agency.save()
    entry = Entry(history.province_chain(province.pk), "x", DAY, "Nhập", Ref("agency", agency.pk, ""), changed=[agency])
    history.record(actor=SYSTEM, at=moment(DAY), entries=[entry], batch="b1")
    make_line(agency)
    history.undo(actor=SYSTEM, batch="b1", on=DAY, at=moment(DAY))
    assert not CheckLine.objects.exists()
