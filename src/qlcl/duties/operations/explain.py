"""Records why a duty was not performed in time."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.reading import duty_to_change
from qlcl.duties.policies import can_explain
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref


@transaction.atomic
def explain(*, duty_id: int, explanation: str, actor: Actor, on: date, at: datetime) -> Duty:
    """Explains a duty; what a law demands is not excused by it and stays open, late or missed.

    Raises `already_closed`, `explanation_missing`.
    """
    duty = duty_to_change(duty_id, actor)
    if not can_explain(actor, duty):
        raise Forbidden
    if duty.outcome not in {"", Outcome.UNKNOWN}:
        raise DomainError("already_closed", f"“{duty.label}” đã kết thúc ngày {duty.closed_on:%d/%m/%Y}.")
    if not explanation.strip():
        raise DomainError("explanation_missing", "Cần ghi nội dung giải trình.", field="explanation")
    entry = Entry(
        chain=history.system_chain(duty.system_id),
        act="duties.explain",
        on=on,
        summary=f"Giải trình “{duty.label}”: {explanation.strip()}",
        subject=Ref("duty", duty.pk, duty.label),
        payload={"duty": duty.pk, "act": duty.act, "due_on": duty.due_on},
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    duty.explained_on, duty.explanation, duty.explained_by = on, explanation.strip(), event.pk
    if not duty.statutory:
        duty.outcome, duty.closed_on, duty.closed_by, duty.on_time = Outcome.EXPLAINED, on, event.pk, None
        duty.next_rung_on = None
    duty.save()
    return duty
