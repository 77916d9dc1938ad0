"""Moves the date by which duties are due."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.climbing import reckon_by_id
from qlcl.duties.operations.reading import duty_to_change
from qlcl.duties.policies import can_reschedule
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.rows import update_by_key


@transaction.atomic
def reschedule(*, duty_id: int, due_on: date, reason: str, actor: Actor, on: date, at: datetime) -> Duty:
    """Moves `due_on` of an open duty; `first_due_on` stays. Raises `already_closed`, `reason_missing`, `statutory`."""
    duty = duty_to_change(duty_id, actor)
    if not can_reschedule(actor, duty):
        raise Forbidden
    if duty.outcome:
        raise DomainError("already_closed", f"“{duty.label}” đã kết thúc ngày {duty.closed_on:%d/%m/%Y}.")
    if duty.statutory:
        raise DomainError("statutory", "Hạn do pháp luật quy định, không điều chỉnh được; có thể ghi giải trình.")
    if not reason.strip():
        raise DomainError("reason_missing", "Cần ghi lý do điều chỉnh hạn.", field="reason")
    entry = Entry(
        chain=history.system_chain(duty.system_id),
        act="duties.reschedule",
        on=on,
        summary=f"Chuyển hạn “{duty.label}” từ {duty.due_on:%d/%m/%Y} sang {due_on:%d/%m/%Y}: {reason.strip()}",
        subject=Ref("duty", duty.pk, duty.label),
        payload={"duty": duty.pk, "before": duty.due_on, "after": due_on},
    )
    history.record(actor=actor, at=at, entries=[entry])
    duty.due_on = due_on
    duty.save(update_fields=["due_on"])
    reckon_by_id([duty.pk], from_start=True)
    duty.refresh_from_db(fields=["next_rung_on", "rungs_passed"])
    return duty


@transaction.atomic
def reschedule_of_source(
    *, kind: str, source_id: int, dates: Sequence[tuple[int, date]], actor: Actor, on: date, at: datetime
) -> int:
    """Moves all duties of one source by their sequence, as the source's operation decided and recorded.

    What was done is weighed against the new date; what a law demands is not moved.
    """
    new = dict(dates)
    rows: list[tuple[object, ...]] = []
    moved = Duty.objects.of_source(kind, source_id).filter(sequence__in=list(new), statutory=False)
    for id_, sequence, due_on, closed_on, outcome in moved.values_list(
        "id", "sequence", "due_on", "closed_on", "outcome"
    ):
        due = new[sequence]
        if due != due_on:
            on_time = closed_on <= due if closed_on and outcome == Outcome.DONE else None
            rows.append((due, on_time, id_))
    update_by_key(Duty, ("due_on", "on_time"), rows)
    reckon_by_id([int(str(row[-1])) for row in rows], from_start=True)
    return len(rows)
