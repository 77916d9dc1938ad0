"""A device takes a checklist along and gives it back; one that is lost is written off."""

from datetime import date, datetime

from django.db import transaction

from qlcl.assessments.models import CarriedCopy, Checklist
from qlcl.assessments.operations.recording import NOT_YOURS, entry, to_change
from qlcl.assessments.policies import can_conclude, concluding_post, visible_checklists
from qlcl.assessments.workflow import guards_of_answers, require
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen


@transaction.atomic
def carry_checklist(*, actor: Actor, checklist_id: int, device: str, label: str, on: date, at: datetime) -> CarriedCopy:
    """Notes that the device carries the checklist; again by the same device changes nothing. Raises `guards`."""
    checklist = to_change(checklist_id, actor)
    require(guards_of_answers(checklist))
    known = CarriedCopy.objects.filter(checklist=checklist, device=device[:60]).first()
    if known is not None and known.person_id != actor.person_id:
        raise DomainError("device_of_another", "Mã thiết bị này đã dùng cho người khác; hãy đăng nhập lại.")
    if known is not None and known.returned_at is None:
        CarriedCopy.objects.filter(pk=known.pk).update(seen_at=at)
        return known
    copy = known or CarriedCopy(checklist=checklist, device=device[:60], person_id=actor.person_id or 0)
    copy.label, copy.carried_by, copy.carried_at, copy.seen_at = label[:120], actor.name[:200], at, at
    copy.waiting, copy.returned_at, copy.written_off_by, copy.written_off_reason = 0, None, "", ""
    copy.save()
    _tell(actor, checklist, "assessments.carry_checklist", f"Mang phiếu kiểm theo thiết bị: {copy}", on, at)
    return copy


@transaction.atomic
def return_copy(*, actor: Actor, checklist_id: int, device: str, at: datetime) -> None:
    """The device has sent everything and keeps nothing any more; a second time changes nothing.

    Also after the checklist was concluded. Raises `Unseen`.
    """
    if not visible_checklists(actor).filter(pk=checklist_id).exists():
        raise Unseen
    mine = CarriedCopy.objects.out().filter(checklist_id=checklist_id, device=device[:60], person_id=actor.person_id)
    mine.update(returned_at=at, seen_at=at, waiting=0)


@transaction.atomic
def tell_waiting(*, actor: Actor, checklist_id: int, device: str, waiting: int, at: datetime) -> None:
    """What the device says still waits on it; kept for whoever wants to conclude. No act: nothing is written down."""
    mine = CarriedCopy.objects.out().filter(checklist_id=checklist_id, device=device[:60], person_id=actor.person_id)
    mine.update(waiting=max(0, min(waiting, 1_000_000)), seen_at=at)


@transaction.atomic
def write_off_copy(*, actor: Actor, copy_id: int, reason: str, on: date, at: datetime) -> CarriedCopy:
    """Concluding no longer waits for the device, because it is lost or broken: what was only there is gone.

    Raises `Unseen`, `Forbidden`, `reason_missing`.
    """
    found = CarriedCopy.objects.filter(pk=copy_id, checklist__in=visible_checklists(actor).values("pk")).first()
    if found is None:
        raise Unseen
    checklist = to_change(found.checklist_id, actor)
    if not can_conclude(actor, checklist):
        raise Forbidden(NOT_YOURS)
    if not reason.strip():
        raise DomainError("reason_missing", "Cần ghi lý do, ví dụ thiết bị hỏng, mất.", field="reason")
    copy = CarriedCopy.objects.get(pk=copy_id)
    if copy.returned_at is None:
        copy.returned_at, copy.written_off_by, copy.written_off_reason = at, actor.name[:200], reason.strip()[:300]
        copy.save()
        summary = f"Ghi mất bản mang theo của {copy}: {copy.written_off_reason}"
        _tell(actor, checklist, "assessments.write_off_copy", summary, on, at)
    return copy


def _tell(actor: Actor, checklist: Checklist, act: str, summary: str, on: date, at: datetime) -> None:
    told = entry(checklist, act, on, summary, post=concluding_post(actor, checklist))
    history.record(actor=actor, at=at, entries=[told])
