"""Trends: one measure on many days, by one query, so that a row of small charts stays cheap."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Value

from qlcl.kernel.measures import Measure, Scope
from qlcl.kernel.prepared import run


@dataclass(frozen=True, slots=True)
class Dated:
    """Rows that may count on some day, and the condition under which they do; called, it is a measure's `rows`.

    `every` does not depend on the days of its scope, `holds` does; so a figure and its trend count the same rows.
    """

    every: Callable[[Scope], QuerySet[Any]]
    holds: Callable[[Scope], Q]

    def __call__(self, scope: Scope) -> QuerySet[Any]:
        """The rows that count in the scope."""
        return self.every(scope).filter(self.holds(scope))


@dataclass(frozen=True, slots=True)
class Asked:
    """A dated measure (one whose rows have no total), narrowed to a condition, in several scopes."""

    measure: Measure
    scopes: Sequence[Scope]
    only: Q | None = None


def trends(asked: Sequence[Asked]) -> list[list[int]]:
    """For each, the number of rows in each of its scopes; all by one query.

    Questions about the same rows (whose measures have the same `every`) are answered by one pass over them.
    """
    groups = _groups(asked)
    width = max((sum(len(a.scopes) for a in group) for group in groups), default=0)
    scopes = list(dict.fromkeys(s for a in asked for s in a.scopes))

    def build(marked: Sequence[Scope]) -> QuerySet[Any]:
        days = dict(zip(scopes, marked, strict=True))
        parts = [_counts(group, days, n, width) for n, group in enumerate(groups)]
        return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]

    key = ("trends", tuple((a.measure.name, str(a.only), tuple(scopes.index(s) for s in a.scopes)) for a in asked))
    found = {row[0]: list(row[1:]) for row in (run(key, scopes, build) if asked else [])}
    counted: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        rest = found.get(number, [0] * width)
        for a in group:
            counted[id(a)], rest = rest[: len(a.scopes)], rest[len(a.scopes) :]
    return [counted[id(a)] for a in asked]


def _groups(asked: Sequence[Asked]) -> list[list[Asked]]:
    """The questions by the rows they are about."""
    groups: dict[Callable[[Scope], QuerySet[Any]], list[Asked]] = {}
    for a in asked:
        if not isinstance(a.measure.rows, Dated) or a.measure.total:
            raise TypeError(f"{a.measure.name}: a trend needs Dated rows that are counted")
        groups.setdefault(a.measure.rows.every, []).append(a)
    return list(groups.values())


def _counts(group: Sequence[Asked], days: Mapping[Scope, Scope], number: int, width: int) -> QuerySet[Any]:
    """One row: the place of the group, then a count for each scope of each question; the rest is filled up."""
    filters = [_counted(a, days[scope]) for a in group for scope in a.scopes]
    counts = {f"on_{n}": Count("pk", filter=only) for n, only in enumerate(filters)}
    rest = {f"on_{n}": Value(0, output_field=IntegerField()) for n in range(len(counts), width)}
    place = Value(number, output_field=IntegerField())
    rows = group[0].measure.rows.every(days[group[0].scopes[0]]).order_by()  # type: ignore[attr-defined]
    grouped = rows.annotate(place=place).values("place").annotate(**counts).annotate(**rest)
    return grouped.values_list("place", *counts, *rest)


def _counted(asked: Asked, scope: Scope) -> Q:
    """The rows of a question that count in the scope."""
    held: Q = asked.measure.rows.holds(scope)  # type: ignore[attr-defined]
    return held if asked.only is None else held & asked.only
