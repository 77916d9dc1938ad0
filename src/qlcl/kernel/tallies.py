"""The cells of many measures by one query: what a consolidated report is made of."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, IntegerField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from qlcl.kernel.measures import Cells, Measure, Scope
from qlcl.kernel.prepared import run


def cells_together(asked: Sequence[tuple[Measure, Scope, Sequence[str]]]) -> list[Cells]:
    """The cells of several measures by one query; what they are cut by comes as text, "" for nothing.

    Without dimensions it is the measure's whole, counted by itself: what cells must add up to.
    """
    width = max((len(dimensions) for _, _, dimensions in asked), default=0)
    scopes = list(dict.fromkeys(scope for _, scope, _ in asked))

    def build(marked: Sequence[Scope]) -> QuerySet[Any]:
        days = dict(zip(scopes, marked, strict=True))
        parts = [_as_text(n, m, days[s], cuts, width) for n, (m, s, cuts) in enumerate(asked)]
        return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]

    key = ("cells", tuple((m.name, scopes.index(s), tuple(cuts)) for m, s, cuts in asked))
    found = [Cells() for _ in asked]
    steady = all(m.steady for m, _, _ in asked)
    rows = (run(key, scopes, build) if steady else build(scopes)) if asked else []
    for number, *cuts, value, made_up in rows:
        cells = found[number]
        cells[tuple(cuts[: len(asked[number][2])])] = value or 0
        cells.illustration = cells.illustration or bool(made_up)
    return found


def _as_text(number: int, measure: Measure, scope: Scope, dimensions: Sequence[str], width: int) -> QuerySet[Any]:
    """One measure's cells: the place of the question, so many cuts as text, the value, whether some row is made up."""
    cuts = {f"text_{n}": _text(measure.dimensions[d]) for n, d in enumerate(dimensions)}
    rest = {f"text_{n}": Value("", output_field=CharField()) for n in range(len(cuts), width)}
    rows = measure.rows(scope).order_by().annotate(text_place=Value(number, output_field=IntegerField()), **cuts)
    grouped = rows.values("text_place", *cuts).annotate(**rest, **measure.sums())
    return grouped.values_list("text_place", *cuts, *rest, "cut_value", "cut_made_up")


def _text(expression: str | Combinable) -> Coalesce:
    return Coalesce(Cast(expression, CharField()), Value(""), output_field=CharField())
