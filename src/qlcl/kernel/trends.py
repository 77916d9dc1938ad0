"""Trends: one measure on many days, by one query, so that a row of small charts stays cheap."""

from collections.abc import Callable, Sequence
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
    """For each, the number of rows in each of its scopes; all by one query."""
    width = max((len(a.scopes) for a in asked), default=0)
    scopes = list(dict.fromkeys(s for a in asked for s in a.scopes))

    def build(marked: Sequence[Scope]) -> QuerySet[Any]:
        days = dict(zip(scopes, marked, strict=True))
        parts = [_counts(a, [days[s] for s in a.scopes], n, width) for n, a in enumerate(asked)]
        return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]

    key = ("trends", tuple((a.measure.name, str(a.only), tuple(scopes.index(s) for s in a.scopes)) for a in asked))
    found = {row[0]: list(row[1:]) for row in (run(key, scopes, build) if asked else [])}
    return [found.get(number, [0] * width)[: len(a.scopes)] for number, a in enumerate(asked)]


def _counts(asked: Asked, scopes: Sequence[Scope], number: int, width: int) -> QuerySet[Any]:
    """One row: the place of the question, then a count for each scope; the rest is filled up."""
    dated = asked.measure.rows
    if not isinstance(dated, Dated) or asked.measure.total:
        raise TypeError(f"{asked.measure.name}: a trend needs Dated rows that are counted")
    rows = dated.every(scopes[0]).order_by()
    if asked.only is not None:
        rows = rows.filter(asked.only)
    counts = {f"on_{n}": Count("pk", filter=dated.holds(scope)) for n, scope in enumerate(scopes)}
    rest = {f"on_{n}": Value(0, output_field=IntegerField()) for n in range(len(counts), width)}
    place = Value(number, output_field=IntegerField())
    grouped = rows.annotate(place=place).values("place").annotate(**counts).annotate(**rest)
    return grouped.values_list("place", *counts, *rest)
