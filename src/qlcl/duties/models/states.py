"""How a duty stands on a day: arithmetic on its dates, the same for one duty and for a board of thousands."""

from datetime import date

from qlcl.duties.enums import Outcome, State


def state_of(
    day: date,
    due_on: date,
    closed_on: date | None,
    outcome: str,
    explained_on: date | None = None,
    statutory: bool = False,
) -> State:
    """The state on `day`, which may lie in the past: what was closed later still stood open then.

    An explanation excuses no duty that a law demands; it still counts as overdue or late.
    """
    if closed_on is not None and closed_on <= day:
        if outcome == Outcome.DONE:
            return State.DONE if closed_on <= due_on else State.LATE
        return State(outcome)
    if explained_on is not None and explained_on <= day and not statutory:
        return State.EXPLAINED
    return State.OVERDUE if due_on < day else State.NOT_DUE
