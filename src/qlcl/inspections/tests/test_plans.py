"""The plan of a year from proposal to approval, and its changes after."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from qlcl.conftest import make_agency
from qlcl.duties.models import Duty
from qlcl.duties.operations.open_year import open_year
from qlcl.duties.operations.seed import seed_province
from qlcl.inspections.enums import Mode, PlanStatus
from qlcl.inspections.models import InspectionPlan, PlanLine
from qlcl.inspections.operations.approve_plan import account_for_plans, approve_plan, return_plan, submit_plan
from qlcl.inspections.operations.change_plan import add_lines, change_lines, drop_lines
from qlcl.inspections.operations.plan_year import plan_year
from qlcl.inspections.plan_measures import PLANS
from qlcl.inspections.queries.plans import plan_check, plan_lines, unplanned_bound
from qlcl.inspections.tests.factories import AT, ON, SYSTEM, make_inspection
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.measures import Scope
from qlcl.organisations.enums import DutyKind, Level
from qlcl.organisations.models import Agency, DutyToApply, OverseeingBody

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"on": ON, "at": AT}


@pytest.fixture
def bound(province: Agency) -> list[Agency]:
    """Seven communes that must apply, and one that is encouraged."""
    made = [make_agency(f"B{n}", f"Ủy ban nhân dân xã {n}", Level.COMMUNE, province) for n in range(8)]
    for n, agency in enumerate(made):
        kind = DutyKind.ENCOURAGED if n == 7 else DutyKind.MANDATORY
        DutyToApply.objects.create(agency=agency, kind=kind, valid_from=date(2014, 1, 1))
    return made


@pytest.fixture
def plan(province: Agency, bound: list[Agency], officer: Actor) -> InspectionPlan:
    """The plan of 2021 as proposed."""
    return plan_year(actor=officer, province=province, year=2021, **WHEN)


def approved(plan: InspectionPlan, actor: Actor, **fields: Any) -> InspectionPlan:
    """The plan, submitted and approved on 15 March 2021."""
    submit_plan(actor=actor, plan_id=plan.pk, **WHEN)
    values = {"number": "15/QĐ-UBND", "approved_on": date(2021, 3, 15)} | fields
    return approve_plan(actor=actor, plan_id=plan.pk, **values, **WHEN)


def ids(lines: Sequence[PlanLine]) -> list[int]:
    """Their keys."""
    return [line.pk for line in lines]


def test_proposes_those_bound_a_third_of_them_on_site_by_rotation(
    province: Agency, bound: list[Agency], officer: Actor
) -> None:
    for agency in bound[:5]:
        make_inspection(agency, inspected_on=date(2020, 3, 1))
    plan = plan_year(actor=officer, province=province, year=2021, **WHEN)
    lines = list(plan_lines(plan))
    assert {line.agency for line in lines} == set(bound[:7])
    assert [line.agency.code for line in lines if line.mode == Mode.ON_SITE] == ["B0", "B5", "B6"]
    assert all(line.inspecting_unit and line.reason and line.planned_month for line in lines)
    check = plan_check(plan)
    assert (check.bound, check.planned, check.visits, check.needed, check.broken) == (7, 7, 3, 3, [])
    assert [b for b in history.verify(None).breaks if "inspections" in b.where] == []


def test_one_plan_a_year_by_who_may(
    province: Agency, plan: InspectionPlan, officer: Actor, observer: Actor, head: Actor
) -> None:
    with pytest.raises(DomainError, match="Đã có kế hoạch"):
        plan_year(actor=officer, province=province, year=2021, **WHEN)
    for actor in (observer, head):
        with pytest.raises(Forbidden):
            plan_year(actor=actor, province=province, year=2022, **WHEN)
    with pytest.raises(Unseen):
        submit_plan(actor=head, plan_id=plan.pk, **WHEN)
    assert InspectionPlan.objects.count() == 1


def test_many_lines_are_scheduled_at_once(plan: InspectionPlan, officer: Actor) -> None:
    some = list(plan.lines.all()[:4])
    values = {"planned_from": date(2021, 5, 4), "planned_until": date(2021, 5, 6), "cost": 3_000_000}
    assert len(change_lines(actor=officer, plan_id=plan.pk, line_ids=ids(some), values=values, **WHEN)) == 4
    line = plan.lines.get(pk=some[0].pk)
    assert (line.when, line.planned_month, line.cost) == ("04/05/2021–06/05/2021", 5, 3_000_000)
    assert line.changed_on is None
    assert change_lines(actor=officer, plan_id=plan.pk, line_ids=ids(some), values=values, **WHEN) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"planned_from": date(2021, 5, 4), "planned_until": date(2021, 5, 3)}, "days_reversed"),
        ({"planned_until": date(2021, 5, 3)}, "days_reversed"),
        ({"planned_from": date(2022, 1, 4)}, "day_outside_year"),
    ],
)
def test_refuses_days_that_make_no_sense(
    plan: InspectionPlan, officer: Actor, values: dict[str, date], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        change_lines(actor=officer, plan_id=plan.pk, line_ids=ids(plan.lines.all()), values=values, **WHEN)
    assert refused.value.code == code


def test_a_form_that_was_overtaken_is_refused(plan: InspectionPlan, officer: Actor) -> None:
    seen, line = history.last_event_id("inspection_plan", plan.pk), ids(plan.lines.all()[:1])
    change_lines(actor=officer, plan_id=plan.pk, line_ids=line, values={"cost": 1}, seen=seen, **WHEN)
    with pytest.raises(Stale):
        change_lines(actor=officer, plan_id=plan.pk, line_ids=line, values={"cost": 2}, seen=seen, **WHEN)


def test_a_broken_rule_is_said_and_approved_only_with_a_reason(plan: InspectionPlan, officer: Actor) -> None:
    visit = plan.lines.filter(mode=Mode.ON_SITE).first()
    assert visit is not None
    drop_lines(actor=officer, plan_id=plan.pk, line_ids=[visit.pk], reason="Sáp nhập trong năm", **WHEN)
    assert len(plan_check(plan).broken) == 2
    submit_plan(actor=officer, plan_id=plan.pk, **WHEN)
    values: dict[str, Any] = {"number": "15/QĐ-UBND", "approved_on": date(2021, 3, 15)}
    with pytest.raises(DomainError) as refused:
        approve_plan(actor=officer, plan_id=plan.pk, **values, **WHEN)
    assert refused.value.code == "rule_broken"
    made = approve_plan(actor=officer, plan_id=plan.pk, **values, rule_reason="Dịch bệnh", **WHEN)
    assert (made.status, made.rule_reason) == (PlanStatus.APPROVED, "Dịch bệnh")


def test_what_is_missing_is_added_by_file(plan: InspectionPlan, officer: Actor) -> None:
    line = plan.lines.filter(mode=Mode.BY_FILE).first()
    assert line is not None
    drop_lines(actor=officer, plan_id=plan.pk, line_ids=[line.pk], reason="Nhầm", **WHEN)
    missing = unplanned_bound(plan)
    assert missing == [line.agency]
    add_lines(actor=officer, plan_id=plan.pk, agencies=missing, **WHEN)
    assert plan_check(plan).broken == []
    with pytest.raises(DomainError, match="đã có trong kế hoạch"):
        add_lines(actor=officer, plan_id=plan.pk, agencies=missing, **WHEN)


def test_nothing_changes_while_it_is_submitted(plan: InspectionPlan, officer: Actor) -> None:
    submit_plan(actor=officer, plan_id=plan.pk, **WHEN)
    with pytest.raises(DomainError, match="rút về dự thảo"):
        change_lines(actor=officer, plan_id=plan.pk, line_ids=ids(plan.lines.all()), values={"cost": 1}, **WHEN)
    return_plan(actor=officer, plan_id=plan.pk, **WHEN)
    assert change_lines(actor=officer, plan_id=plan.pk, line_ids=ids(plan.lines.all()), values={"cost": 1}, **WHEN)


def test_changes_after_approval_are_dated_with_a_reason(
    plan: InspectionPlan, bound: list[Agency], officer: Actor
) -> None:
    approved(plan, officer)
    line = plan.lines.get(agency=bound[0])
    with pytest.raises(DomainError, match="lý do điều chỉnh"):
        change_lines(actor=officer, plan_id=plan.pk, line_ids=[line.pk], values={"planned_month": 11}, **WHEN)
    with pytest.raises(DomainError, match="lý do điều chỉnh"):
        add_lines(actor=officer, plan_id=plan.pk, agencies=[bound[7]], **WHEN)
    change_lines(
        actor=officer, plan_id=plan.pk, line_ids=[line.pk], values={"planned_month": 11}, reason="CV 12/UBND", **WHEN
    )
    add_lines(actor=officer, plan_id=plan.pk, agencies=[bound[0]], order="CV 13/UBND", mode=Mode.ON_SITE, **WHEN)
    line.refresh_from_db()
    assert (line.planned_month, line.changed_on, line.change_reason) == (11, ON, "CV 12/UBND")
    unplanned = plan.lines.get(order="CV 13/UBND")
    assert unplanned.reason == "Kiểm tra đột xuất theo CV 13/UBND."
    assert [b for b in history.verify(None).breaks if "inspections" in b.where] == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"number": " "}, "number_missing"),
        ({"approved_on": date(2021, 6, 2)}, "in_future"),
        ({"approved_on": date(2019, 12, 31)}, "approved_too_early"),
    ],
)
def test_refuses_a_decision_that_cannot_be(
    plan: InspectionPlan, officer: Actor, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        approved(plan, officer, **fields)
    assert refused.value.code == code
    plan.refresh_from_db()
    assert plan.approved_on is None


def test_approval_performs_the_duty_of_the_plans_year(
    province: Agency, department: Agency, plan: InspectionPlan, officer: Actor
) -> None:
    OverseeingBody.objects.create(province=province, agency=department, valid_from=date(2010, 1, 1))
    seed_province(province=province, actor=SYSTEM, **WHEN)
    for year in (2020, 2021):
        open_year(province=province, year=year, actor=SYSTEM, on=date(year, 1, 1), at=AT)
    approved(plan, officer, approved_on=date(2020, 12, 28))
    duties = Duty.objects.filter(act="inspections.approve_plan").order_by("year")
    assert [(d.year, d.outcome, d.closed_on) for d in duties] == [(2020, "", None), (2021, "done", date(2021, 1, 1))]


def test_a_duty_opened_after_the_approval_is_closed_at_night(
    province: Agency, department: Agency, plan: InspectionPlan, officer: Actor
) -> None:
    approved(plan, officer)
    OverseeingBody.objects.create(province=province, agency=department, valid_from=date(2010, 1, 1))
    seed_province(province=province, actor=SYSTEM, **WHEN)
    open_year(province=province, year=2021, actor=SYSTEM, on=date(2021, 1, 1), at=AT)
    night: dict[str, Any] = {"province_id": province.pk, "actor": SYSTEM, **WHEN}
    assert [account_for_plans(**night), account_for_plans(**night)] == [1, 0]
    duty = Duty.objects.get(act="inspections.approve_plan")
    assert (duty.closed_on, duty.on_time) == (date(2021, 3, 15), True)


def test_a_line_shows_the_inspection_that_did_it(plan: InspectionPlan, bound: list[Agency]) -> None:
    by_file = plan.lines.filter(mode=Mode.BY_FILE).order_by("pk")
    on_site = plan.lines.filter(mode=Mode.ON_SITE).order_by("pk")
    seen = make_inspection(by_file[0].agency, inspected_on=date(2021, 4, 1))
    make_inspection(on_site[0].agency, inspected_on=date(2021, 4, 2), mode=Mode.BY_FILE)
    make_inspection(by_file[1].agency, inspected_on=date(2020, 4, 2), mode=Mode.BY_FILE)
    done = {line.pk: (line.done_on, line.done_by_id) for line in plan_lines(plan) if line.done_on}  # type: ignore[attr-defined]
    assert done == {by_file[0].pk: (date(2021, 4, 1), seen.pk)}


def test_an_unplanned_inspection_counts_only_since_its_order(
    plan: InspectionPlan, bound: list[Agency], officer: Actor
) -> None:
    make_inspection(bound[7], inspected_on=date(2021, 4, 1))
    add_lines(actor=officer, plan_id=plan.pk, agencies=[bound[7]], order="CV 13/UBND", mode=Mode.ON_SITE, **WHEN)
    line = plan_lines(plan).get(order="CV 13/UBND")
    assert line.done_on is None  # type: ignore[attr-defined]
    make_inspection(bound[7], inspected_on=ON)
    assert plan_lines(plan).get(order="CV 13/UBND").done_on == ON  # type: ignore[attr-defined]


def test_the_status_report_counts_approved_plans_of_its_year(
    province: Agency, plan: InspectionPlan, officer: Actor
) -> None:
    scope = Scope(officer, frozenset([province.pk]), date(2021, 1, 1), date(2021, 12, 31))
    before = Scope(officer, frozenset([province.pk]), date(2020, 1, 1), date(2020, 12, 31))
    assert PLANS.value(scope) == 0
    approved(plan, officer, approved_on=date(2020, 12, 28))
    assert (PLANS.value(scope), PLANS.value(before)) == (1, 0)
    assert PLANS.cells(scope, ["period"]) == {(2021,): 1}
