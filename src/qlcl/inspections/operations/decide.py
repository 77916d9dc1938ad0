"""Decides an inspection on site (Form 20), writes its programme, announces the decision (Circular 26/2014, art. 37)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.inspections.enums import Part, Status
from qlcl.inspections.models import Inspection, ProgrammeLine
from qlcl.inspections.operations.keep_papers import new_paper
from qlcl.inspections.operations.recording_cases import locked_case, record_case
from qlcl.inspections.operations.telling import tell_agency
from qlcl.inspections.policies import can_lead
from qlcl.inspections.queries.cases import team_standing
from qlcl.inspections.workflow import CASE, require
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.models import StoredFile
from qlcl.kernel.text import clean
from qlcl.kernel.workflow import advance

MAX_LINES = 100


@dataclass(frozen=True, slots=True)
class Session:
    """One line of a programme."""

    held_on: date
    hours: str
    content: str
    place: str = ""
    members: str = ""


@transaction.atomic
def decide_inspection(
    *,
    actor: Actor,
    inspection_id: int,
    number: str,
    decided_on: date,
    planned_from: date,
    planned_until: date | None = None,
    place: str = "",
    file: StoredFile | None = None,
    on: date,
    at: datetime,
) -> Inspection:
    """Records the decision; the agency sees the inspection from now on.

    Raises `Unseen`, `Forbidden`, `wrong_state`, `guards` with what the team lacks, `number_missing`, `in_future`,
    `decided_late`, `days_reversed`.
    """
    inspection = locked_case(actor, inspection_id)
    advance(CASE, inspection, "inspections.decide", actor=actor)
    if not clean(number):
        raise DomainError("number_missing", "Cần ghi số, ký hiệu quyết định kiểm tra.", field="number")
    if decided_on > on:
        raise DomainError("in_future", "Ngày quyết định không được sau hôm nay.", field="decided_on")
    if planned_from < decided_on:
        raise DomainError("decided_late", "Ngày kiểm tra phải từ ngày quyết định trở đi.", field="planned_from")
    if planned_until is not None and planned_until < planned_from:
        raise DomainError("days_reversed", "Đến ngày phải từ ngày bắt đầu trở đi.", field="planned_until")
    require(team_standing(inspection, planned_from).faults)
    inspection.decision_number, inspection.decision_date = clean(number)[:80], decided_on
    inspection.planned_from, inspection.planned_until = planned_from, planned_until
    inspection.place = clean(place)[:250] or inspection.place
    inspection.save(
        update_fields=["status", "decision_number", "decision_date", "planned_from", "planned_until", "place"]
    )
    papers = new_paper(
        inspection, Part.DECISION, "Quyết định kiểm tra", file, actor, on, number=number, dated_on=decided_on
    )
    record_case(
        inspection=inspection, act="inspections.decide",
        summary=f"Quyết định kiểm tra số {inspection.decision_number} ngày {decided_on:%d/%m/%Y}", actor=actor,
        on=decided_on, at=at, changed=papers,
    )  # fmt: skip
    said = f"Có quyết định kiểm tra số {inspection.decision_number}; Đoàn kiểm tra đến từ {planned_from:%d/%m/%Y}"
    tell_agency(inspection=inspection, text=said, actor=actor, on=on, at=at)
    return inspection


@transaction.atomic
def announce_decision(
    *, actor: Actor, inspection_id: int, file: StoredFile | None = None, on: date, at: datetime
) -> Inspection:
    """Records that the decision was announced to the agency, which is minuted itself (art. 37.2).

    Raises `Unseen`, `Forbidden`, `wrong_state`, `before_decision`.
    """
    inspection = locked_case(actor, inspection_id)
    advance(CASE, inspection, "inspections.announce", actor=actor)
    _refuse_before_decision(inspection, on)
    inspection.announced_on = on
    inspection.save(update_fields=["status", "announced_on"])
    papers = new_paper(inspection, Part.OTHER, "Biên bản công bố quyết định kiểm tra", file, actor, on, dated_on=on)
    record_case(
        inspection=inspection, act="inspections.announce", summary="Công bố quyết định kiểm tra", actor=actor, on=on,
        at=at, changed=papers,
    )  # fmt: skip
    return inspection


def _refuse_before_decision(inspection: Inspection, on: date) -> None:
    if inspection.decision_date is not None and on < inspection.decision_date:
        raise DomainError(
            "before_decision", f"Ngày này phải từ ngày quyết định {inspection.decision_date:%d/%m/%Y}.", field="on"
        )


@transaction.atomic
def set_programme(
    *,
    actor: Actor,
    inspection_id: int,
    sessions: Sequence[Session],
    on: date,
    at: datetime,
    seen: int | None = None,
) -> list[ProgrammeLine]:
    """Writes the whole programme anew, in the given order.

    Raises `Unseen`, `Stale`, `Forbidden`, `already_made`, `programme_empty`, `programme_too_long`.
    """
    inspection = locked_case(actor, inspection_id, seen)
    if not can_lead(actor, inspection):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh, Trưởng đoàn, Thư ký được lập chương trình kiểm tra.")
    if inspection.status not in (Status.PLANNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING):
        raise DomainError("already_made", "Cuộc kiểm tra đã kết luận; chương trình không sửa được nữa.")
    kept = [session for session in sessions if clean(session.content)]
    if not kept:
        raise DomainError("programme_empty", "Chương trình phải có ít nhất một nội dung.")
    if len(kept) > MAX_LINES:
        raise DomainError("programme_too_long", f"Chương trình có quá {MAX_LINES} dòng.")
    removed = list(inspection.programme.all())
    keys = [row.pk for row in removed]
    inspection.programme.all().delete()
    for row, key in zip(removed, keys, strict=True):
        row.pk = key
    lines = [
        ProgrammeLine(
            inspection=inspection, position=number, held_on=s.held_on, hours=clean(s.hours)[:60],
            content=clean(s.content)[:500], place=clean(s.place)[:250], members=clean(s.members)[:300],
        )
        for number, s in enumerate(kept, start=1)
    ]  # fmt: skip
    ProgrammeLine.objects.bulk_create(lines)
    record_case(
        inspection=inspection, act="inspections.set_programme", summary=f"Chương trình kiểm tra: {len(lines)} nội dung",
        actor=actor, on=on, at=at, changed=lines, removed=removed,
    )  # fmt: skip
    return lines
