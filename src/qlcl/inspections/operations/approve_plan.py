"""The way of a plan to its approval by the province's People's Committee (Circular 26/2014, art. 34)."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import Duty
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.inspections.enums import PlanStatus
from qlcl.inspections.models import InspectionPlan
from qlcl.inspections.operations.recording_plans import locked_plan, record_plan
from qlcl.inspections.queries.plans import plan_check
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.models import Event, StoredFile
from qlcl.kernel.text import clean

ACT = "inspections.approve_plan"


@transaction.atomic
def submit_plan(*, actor: Actor, plan_id: int, on: date, at: datetime) -> InspectionPlan:
    """The draft goes to the People's Committee and is not changed any more. Raises `plan_not_draft`, `plan_empty`."""
    plan = locked_plan(actor, plan_id)
    if plan.status != PlanStatus.DRAFT:
        raise DomainError("plan_not_draft", "Chỉ trình được kế hoạch đang là dự thảo.")
    if not plan.lines.filter(dropped_on__isnull=True).exists():
        raise DomainError("plan_empty", "Kế hoạch chưa có cơ quan nào.")
    plan.status, plan.submitted_on = PlanStatus.SUBMITTED, on
    plan.save(update_fields=["status", "submitted_on"])
    record_plan(
        plan=plan, act="inspections.submit_plan", summary=f"Trình {str(plan).lower()}", actor=actor, on=on, at=at
    )
    return plan


@transaction.atomic
def return_plan(*, actor: Actor, plan_id: int, on: date, at: datetime) -> InspectionPlan:
    """What was submitted becomes a draft again, to be corrected. Raises `plan_not_submitted`."""
    plan = locked_plan(actor, plan_id)
    if plan.status != PlanStatus.SUBMITTED:
        raise DomainError("plan_not_submitted", "Chỉ rút được kế hoạch đã trình, chưa phê duyệt.")
    plan.status, plan.submitted_on = PlanStatus.DRAFT, None
    plan.save(update_fields=["status", "submitted_on"])
    record_plan(
        plan=plan,
        act="inspections.return_plan",
        summary=f"Rút {str(plan).lower()} về dự thảo",
        actor=actor,
        on=on,
        at=at,
    )
    return plan


@transaction.atomic
def approve_plan(
    *,
    actor: Actor,
    plan_id: int,
    number: str,
    approved_on: date,
    file: StoredFile | None = None,
    rule_reason: str = "",
    on: date,
    at: datetime,
) -> InspectionPlan:
    """Records the decision that approved the plan, which performs the province's duty of the year.

    Raises `plan_not_submitted`, `number_missing`, `in_future`, `approved_too_early`, `approved_after_year`, and
    `rule_broken` when art. 33.2 is not kept and no reason is given.
    """
    plan = locked_plan(actor, plan_id)
    if plan.status != PlanStatus.SUBMITTED:
        raise DomainError("plan_not_submitted", "Hãy trình kế hoạch trước khi ghi phê duyệt.")
    _refuse_decision(plan, number, approved_on, on)
    if plan_check(plan).broken and not clean(rule_reason):
        raise DomainError(
            "rule_broken",
            "Kế hoạch chưa đủ theo Điều 33 khoản 2 Thông tư 26/2014/TT-BKHCN; cần ghi lý do.",
            field="rule_reason",
        )
    plan.status, plan.number, plan.approved_on = PlanStatus.APPROVED, clean(number)[:80], approved_on
    plan.file, plan.rule_reason = file, clean(rule_reason)[:500]
    plan.save(update_fields=["status", "number", "approved_on", "file", "rule_reason"])
    summary = f"{plan} được phê duyệt tại Quyết định số {plan.number} ngày {approved_on:%d/%m/%Y}"
    event = record_plan(
        plan=plan, act=ACT, summary=summary, actor=actor, on=approved_on, at=at, more=[file] if file else []
    )
    _discharge(plan, event.pk, actor, at)
    return plan


def _refuse_decision(plan: InspectionPlan, number: str, approved_on: date, on: date) -> None:
    if not clean(number):
        raise DomainError("number_missing", "Cần ghi số, ký hiệu quyết định phê duyệt.", field="number")
    if approved_on > on:
        raise DomainError("in_future", "Ngày phê duyệt không được sau hôm nay.", field="approved_on")
    if approved_on.year < plan.year - 1:
        raise DomainError("approved_too_early", f"Ngày phê duyệt quá sớm cho năm {plan.year}.", field="approved_on")
    if approved_on.year > plan.year:
        raise DomainError(
            "approved_after_year", f"Kế hoạch năm {plan.year} phải được phê duyệt trong năm.", field="approved_on"
        )


@transaction.atomic
def account_for_plans(*, province_id: int, actor: Actor, on: date, at: datetime) -> int:
    """Closes duties that were opened after the plan of their year had been approved; nightly, repeatable."""
    waiting = Duty.objects.open().filter(act=ACT, system__province=province_id, period_from__lte=on)
    years = set(waiting.exclude(year=None).values_list("year", flat=True))
    closed = 0
    for plan in InspectionPlan.objects.filter(province=province_id, year__in=years, status=PlanStatus.APPROVED):
        event = Event.objects.filter(act=ACT, subject_kind="inspection_plan", subject_id=plan.pk).order_by("pk").last()
        closed += _discharge(plan, event.pk, actor, at) if event else 0
    return closed


def _discharge(plan: InspectionPlan, event: int, actor: Actor, at: datetime) -> int:
    """Closes the duty of the plan's year; a plan approved before its year counts from 1 January."""
    approved_on = plan.approved_on or plan.proposed_on
    day = max(approved_on, date(plan.year, 1, 1))
    duties = Duty.objects.filter(act=ACT, year=plan.year, system__province=plan.province_id)
    systems = set(duties.values_list("system_id", flat=True))
    return discharge(facts=[Fact(system, ACT, None, day, event) for system in systems], actor=actor, at=at)
