"""Adjusts the plan of a year: schedules, adds and drops agencies; after approval each change is dated with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.inspections.enums import Mode, PlanStatus
from qlcl.inspections.models import InspectionPlan, PlanLine
from qlcl.inspections.operations.recording_plans import locked_plan, record_plan
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.text import clean
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import coverage_on, systems_by_agency

#: What of a line may be changed by hand.
SCHEDULE = ("mode", "planned_month", "planned_from", "planned_until", "inspecting_unit", "cooperating_unit", "cost")


@transaction.atomic
def change_lines(
    *,
    actor: Actor,
    plan_id: int,
    line_ids: Sequence[int],
    values: Mapping[str, Any],
    reason: str = "",
    on: date,
    at: datetime,
    seen: int | None = None,
) -> list[PlanLine]:
    """Sets those fields (`SCHEDULE`) of those lines; returns the lines that changed.

    Raises `Unseen`, `Forbidden`, `Stale`, `plan_submitted`, `reason_missing`, `nothing_selected`, `days_reversed`,
    `day_outside_year`.
    """
    plan = locked_plan(actor, plan_id, seen)
    reason = _guarded_reason(plan, reason)
    lines = _standing(plan, line_ids)
    changed = []
    for line in lines:
        before = [getattr(line, name) for name in SCHEDULE]
        for name in SCHEDULE:
            setattr(line, name, values.get(name, getattr(line, name)))
        if before != [getattr(line, name) for name in SCHEDULE]:
            _refuse_days(plan, line)
            _date(plan, line, reason, on)
            changed.append(line)
    if changed:
        PlanLine.objects.bulk_update(changed, [*SCHEDULE, "changed_on", "change_reason"], batch_size=500)
        summary = f"Điều chỉnh {len(changed)} cơ quan trong {str(plan).lower()}"
        _record(plan, _with(summary, reason), actor, on, at, changed)
    return changed


@transaction.atomic
def drop_lines(
    *, actor: Actor, plan_id: int, line_ids: Sequence[int], reason: str, on: date, at: datetime
) -> list[PlanLine]:
    """Takes agencies out of the plan; the lines stay, with the day and the reason.

    Raises `Unseen`, `Forbidden`, `plan_submitted`, `reason_missing`, `nothing_selected`.
    """
    plan = locked_plan(actor, plan_id)
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do đưa cơ quan ra khỏi kế hoạch.", field="reason")
    reason = _guarded_reason(plan, reason)
    lines = _standing(plan, line_ids)
    for line in lines:
        line.dropped_on, line.change_reason = on, reason
        line.changed_on = on if plan.is_approved else None
    PlanLine.objects.bulk_update(lines, ["dropped_on", "changed_on", "change_reason"], batch_size=500)
    _record(plan, f"Đưa {len(lines)} cơ quan ra khỏi {str(plan).lower()}: {reason}", actor, on, at, lines)
    return lines


@transaction.atomic
def add_lines(
    *,
    actor: Actor,
    plan_id: int,
    agencies: Sequence[Agency],
    mode: str = Mode.BY_FILE,
    planned_month: int | None = None,
    inspecting_unit: str = "",
    order: str = "",
    reason: str = "",
    on: date,
    at: datetime,
) -> list[PlanLine]:
    """Adds agencies; with `order`, an unplanned inspection told by the People's Committee (art. 34.3).

    After approval only with a reason or an order. Raises `Unseen`, `Forbidden`, `plan_submitted`, `reason_missing`,
    `nothing_selected`, `no_system_on_day`, `line_known`.
    """
    plan = locked_plan(actor, plan_id)
    order = clean(order)[:200]
    reason = _guarded_reason(plan, reason or order)
    if not agencies or any(a.province_id != plan.province_id for a in agencies):
        raise DomainError("nothing_selected", "Hãy chọn ít nhất một cơ quan của tỉnh.", field="agency")
    covered = systems_by_agency({agency.pk for agency in agencies})
    planned = set(plan.lines.filter(dropped_on__isnull=True, order="").values_list("system_id", flat=True))
    lines = []
    for agency in agencies:
        coverage = coverage_on(covered.get(agency.pk, []), min(max(on, date(plan.year, 1, 1)), date(plan.year, 12, 31)))
        if coverage is None:
            raise DomainError(
                "no_system_on_day", f"“{agency.name}” không có hệ thống quản lý chất lượng đang sống.", field="agency"
            )
        if not order and coverage.system_id in planned:
            raise DomainError("line_known", f"“{agency.name}” đã có trong kế hoạch.", field="agency")
        planned.add(coverage.system_id)
        lines.append(
            PlanLine(
                plan=plan, agency=agency, system_id=coverage.system_id, mode=mode, planned_month=planned_month,
                inspecting_unit=inspecting_unit[:200], order=order, added_on=on, illustration=plan.illustration,
                reason=f"Kiểm tra đột xuất theo {order}." if order else "Cán bộ đầu mối đưa vào.",
                changed_on=on if plan.is_approved else None, change_reason=reason if plan.is_approved else "",
            )
        )  # fmt: skip
    PlanLine.objects.bulk_create(lines)
    _record(plan, _with(f"Thêm {len(lines)} cơ quan vào {str(plan).lower()}", reason), actor, on, at, lines)
    return lines


def _guarded_reason(plan: InspectionPlan, reason: str) -> str:
    """The reason, cleaned; after approval there must be one. Nothing is changed while the plan is submitted."""
    if plan.status == PlanStatus.SUBMITTED:
        raise DomainError("plan_submitted", "Kế hoạch đang trình phê duyệt; hãy rút về dự thảo trước khi sửa.")
    if plan.is_approved and not clean(reason):
        raise DomainError(
            "reason_missing", "Kế hoạch đã phê duyệt: cần ghi lý do điều chỉnh (số, ký hiệu văn bản).", field="reason"
        )
    return clean(reason)[:400]


def _standing(plan: InspectionPlan, line_ids: Sequence[int]) -> list[PlanLine]:
    lines = list(plan.lines.select_related("agency").filter(pk__in=line_ids, dropped_on__isnull=True).order_by("pk"))
    if not lines:
        raise DomainError("nothing_selected", "Hãy chọn ít nhất một cơ quan còn trong kế hoạch.")
    return lines


def _refuse_days(plan: InspectionPlan, line: PlanLine) -> None:
    if line.planned_until and (line.planned_from is None or line.planned_until < line.planned_from):
        raise DomainError("days_reversed", "Đến ngày phải từ ngày bắt đầu trở đi.", field="planned_until")
    for name in ("planned_from", "planned_until"):
        day = getattr(line, name)
        if day and day.year != plan.year:
            raise DomainError("day_outside_year", f"Ngày kiểm tra phải thuộc năm {plan.year}.", field=name)
    if line.planned_from:
        line.planned_month = line.planned_from.month


def _date(plan: InspectionPlan, line: PlanLine, reason: str, on: date) -> None:
    if plan.is_approved:
        line.changed_on, line.change_reason = on, reason


def _with(summary: str, reason: str) -> str:
    return f"{summary}: {reason}" if reason else summary


def _record(
    plan: InspectionPlan, summary: str, actor: Actor, on: date, at: datetime, lines: Sequence[PlanLine]
) -> None:
    record_plan(plan=plan, act="inspections.change_plan", summary=summary, actor=actor, on=on, at=at, lines=lines)
