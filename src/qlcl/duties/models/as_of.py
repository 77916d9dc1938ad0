"""States of duties on a day as SQL, for boards of thousands; `models.states` is the same in Python."""

from datetime import date

from django.db.models import Case, CharField, F, Q, Value, When

from qlcl.duties.enums import Outcome, State


def met_on(day: date) -> Q:
    """Performed, or explained where that is allowed, on or before `day`."""
    closed = Q(closed_on__lte=day, outcome__in=[Outcome.DONE, Outcome.EXPLAINED])
    return closed | Q(explained_on__lte=day, statutory=False)


def overdue_on(day: date) -> Q:
    """Due before `day`, neither closed nor excused by then; nothing is excused that a law demands."""
    standing = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    unexcused = Q(explained_on__isnull=True) | Q(explained_on__gt=day) | Q(statutory=True)
    return Q(due_on__lt=day) & standing & unexcused


def state_on(day: date) -> Case:
    """The state on `day`, as `models.states.state_of` says it."""
    closed = Q(closed_on__lte=day)
    return Case(
        When(closed & Q(outcome=Outcome.DONE, closed_on__lte=F("due_on")), then=Value(State.DONE.value)),
        When(closed & Q(outcome=Outcome.DONE), then=Value(State.LATE.value)),
        When(closed, then=F("outcome")),
        When(explained_on__lte=day, statutory=False, then=Value(State.EXPLAINED.value)),
        When(due_on__lt=day, then=Value(State.OVERDUE.value)),
        default=Value(State.NOT_DUE.value),
        output_field=CharField(),
    )
