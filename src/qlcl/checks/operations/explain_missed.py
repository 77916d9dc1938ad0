"""Explains a statutory duty that was missed, from the duty that asks for it."""

from datetime import date, datetime

from django.db import transaction

from qlcl.checks.operations.ask_explanations import ACT
from qlcl.duties.models import Duty
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.explain import explain
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Ref


@transaction.atomic
def explain_missed(*, duty_id: int, explanation: str, actor: Actor, on: date, at: datetime) -> Duty:
    """Records the explanation, which excuses nothing, and closes the duty that asked for it.

    Raises what `duties.explain` raises: `Unseen`, `Forbidden`, `already_closed`, `explanation_missing`.
    """
    duty = explain(duty_id=duty_id, explanation=explanation, actor=actor, on=on, at=at)
    assert duty.explained_by is not None
    fact = Fact(duty.system_id, ACT, Ref("duty", duty.pk, duty.label), on, duty.explained_by)
    discharge(facts=[fact], actor=actor, at=at)
    return duty
