"""What is owed comes from rules: each year, and after an act; seeds are made once and never overwrite edits."""

from datetime import date

import pytest

from qlcl.duties.models import DayOff, Duty, DutyRule, Ladder, Rung
from qlcl.duties.operations.open_by_event import Started, open_by_event
from qlcl.duties.operations.open_year import missing_of_year, open_year, open_year_in_parts
from qlcl.duties.operations.seed import seed
from qlcl.duties.reference import LADDERS, day_rows, rule_rows
from qlcl.duties.tests.factories import AT, SYSTEM, make_event, system_of
from qlcl.kernel import history
from qlcl.kernel.history import Ref
from qlcl.kernel.models import Event
from qlcl.organisations.enums import DutyKind
from qlcl.organisations.models import Agency, Coverage, DutyToApply, OverseeingBody, QualitySystem

pytestmark = pytest.mark.django_db
YEAR_BEGINS = date(2021, 1, 1)


@pytest.fixture
def seeded(province: Agency) -> Agency:
    seed(at=AT, actor=SYSTEM)
    return province


def open_2021(province: Agency, on: date = YEAR_BEGINS) -> int:
    return open_year(province=province, year=2021, actor=SYSTEM, on=on, at=AT)


def year_of(agency: Agency, year: int = 2021) -> dict[str, Duty]:
    return {d.act: d for d in Duty.objects.filter(agency=agency, year=year).select_related("rule")}


def test_the_night_opens_a_year_in_parts_and_a_later_night_what_lacks(
    seeded: Agency, commune: Agency, other_commune: Agency
) -> None:
    missing = list(missing_of_year(seeded, 2021, YEAR_BEGINS))
    first = [spec for spec in missing if spec.system_id == missing[0].system_id]
    open_year(
        province=seeded, year=2021, actor=SYSTEM, on=YEAR_BEGINS, at=AT, system_ids=frozenset({first[0].system_id})
    )
    fields = {"province": seeded, "year": 2021, "actor": SYSTEM, "day": YEAR_BEGINS, "at": AT, "part": 5}
    assert open_year_in_parts(**fields) == len(missing) - len(first)  # type: ignore[arg-type]
    assert Duty.objects.filter(year=2021).count() == len(missing)
    acts = Event.objects.filter(act="duties.open_year")
    assert acts.count() == 1 + -(-(len(missing) - len(first)) // 5)
    assert open_year_in_parts(**fields) == 0  # type: ignore[arg-type]


MINUTES = Ref("inspection", 7, "Biên bản 7")


def start(agency: Agency, act: str, on: date, subject: Ref = MINUTES) -> int:
    fact = Started(system_of(agency).pk, agency.pk, act, subject, on, make_event(agency, on))
    return open_by_event(facts=[fact], actor=SYSTEM, at=AT)


def test_seeds_once_and_overwrites_no_edit(seeded: Agency) -> None:
    assert DutyRule.objects.filter(province=seeded).count() == len(rule_rows())
    assert Ladder.objects.filter(province=seeded).count() == len(LADDERS)
    assert DayOff.objects.filter(province=None).count() == len(day_rows())
    assert not [b for b in history.verify(None).breaks if str(b.where).startswith("duties.")]
    DutyRule.objects.filter(code="targets").update(valid_until=date(2022, 1, 1))
    assert seed(at=AT, actor=SYSTEM) == 0
    assert Rung.objects.filter(ladder__province=seeded, ladder__code="statutory").count() == 5


def test_a_year_is_opened_once(seeded: Agency, commune: Agency) -> None:
    first = open_2021(seeded)
    duties = year_of(commune)
    assert first == Duty.objects.count() == len(duties) == 14
    audit = duties["audits.internal_audit"]
    assert (audit.statutory, audit.due_on, audit.opened_on) == (True, date(2021, 12, 31), YEAR_BEGINS)
    assert (audit.period_from, audit.period_until, audit.rule.code) == (YEAR_BEGINS, date(2022, 1, 1), "internal_audit")
    assert audit.next_rung_on == date(2021, 12, 17)
    assert open_2021(seeded) == 0


def test_statutory_is_what_the_law_demands(seeded: Agency) -> None:
    statutory = set(DutyRule.objects.filter(statutory=True, trigger="yearly").values_list("act", flat=True))
    assert statutory == {
        "audits.internal_audit",
        "reviews.management_review",
        "inspections.approve_plan",
        "inspections.synthesis",
        "inspections.complete_year",
        "reports.status_report",
    }


def test_a_system_made_in_the_year_owes_the_rest_of_it(seeded: Agency, commune: Agency) -> None:
    QualitySystem.objects.filter(holder=commune).update(valid_from=date(2021, 7, 1))
    open_2021(seeded, on=date(2021, 7, 1))
    duties = year_of(commune)
    assert "objectives.set_targets" not in duties
    assert duties["audits.internal_audit"].period_from == date(2021, 7, 1)


def test_reports_for_inspection_are_owed_by_bound_agencies_alone(
    seeded: Agency, commune: Agency, other_commune: Agency
) -> None:
    DutyToApply.objects.filter(agency__in=[commune, other_commune]).delete()
    DutyToApply.objects.create(agency=commune, kind=DutyKind.MANDATORY, valid_from=date(2015, 1, 1))
    open_2021(seeded)
    assert "inspections.file_report" in year_of(commune)
    assert "inspections.file_report" not in year_of(other_commune)


def test_the_province_s_duties_are_owed_by_the_overseeing_body(seeded: Agency, department: Agency) -> None:
    OverseeingBody.objects.all().delete()
    OverseeingBody.objects.create(province=seeded, agency=department, valid_from=date(2015, 1, 1))
    system = QualitySystem.objects.filter(holder=department).first() or QualitySystem.objects.create(
        holder=department, province=seeded, valid_from=date(2015, 1, 1)
    )
    Coverage.objects.get_or_create(system=system, agency=department, defaults={"valid_from": date(2015, 1, 1)})
    open_2021(seeded)
    duty = year_of(department)["inspections.synthesis"]
    assert (duty.role, duty.system_id, duty.due_on) == ("provincial_officer", system.pk, date(2021, 11, 30))


def test_an_event_opens_by_the_rule_of_its_day(seeded: Agency, commune: Agency) -> None:
    assert start(commune, "inspections.sign_minutes", date(2021, 12, 31)) == 1
    duty = Duty.objects.get(act="inspections.corrective_report")
    assert (duty.due_on, duty.statutory, duty.rule.code) == (date(2022, 2, 28), True, "corrective_report")
    assert start(commune, "inspections.sign_minutes", date(2021, 12, 31)) == 0


def test_a_province_without_rules_of_its_own_goes_by_the_package(province: Agency, commune: Agency) -> None:
    assert start(commune, "procedures.record_legal_change", date(2021, 3, 1), Ref("legal_text", 1, "Nghị định")) == 1
    assert Duty.objects.get().due_on == date(2021, 6, 1)
