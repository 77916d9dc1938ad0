"""The cells of many measures by one query: what a consolidated report is made of.

Measures that count the same rows, or parts of them, are counted from one pass over these rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from qlcl.kernel.measures import Cells, Measure, Scope
from qlcl.kernel.prepared import run

Asked = tuple[Measure, Scope, Sequence[str]]


def cells_together(asked: Sequence[Asked]) -> list[Cells]:
    """The cells of several measures by one query; what they are cut by comes as text, "" for nothing.

    Without dimensions it is the measure's whole, counted by itself: what cells must add up to.
    """
    scopes = list(dict.fromkeys(scope for _, scope, _ in asked))

    def build(marked: Sequence[Scope]) -> "_Together":
        days = dict(zip(scopes, marked, strict=True))
        return _Together([(m, days[s], cuts) for m, s, cuts in asked])

    key = ("cells", tuple((m.name, scopes.index(s), tuple(cuts)) for m, s, cuts in asked))
    found = [Cells() for _ in asked]
    steady = all(m.steady for m, _, _ in asked)
    first = _firsts(asked)
    for number, *cuts, value, made_up in (run(key, scopes, build) if steady else build(scopes).rows()) if asked else ():
        cells = found[number]
        cells[tuple(cuts[: len(asked[number][2])])] = value or 0
        cells.illustration = cells.illustration or bool(made_up)
    return [found[place] for place in first]


def _firsts(asked: Sequence[Asked]) -> list[int]:
    """For each question the place of the first that asks the same of the same rows: it is answered once."""
    places: dict[Any, int] = {}
    wanted = ((m.part_of or m).rows for m, _, _ in asked)
    return [
        places.setdefault((rows, m.total, m.illustration, scope, tuple(cuts), str(m.only)), n)
        for n, (rows, (m, scope, cuts)) in enumerate(zip(wanted, asked, strict=True))
    ]


@dataclass(slots=True)
class _Pass:
    """Rows that several questions count: whose rows, in which scope, the columns that the questions need."""

    measure: Measure
    scope: Scope
    columns: dict[str, str] = field(default_factory=dict)

    def column(self, dimension: str) -> str:
        """The name of the column of a dimension."""
        return self.columns.setdefault(dimension, f"cut_{len(self.columns)}")

    def query(self) -> QuerySet[Any]:
        """The rows: each dimension as text, what is added up, whether the row is made up."""
        one = self.measure
        cuts = {name: _text(one.dimensions[dimension]) for dimension, name in self.columns.items()}
        rows = one.rows(self.scope).order_by().annotate(**cuts)
        named = rows.annotate(cut_value=F(one.total or "pk"), cut_made_up=F(one.illustration))
        return named.values_list(*cuts, "cut_value", "cut_made_up")


class _Together:
    """The query of all questions, with the text and the parameters that `kernel.prepared` keeps."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.passes: dict[Any, _Pass] = {}
        self.parts = [self._part(number, *asked[number]) for number in dict.fromkeys(_firsts(asked))]
        self.width = max((len(cuts) for _, _, cuts in asked), default=0)

    @property
    def query(self) -> "_Together":
        """As a queryset has it."""
        return self

    def _part(self, number: int, measure: Measure, scope: Scope, cuts: Sequence[str]) -> tuple[int, _Pass, Any]:
        base = measure.part_of or measure
        key = base.rows, base.total, base.illustration, scope
        where = self.passes.setdefault(key, _Pass(base, scope))
        kept = [(where.column(d), [_plain(v) for v in values]) for d, values in measure.only.items()]
        return number, where, ([where.column(d) for d in cuts], kept, bool(measure.total))

    def sql_with_params(self) -> tuple[str, tuple[Any, ...]]:
        """One pass for each kind of rows, one grouping for each question. Raises `EmptyResultSet`."""
        named, bodies, params = dict[int, str](), list[str](), list[Any]()
        for one in self.passes.values():
            try:
                sql, given = one.query().query.sql_with_params()
            except EmptyResultSet:
                continue
            named[id(one)] = name = f"pass_{len(named)}"
            columns = ", ".join([*one.columns.values(), "cut_value", "cut_made_up"])
            bodies.append(f"{name} ({columns}) AS MATERIALIZED ({sql})")
            params += given
        wanted = [self._grouping(n, named[id(one)], *what) for n, one, what in self.parts if id(one) in named]
        if not wanted:
            raise EmptyResultSet
        for _, texts in wanted:
            params += texts
        return f"WITH {', '.join(bodies)} " + " UNION ALL ".join(sql for sql, _ in wanted), tuple(params)

    def _grouping(
        self, number: int, name: str, cuts: Sequence[str], kept: Sequence[tuple[str, list[str]]], summed: bool
    ) -> tuple[str, list[str]]:
        wide = [*cuts, *["''"] * (self.width - len(cuts))]
        value = f"{'SUM' if summed else 'COUNT'}(cut_value)"
        tests = [f"{column} IN ({', '.join(['%s'] * len(values))})" for column, values in kept]
        made_up = "MAX(CASE WHEN cut_made_up THEN 1 ELSE 0 END)"
        sql = f"SELECT {', '.join([str(number), *wide, value, made_up])} FROM {name}"
        sql += f" WHERE {' AND '.join(tests)}" if tests else ""
        sql += f" GROUP BY {', '.join(cuts)}" if cuts else ""
        return sql, [text for _, values in kept for text in values]

    def rows(self) -> list[tuple[Any, ...]]:
        """What the query gives now."""
        try:
            sql, params = self.sql_with_params()
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())


def _text(expression: str | Combinable) -> Coalesce:
    return Coalesce(Cast(expression, CharField()), Value(""), output_field=CharField())


def _plain(value: Any) -> str:
    """A value of a dimension as its text."""
    return "" if value is None else str(value)
