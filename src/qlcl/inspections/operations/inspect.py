"""Starts an inspection on site with its checklists, and concludes it (Circular 26/2014, arts. 36, 37)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.assessments.enums import Shipped
from qlcl.assessments.models import Checklist
from qlcl.assessments.operations.conclude_checklist import conclude_checklist
from qlcl.assessments.operations.start_checklist import start_checklist
from qlcl.assessments.queries import previous_of, set_in_use
from qlcl.corrective.models import Nonconformity
from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.recording_cases import locked_case, record_case, reference
from qlcl.inspections.operations.set_team import hand_checklists
from qlcl.inspections.queries.cases import outstanding, team_standing
from qlcl.inspections.queries.follow_up import guards_of_last_time
from qlcl.inspections.workflow import CASE, require
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.workflow import advance

DEFAULT_SETS = (Shipped.ARTICLE_36.value,)


@transaction.atomic
def start_inspection(
    *,
    actor: Actor,
    inspection_id: int,
    set_codes: Sequence[str] = DEFAULT_SETS,
    on: date,
    at: datetime,
    batch: str = "",
) -> list[Checklist]:
    """Opens a checklist for each set, last time's findings beside its questions, and hands them to the team.

    Raises `Unseen`, `Forbidden`, `wrong_state`, `guards` with what the team lacks, `before_decision`, `no_set`.
    """
    inspection = locked_case(actor, inspection_id)
    advance(CASE, inspection, "inspections.start", actor=actor)
    if inspection.decision_date is not None and on < inspection.decision_date:
        raise DomainError(
            "before_decision", f"Ngày này phải từ ngày quyết định {inspection.decision_date:%d/%m/%Y}.", field="on"
        )
    if inspection.announced_on is not None and on < inspection.announced_on:
        raise DomainError(
            "before_announcement", f"Ngày này phải từ ngày công bố {inspection.announced_on:%d/%m/%Y}.", field="on"
        )
    require(team_standing(inspection, on).faults)
    inspection.save(update_fields=["status"])
    checklists = [_open(inspection, code, actor, on, at, batch) for code in dict.fromkeys(set_codes)]
    if not checklists:
        raise DomainError("no_set", "Hãy chọn ít nhất một bộ câu hỏi.", field="sets")
    record_case(
        inspection=inspection, act="inspections.start", summary=f"Bắt đầu kiểm tra với {len(checklists)} phiếu kiểm",
        actor=actor, on=on, at=at, payload={"checklists": [row.pk for row in checklists]}, batch=batch,
    )  # fmt: skip
    hand_checklists(inspection=inspection, actor=actor, on=on, at=at)
    return checklists


def _open(inspection: Inspection, code: str, actor: Actor, on: date, at: datetime, batch: str) -> Checklist:
    found = set_in_use(code, inspection.province_id)
    if found is None:
        raise DomainError("no_set", f"Không có bộ câu hỏi “{code}” đang dùng.", field="sets")
    return start_checklist(
        actor=actor, set=found, system=inspection.system, agency=inspection.agency, occasion=reference(inspection),
        previous=previous_of(inspection.system_id, code), on=on, at=at, illustration=inspection.illustration,
        batch=batch, trusted=True,
    )  # fmt: skip


@transaction.atomic
def conclude_inspection(
    *,
    actor: Actor,
    inspection_id: int,
    inspected_on: date | None = None,
    on: date,
    at: datetime,
    batch: str = "",
) -> Inspection:
    """Concludes every checklist: each finding becomes a nonconformity, and the inspection stands in the register.

    What earlier inspections left open has got a verdict before (Circular 26/2014, art. 37).
    `inspected_on`: the day in the register; the first day on site unless told. Raises `Unseen`, `Forbidden`,
    `wrong_state`, `guards` with all that is outstanding, `in_future`, `before_start`, `inspection_known`.
    """
    inspection = locked_case(actor, inspection_id)
    advance(CASE, inspection, "inspections.conclude", actor=actor)
    rows = Checklist.objects.of_occasion("inspection", inspection.pk).select_related("set", "agency").order_by("pk")
    checklists = list(rows)
    require([*outstanding(checklists), *guards_of_last_time(inspection)])
    started = min(row.opened_on for row in checklists)
    day = inspected_on or started
    if day < started or on < day:
        raise DomainError(
            "before_start", f"Ngày kiểm tra phải từ {started:%d/%m/%Y} đến {on:%d/%m/%Y}.", field="inspected_on"
        )
    _refuse_known(inspection, day)
    for row in checklists:
        conclude_checklist(actor=actor, checklist_id=row.pk, on=on, at=at, batch=batch, trusted=True)
    found = Nonconformity.objects.of_source("inspection", inspection.pk).count()
    inspection.inspected_on, inspection.concluded_on = day, on
    inspection.save(update_fields=["status", "inspected_on", "concluded_on"])
    event = record_case(
        inspection=inspection, act="inspections.conclude", summary=f"Kết luận kiểm tra: {found} điểm không phù hợp",
        actor=actor, on=on, at=at, payload={"findings": found}, batch=batch,
    )  # fmt: skip
    spare_file_report(inspection=inspection, actor=actor, on=on, at=at, event=event.pk)
    return inspection


def spare_file_report(*, inspection: Inspection, actor: Actor, on: date, at: datetime, event: int) -> None:
    """Whoever was visited this year need not send the yearly file as well (art. 33.2: at least by file)."""
    day = inspection.inspected_on
    if day is None:
        return
    waiting = Duty.objects.filter(system=inspection.system_id, act="inspections.file_report", year=day.year)
    reason = f"Đã kiểm tra tại trụ sở ngày {day:%d/%m/%Y}."
    cancel(duties=waiting.filter(subject_kind=""), reason=reason, actor=actor, on=on, at=at, event=event)


def _refuse_known(inspection: Inspection, day: date) -> None:
    same = Inspection.objects.standing().filter(agency=inspection.agency_id, inspected_on=day, mode=inspection.mode)
    if same.exclude(pk=inspection.pk).exists():
        raise DomainError(
            "inspection_known", f"Sổ kiểm tra đã có lượt kiểm tra cơ quan này ngày {day:%d/%m/%Y}.",
            field="inspected_on",
        )  # fmt: skip
