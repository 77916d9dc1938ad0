"""Finds the bad rows of every file of one import, not only of the first kind that has some."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, RowProblem
from qlcl.kernel.sheets import ImportKind, Plan, PlanContext, Reading, Row

#: Rows that rest on rows that rest on bad ones: so many layers are taken off before the rest is given up.
_LAYERS = 6


@dataclass(frozen=True, slots=True)
class Applying:
    """With what the good rows are written, for the files after them to refer to; all of it is rolled back."""

    actor: Actor
    on: date
    at: datetime
    batch: str
    context: PlanContext


def all_problems(groups: Sequence[tuple[ImportKind, list[Reading]]], first: Plan, how: Applying) -> list[RowProblem]:
    """The problems of the first kind, whose plan is `first`, and of every kind after it, by file and row.

    The good rows are written, so that what refers to them is not told to be wrong; and a later row is not blamed for
    naming something that stands in a bad row. The caller's transaction must be rolled back.
    """
    found, bad = list(first.problems), set[str]()
    plan: Plan | None = first
    for kind, readings in groups:
        rows = [row for reading in readings for row in reading.rows]
        if plan is None:
            plan = kind.plan(actor=how.actor, rows=rows, context=how.context)
            found += [problem for problem in plan.problems if problem.value not in bad]
        bad |= _names(kind, rows, plan.problems)
        if not _written(kind, rows, plan, how):
            break
        plan = None
    return sorted(found, key=lambda problem: (problem.file, problem.row))


def _names(kind: ImportKind, rows: Iterable[Row], problems: Iterable[RowProblem]) -> set[str]:
    """By what other rows may name those of the bad rows: their key, and their name."""
    places, columns = _places(problems), {*kind.key, "name"}
    found = (row.get(name) for row in rows if (row.file, row.number) in places for name in columns)
    return {value for value in found if isinstance(value, str) and value}


def _written(kind: ImportKind, rows: list[Row], plan: Plan, how: Applying) -> bool:
    """Writes the good rows; false where that cannot be done."""
    for _ in range(_LAYERS):
        if not plan.problems:
            break
        places = _places(plan.problems)
        rows = [row for row in rows if (row.file, row.number) not in places]
        plan = kind.plan(actor=how.actor, rows=rows, context=how.context)
    if plan.problems:
        return False
    how.context.earlier[kind.code] = plan
    try:
        if plan.changes_something:
            kind.apply(actor=how.actor, plan=plan, on=how.on, at=how.at, batch=how.batch, illustration=False)
    except DomainError:
        return False
    return True


def _places(problems: Iterable[RowProblem]) -> set[tuple[str, int]]:
    return {(problem.file, problem.row) for problem in problems}
