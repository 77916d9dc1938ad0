"""A measure: rows that count, the dimensions they may be cut by, and how a row is shown when opened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, QuerySet, Sum, When
from django.db.models.expressions import Combinable

from qlcl.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report looks at: whose eyes, which provinces, which days (both included), which edition or campaign."""

    actor: Actor
    province_ids: frozenset[int]
    since: date
    until: date
    edition_id: int | None = None
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of opened rows: its header and the lookup it shows."""

    header: str
    lookup: str | Combinable
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure a room can answer for; the rows behind it are its proof.

    `rows` gives a QuerySet for a scope; `dimensions` name lookups or expressions; with `total`, the value is the sum
    of that field, else the number of rows. `unit` is the Vietnamese noun that is counted. A `steady` measure uses the
    days of its scope as they stand, and no other day: its query may be compiled once (`kernel.prepared`).

    A `part_of` another counts its rows that stand in `only`, values by dimension of that other; see `part`.
    """

    name: str
    label: str
    unit: str
    rows: Callable[[Scope], QuerySet[Any]]
    dimensions: Mapping[str, str | Combinable]
    columns: Sequence[Column]
    total: str = ""
    kind: str = ""
    illustration: str = "illustration"
    steady: bool = True
    order: Sequence[str] = ("pk",)
    part_of: Measure | None = None
    only: Mapping[str, Collection[Any]] = field(default_factory=dict)

    def part(self, name: str, label: str, only: Mapping[str, Collection[Any]], **others: Any) -> Measure:
        """A measure of those of these rows that stand in these values of dimensions; counted with these in one pass."""

        def rows(scope: Scope) -> QuerySet[Any]:
            cut = {f"part_{d}": self.dimensions[d] for d in only}
            kept = self.rows(scope).annotate(**_expressions(cut))
            return kept.filter(**{f"part_{d}__in": list(values) for d, values in only.items()})

        return replace(self, name=name, label=label, rows=rows, part_of=self, only=only, **others)

    def _aggregate(self) -> Any:
        return Sum(self.total) if self.total else Count("pk")

    def sums(self) -> dict[str, Any]:
        """What is added up for each combination: the value, and whether some row is made up."""
        made_up = Max(Case(When(**{self.illustration: True}, then=1), default=0, output_field=IntegerField()))
        return {"cut_value": self._aggregate(), "cut_made_up": made_up}

    def value(self, scope: Scope) -> int:
        """The whole, counted without any dimension; what the cells must add up to."""
        return self.rows(scope).aggregate(whole=self._aggregate())["whole"] or 0

    def cells(self, scope: Scope, dimensions: Sequence[str]) -> Cells:
        """The value of each combination of the dimensions, by one grouped query."""
        names = {f"cut_{d}": self.dimensions[d] for d in dimensions}
        rows = self.rows(scope).order_by().annotate(**_expressions(names)).values(*names)
        cells = Cells()
        for row in rows.annotate(**self.sums()).values_list(*names, "cut_value", "cut_made_up"):
            cells[tuple(row[:-2])] = row[-2] or 0
            cells.illustration = cells.illustration or bool(row[-1])
        return cells

    def shown(self) -> dict[str, Any]:
        """What the columns show, by names that no field has."""
        return _expressions({f"shown_{n}": c.lookup for n, c in enumerate(self.columns)})

    def opened(self, scope: Scope, cut: Mapping[str, Any]) -> QuerySet[Any]:
        """The rows behind one cell."""
        names = {f"cut_{d}": self.dimensions[d] for d in cut}
        rows = self.rows(scope).annotate(**_expressions(names))
        return rows.filter(**{f"cut_{d}": v for d, v in cut.items()}).order_by(*self.order)


class Cells(dict[tuple[Any, ...], int]):
    """Values by combination of dimensions; `illustration` tells that some row behind them is made up."""

    illustration = False


def _expressions(names: Mapping[str, str | Combinable]) -> dict[str, Any]:
    return {alias: F(e) if isinstance(e, str) else e for alias, e in names.items()}


def percent(value: int | None, denominator: int | None) -> Decimal | None:
    """`value` of `denominator` in percent, two decimals, rounded half up; None without a denominator."""
    if value is None or not denominator:
        return None
    return (Decimal(value) * 100 / Decimal(denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def added(cells: Mapping[tuple[Any, ...], int], *places: Iterable[Any] | None) -> int:
    """The sum of the cells whose key stands in the given values, place by place; None means any."""
    wanted = [None if p is None else set(p) for p in places]
    return sum(v for key, v in cells.items() if all(w is None or k in w for k, w in zip(key, wanted, strict=True)))
