"""Takes back what an event did to duties, when the act behind it is void or its import is undone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import BooleanField, Case, DateField, F, Q, Value, When

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.climbing import reckon_by_id
from qlcl.kernel.actors import Actor


@transaction.atomic
def reopen(*, events: Sequence[int], actor: Actor, at: datetime) -> int:
    """Reopens what those events closed and returns how many; a duty explained before stands explained again."""
    excused = Q(explained_on__isnull=False, statutory=False)
    closed = Duty.objects.filter(closed_by__listed=events)
    ids = list(closed.values_list("pk", flat=True))
    changed = closed.update(
        outcome=Case(When(excused, then=Value(Outcome.EXPLAINED.value)), default=Value("")),
        closed_on=Case(When(excused, then=F("explained_on")), default=Value(None), output_field=DateField()),
        closed_by=Case(When(excused, then=F("explained_by")), default=Value(None)),
        on_time=Value(None, output_field=BooleanField(null=True)),
        complete=Value(None, output_field=BooleanField(null=True)),
        evidence=None,
        done_by="",
        note="",
    )
    reckon_by_id(ids)
    return changed


@transaction.atomic
def take_back(*, events: Sequence[int], actor: Actor, at: datetime) -> tuple[int, int]:
    """Undoes both what those events closed and what they opened: (reopened, removed)."""
    reopened = reopen(events=events, actor=actor, at=at)
    removed, _each = Duty.objects.filter(opened_by__listed=events).delete()
    return reopened, removed
