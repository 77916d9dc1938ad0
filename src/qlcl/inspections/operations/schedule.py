"""Schedules inspections: of lines of the approved plan, or unplanned ones on order; takes one off with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.inspections.enums import TOLD, Mode, Status
from qlcl.inspections.models import Inspection, PlanLine
from qlcl.inspections.operations.recording_cases import locked_case, record_case, reference
from qlcl.inspections.operations.recording_plans import locked_plan
from qlcl.inspections.operations.telling import tell_agency
from qlcl.inspections.policies import RECORDERS, can_record_inspections
from qlcl.inspections.queries.cases import editions_to_inspect
from qlcl.inspections.queries.plans import plan_lines
from qlcl.inspections.workflow import CASE
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import clean
from qlcl.kernel.workdays import add_months
from qlcl.kernel.workflow import advance
from qlcl.organisations import parameters
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import coverage_on, systems_by_agency

ACT = "inspections.schedule"
NOT_YOURS = "Chỉ cán bộ kiểm tra của tỉnh được mở cuộc kiểm tra."


@dataclass(frozen=True, slots=True)
class NewCase:
    """An inspection to be made: of a line of the plan, or unplanned on `order` (art. 34.3)."""

    agency: Agency
    mode: str
    line: PlanLine | None = None
    order: str = ""
    planned_from: date | None = None
    planned_until: date | None = None
    place: str = ""
    inspected_by: str = ""
    note: str = ""
    illustration: bool = False


@transaction.atomic
def schedule_inspections(
    *, actor: Actor, new: Sequence[NewCase], on: date, at: datetime, batch: str = ""
) -> list[Inspection]:
    """Prepares the inspections, each in the chain of the system that covers its agency on the first day planned.

    Circular 26/2014, arts. 33–34. The edition is that of the declaration in force, else the latest adopted one.
    Raises `Forbidden`, `nothing_selected`, `order_missing`, `days_reversed`, `no_system_on_day`, `line_dropped`,
    `line_scheduled`.
    """
    if not all(can_record_inspections(actor, item.agency.province_id) for item in new):
        raise Forbidden(NOT_YOURS)
    if not new:
        raise DomainError("nothing_selected", "Hãy chọn ít nhất một cơ quan chưa có cuộc kiểm tra.")
    coverages = systems_by_agency({item.agency.pk for item in new})
    rows = []
    for item in new:
        _check(item)
        day = item.planned_from or on
        coverage = coverage_on(coverages.get(item.agency.pk, []), day)
        if coverage is None:
            raise DomainError(
                "no_system_on_day",
                f"“{item.agency.name}” không có hệ thống quản lý chất lượng vào ngày {day:%d/%m/%Y}.",
                field="agency",
            )
        rows.append(_row(item, item.line.system_id if item.line else coverage.system_id))
    history.lock(*{history.system_chain(row.system_id) for row in rows})
    _refuse_scheduled(rows)
    _complete(rows, on)
    Inspection.objects.bulk_create(rows, batch_size=500)
    entries = [
        history.Entry(
            chain=history.system_chain(row.system_id), act=ACT, on=on,
            summary=f"Mở cuộc kiểm tra {row}{f' theo {row.order}' if row.order else ''}", subject=reference(row),
            changed=[row],
            payload={"agency": row.agency_id, "mode": row.mode, "line": row.plan_line_id, "edition": row.edition_id},
            post=actor.provincial_post(row.province_id, RECORDERS),
        )
        for row in rows
    ]  # fmt: skip
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return rows


@transaction.atomic
def schedule_lines(
    *,
    actor: Actor,
    plan_id: int,
    line_ids: Sequence[int],
    planned_from: date | None = None,
    planned_until: date | None = None,
    on: date,
    at: datetime,
    batch: str = "",
) -> list[Inspection]:
    """Prepares an inspection for each chosen line that stands and has none yet; the number of queries is fixed.

    Without days the line's hold, or its month. Raises `Unseen`, `Forbidden`, `plan_not_approved`,
    `nothing_selected`, and what `schedule_inspections` raises.
    """
    plan = locked_plan(actor, plan_id)
    if not plan.is_approved:
        raise DomainError(
            "plan_not_approved", "Kế hoạch chưa được phê duyệt; hãy ghi phê duyệt trước khi mở cuộc kiểm tra."
        )
    waiting = plan_lines(plan).filter(pk__in=line_ids, dropped_on__isnull=True, done_on__isnull=True)
    taken = Inspection.objects.filter(plan_line__plan=plan, voided_on__isnull=True).exclude(status=Status.CANCELLED)
    lines = waiting.exclude(pk__in=taken.values("plan_line_id"))
    new = []
    for line in lines:
        first, last = (planned_from, planned_until) if planned_from else days_of(line)
        new.append(
            NewCase(
                agency=line.agency, mode=line.mode, line=line, order=line.order, planned_from=first,
                planned_until=last, inspected_by=line.inspecting_unit, illustration=line.illustration,
            )
        )  # fmt: skip
    return schedule_inspections(actor=actor, new=new, on=on, at=at, batch=batch)


def days_of(line: PlanLine) -> tuple[date | None, date | None]:
    """The days that a line plans: its own, else the whole of its month."""
    if line.planned_from or line.planned_month is None:
        return line.planned_from, line.planned_until
    first = date(line.plan.year, line.planned_month, 1)
    return first, add_months(first, 1) - timedelta(days=1)


@transaction.atomic
def reschedule_inspection(
    *,
    actor: Actor,
    inspection_id: int,
    planned_from: date,
    planned_until: date | None = None,
    place: str = "",
    reason: str = "",
    on: date,
    at: datetime,
    seen: int | None = None,
) -> Inspection:
    """Sets when and where; once there is a decision, only with a reason.

    Raises `Unseen`, `Stale`, `Forbidden`, `already_made`, `days_reversed`, `reason_missing`.
    """
    inspection = locked_case(actor, inspection_id, seen)
    if not can_record_inspections(actor, inspection.province_id):
        raise Forbidden(NOT_YOURS)
    if inspection.status not in (Status.PLANNED, Status.DECIDED, Status.ANNOUNCED):
        raise DomainError("already_made", "Cuộc kiểm tra đã tiến hành hoặc đã kết thúc; không đổi lịch được nữa.")
    _refuse_reversed(planned_from, planned_until)
    if inspection.status != Status.PLANNED and not clean(reason):
        raise DomainError("reason_missing", "Đã có quyết định kiểm tra: cần ghi lý do đổi lịch.", field="reason")
    inspection.planned_from, inspection.planned_until = planned_from, planned_until
    inspection.place = clean(place)[:250]
    inspection.save(update_fields=["planned_from", "planned_until", "place"])
    why = f": {clean(reason)}" if clean(reason) else ""
    record_case(
        inspection=inspection, act="inspections.reschedule",
        summary=f"Xếp ngày kiểm tra {planned_from:%d/%m/%Y}{why}", actor=actor, on=on, at=at,
    )  # fmt: skip
    return inspection


@transaction.atomic
def cancel_inspection(*, actor: Actor, inspection_id: int, reason: str, on: date, at: datetime) -> Inspection:
    """The inspection will not be made; its duties end with it. Raises `Unseen`, `reason_missing`, `wrong_state`."""
    inspection = locked_case(actor, inspection_id)
    told = inspection.status in TOLD
    advance(CASE, inspection, "inspections.cancel", actor=actor)
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do hủy cuộc kiểm tra.", field="reason")
    inspection.cancel_reason = clean(reason)[:300]
    inspection.save(update_fields=["status", "cancel_reason"])
    event = record_case(
        inspection=inspection, act="inspections.cancel", summary=f"Hủy cuộc kiểm tra: {inspection.cancel_reason}",
        actor=actor, on=on, at=at,
    )  # fmt: skip
    waiting = Duty.objects.filter(subject_kind="inspection", subject_id=inspection.pk)
    cancel(
        duties=waiting, reason=f"Cuộc kiểm tra đã hủy: {inspection.cancel_reason}"[:500], actor=actor, on=on, at=at,
        event=event.pk,
    )  # fmt: skip
    if told:
        said = f"Cuộc kiểm tra đã hủy: {inspection.cancel_reason}"
        tell_agency(inspection=inspection, text=said[:300], actor=actor, on=on, at=at)
    return inspection


def _check(item: NewCase) -> None:
    _refuse_reversed(item.planned_from, item.planned_until)
    if item.line is None and not clean(item.order):
        raise DomainError(
            "order_missing",
            "Kiểm tra ngoài kế hoạch cần văn bản chỉ đạo của Ủy ban nhân dân tỉnh (số, ký hiệu, ngày).",
            field="order",
        )
    if item.line is not None and item.line.dropped_on is not None:
        raise DomainError("line_dropped", f"“{item.agency.name}” đã được đưa ra khỏi kế hoạch.")


def _refuse_reversed(first: date | None, last: date | None) -> None:
    if last is not None and (first is None or last < first):
        raise DomainError("days_reversed", "Đến ngày phải từ ngày bắt đầu trở đi.", field="planned_until")


def _row(item: NewCase, system_id: int) -> Inspection:
    return Inspection(
        system_id=system_id, agency=item.agency, province_id=item.agency.province_id, mode=item.mode,
        status=Status.PLANNED, plan_line=item.line, order=clean(item.order)[:200], planned_from=item.planned_from,
        planned_until=item.planned_until, place=clean(item.place)[:250] or _office(item),
        inspected_by=clean(item.inspected_by)[:250], note=item.note, illustration=item.illustration,
    )  # fmt: skip


def _office(item: NewCase) -> str:
    return f"Trụ sở {item.agency.short_name}"[:250] if item.mode == Mode.ON_SITE else ""


def _refuse_scheduled(rows: Sequence[Inspection]) -> None:
    ids = [row.plan_line_id for row in rows if row.plan_line_id]
    taken = Inspection.objects.filter(plan_line_id__in=ids, voided_on__isnull=True).exclude(status=Status.CANCELLED)
    known = taken.select_related("agency").first()
    if known is not None:
        raise DomainError("line_scheduled", f"Dòng kế hoạch này đã có cuộc kiểm tra: {known}.")
    ordered = {_told(row) for row in rows if not row.plan_line_id}
    waiting = Inspection.objects.live().filter(agency__in=[told[0] for told in ordered], status=Status.PLANNED)
    for row in waiting.select_related("agency") if ordered else ():
        if _told(row) in ordered:  # a form sent twice
            raise DomainError("order_scheduled", f"Đã mở cuộc kiểm tra này theo cùng văn bản: {row}.")


def _told(row: Inspection) -> tuple[int, str, str, date | None]:
    """What tells inspections on order apart."""
    return row.agency_id, row.order, row.mode, row.planned_from


def _complete(rows: Sequence[Inspection], on: date) -> None:
    """Edition and inspecting unit where none is given."""
    editions = editions_to_inspect([(row.system_id, row.planned_from or on) for row in rows], on)
    units: Mapping[int, str] = {
        province: parameters.values(province, on, ["inspections.unit"])["inspections.unit"]
        for province in {row.province_id for row in rows if not row.inspected_by}
    }
    for row in rows:
        row.edition = editions[row.system_id]
        row.inspected_by = row.inspected_by or units[row.province_id][:250]
