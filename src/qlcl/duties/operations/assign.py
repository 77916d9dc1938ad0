"""Assigns a duty to one position of the agency."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from qlcl.accounts.models import Position
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.notify import Note, notify
from qlcl.duties.operations.reading import duty_to_change
from qlcl.duties.policies import can_assign, is_for_head_only
from qlcl.duties.queries.assigning import positions_for
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref


@transaction.atomic
def assign(*, duty_id: int, position_id: int | None, actor: Actor, on: date, at: datetime, note: str = "") -> Duty:
    """Gives an open duty to a position of the same agency, or back to whoever holds its role (`position_id` None).

    Head, deputy and secretary assign any duty of the agency, a division head those of his division. What only a head
    decides is delegated by a paper, not assigned. Raises `Forbidden`, `already_closed`, `head_only`, `not_a_position`.
    """
    duty = duty_to_change(duty_id, actor)
    if not can_assign(actor, duty):
        raise Forbidden
    if duty.outcome in {Outcome.DONE, Outcome.CANCELLED, Outcome.EXPLAINED}:
        raise DomainError("already_closed", f"“{duty.label}” đã kết thúc ngày {duty.closed_on:%d/%m/%Y}.")
    if is_for_head_only(duty):
        raise DomainError(
            "head_only", f"“{duty.label}” chỉ Thủ trưởng thực hiện, không phân công được; xem mục Ủy quyền."
        )
    position = positions_for(actor, duty, on).filter(pk=position_id).first() if position_id is not None else None
    if position_id is not None and position is None:
        raise DomainError("not_a_position", "Chọn một vị trí đang có của cơ quan.", field="position")
    if duty.position_id == position_id:
        return duty
    before, duty.position = duty.position_id, position
    entry = Entry(
        chain=history.system_chain(duty.system_id),
        act="duties.assign",
        on=on,
        summary=_summary(duty, position, note),
        subject=Ref("duty", duty.pk, duty.label),
        payload={"duty": duty.pk, "before": before, "after": position_id},
        post=actor.post_at(duty.agency_id, [post.role for post in actor.posts]),
    )
    history.record(actor=actor, at=at, entries=[entry])
    duty.save(update_fields=["position"])
    if position is not None:
        text = f"Được phân công: {duty.whole_label}, hạn {duty.due_on:%d/%m/%Y}" + (f". {note.strip()}" if note else "")
        told = Note(position.pk, text, reverse("duties:duty", args=[duty.pk]), duty.pk)
        notify(notes=[told], actor=actor, on=on, at=at)
    return duty


def _summary(duty: Duty, position: Position | None, note: str) -> str:
    to = f"cho {position.title}" if position else "trở lại theo chức danh"
    return f"Phân công “{duty.label}” {to}" + (f": {note.strip()}" if note.strip() else "")
