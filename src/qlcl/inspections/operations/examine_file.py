"""The province examines a file item by item; it is accepted, or goes back with reasons and a new date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from qlcl.duties.operations.open_duties import open_duties
from qlcl.inspections.by_file import MAX_REASON, MAX_WORDS, VERDICTS, fingerprint, state_of
from qlcl.inspections.enums import ItemState, Status
from qlcl.inspections.models import FileItem, FileSubmission, Inspection
from qlcl.inspections.operations.prepare_file import proof_counts
from qlcl.inspections.operations.reading_files import codes, due_day, items_of, locked_file
from qlcl.inspections.operations.recording_cases import record_case
from qlcl.inspections.operations.request_files import duty_of
from qlcl.inspections.operations.telling import tell_agencies
from qlcl.inspections.policies import can_prepare
from qlcl.inspections.queries.files import said_of
from qlcl.inspections.workflow import CASE
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.text import clean, nfc
from qlcl.kernel.workflow import Incomplete, advance

EXAMINE, RETURN = "inspections.examine_file", "inspections.return_file"
RETURN_DAYS = "inspections.return_days"


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What the officer says of one item; an empty `state` takes back what was said. `shown` as in `ItemAnswer`."""

    item_id: int
    state: str
    note: str = ""
    shown: str | None = None


@transaction.atomic
def examine_file(
    *, actor: Actor, inspection_id: int, verdicts: Sequence[ItemVerdict], on: date, at: datetime
) -> tuple[list[FileItem], list[FileItem]]:
    """Says of items whether they conform, fall short or go back; gives (written, overtaken by somebody else).

    Circular 26/2014, art. 36. Raises `Forbidden`, `Unseen`, `not_examined_now`, `note_missing`, `verdict_unknown`.
    """
    inspection = locked_file(actor, inspection_id)
    if not can_prepare(actor, inspection):
        raise Forbidden("Hồ sơ do cán bộ kiểm tra của tỉnh xem.")
    if inspection.status != Status.SUBMITTED:
        raise DomainError("not_examined_now", f"Hồ sơ đang ở trạng thái “{inspection.get_status_display()}”.")
    items = {item.pk: item for item in items_of(inspection)}
    proofs = proof_counts(items)
    saved: list[FileItem] = []
    overtaken: list[FileItem] = []
    for verdict in verdicts:
        item = items.get(verdict.item_id)
        if item is None:
            raise Unseen("Không tìm thấy nội dung hồ sơ này.")
        outcome = _take(item, verdict, actor, proofs[item.pk])
        if outcome is not False:
            (overtaken if outcome is None else saved).append(item)
    if saved:
        FileItem.objects.bulk_update(saved, ["state", "examined_note", "examined_by", "returned_reason"])
        record_case(
            inspection=inspection, act=EXAMINE, summary=f"Xem hồ sơ: {codes(saved)}", actor=actor, on=on, at=at,
            changed=saved,
        )  # fmt: skip
    return saved, overtaken


def verdict_of(item: FileItem) -> tuple[str, str]:
    """What the examination says of an item so far: (verdict or "", words)."""
    if item.state == ItemState.RETURNED:
        return item.state, item.returned_reason
    return (item.state, item.examined_note) if item.state in VERDICTS else ("", item.examined_note)


def _take(item: FileItem, verdict: ItemVerdict, actor: Actor, proofs: int) -> bool | None:
    """Takes the verdict: True when it changed, False when not, None when somebody else was faster."""
    new = (verdict.state, nfc(verdict.note).replace("\r\n", "\n").strip())
    if new == verdict_of(item) or (verdict.shown is not None and fingerprint(*new) == verdict.shown):
        return False
    if verdict.shown is not None and fingerprint(*verdict_of(item)) != verdict.shown:
        return None
    state, note = new
    if state and state not in VERDICTS:
        raise DomainError("verdict_unknown", "Kết quả xem phải là đạt, chưa đạt hoặc trả lại.")
    if state in (ItemState.FALLS_SHORT, ItemState.RETURNED) and not note:
        raise DomainError("note_missing", f"Nội dung {item.code}: cần ghi vì sao chưa đạt, vì sao trả lại.")
    if len(note) > (MAX_REASON if state == ItemState.RETURNED else MAX_WORDS):
        raise DomainError("words_too_long", f"Nội dung {item.code}: nhận xét dài quá.")
    item.examined_by = actor.name[:200] if state else ""
    item.state = state or state_of(said_of(item, proofs))
    item.returned_reason = note if state == ItemState.RETURNED else ""
    item.examined_note = "" if state == ItemState.RETURNED else note
    return True


@transaction.atomic
def return_file(
    *,
    actor: Actor,
    inspection_id: int,
    due_on: date | None = None,
    number: str = "",
    reason: str = "",
    on: date,
    at: datetime,
    seen: int | None = None,
) -> FileSubmission:
    """Sends the items marked so back, with their reasons and a new date; only they may be changed.

    Raises `Unseen`, `Stale`, `Forbidden`, `wrong_state`, `incomplete` when no item goes back, `due_too_early`.
    """
    inspection = locked_file(actor, inspection_id, seen)
    advance(CASE, inspection, RETURN, actor=actor)
    items = items_of(inspection)
    back = [item for item in items if item.state == ItemState.RETURNED]
    if not back:
        raise Incomplete("incomplete", "Chưa có nội dung nào ghi trả lại; hãy ghi ít nhất một nội dung, có lý do.")
    due = due_day(inspection.province_id, on, due_on, RETURN_DAYS, on)
    submission = last_submission(inspection)
    words = [f"{item.code}: {item.returned_reason}" for item in back]
    letter = [f"Văn bản số {clean(number)[:80]}"] if clean(number) else []
    submission.returned_on, submission.new_due_on = on, due
    submission.returned_reason = "\n".join([*letter, *([clean(reason)] if clean(reason) else []), *words])
    submission.save(update_fields=["returned_on", "new_due_on", "returned_reason"])
    inspection.file_due_on = due
    inspection.save(update_fields=["status", "file_due_on"])
    summary = f"Trả lại hồ sơ kiểm tra lần {submission.number}: {codes(back)}; gửi lại chậm nhất {due:%d/%m/%Y}"
    event = record_case(
        inspection=inspection, act=RETURN, summary=summary, actor=actor, on=on, at=at, changed=[submission],
        payload={"submission": submission.pk, "due": due},
    )  # fmt: skip
    again = duty_of(inspection, due, event=event.pk, sequence=submission.number)
    open_duties(specs=[again], actor=actor, on=on, at=at, event=event.pk)
    text = f"Hồ sơ kiểm tra được trả lại để bổ sung {codes(back)}, gửi lại chậm nhất ngày {due:%d/%m/%Y}."
    tell_agencies(said=[(inspection, text)], page="inspections:file", actor=actor, on=on, at=at)
    return submission


def last_submission(inspection: Inspection) -> FileSubmission:
    """The sending under examination."""
    return FileSubmission.objects.filter(inspection=inspection).order_by(F("number").desc())[0]
