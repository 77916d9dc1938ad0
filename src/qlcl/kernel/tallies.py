"""The cells of many measures by one query: what a consolidated report is made of.

Measures that count the same rows, or parts of them, are counted from one pass over these rows: the engine groups it
once, by all that is asked of it, and what each question asks is added up from these groups here. What rows are grouped
by is one text: SQLite sorts rows by one text in a third of the time that several columns take.
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
#: Stands between the values of a combination; no record holds such a character.
_BETWEEN = "\x1f"


def cells_together(asked: Sequence[Asked]) -> list[Cells]:
    """The cells of several measures by one query; what they are cut by comes as text, "" for nothing.

    Without dimensions it is the measure's whole, whatever its rows are cut by: what cells must add up to.
    """
    scopes = list(dict.fromkeys(scope for _, scope, _ in asked))
    passes, questions = _passes(asked)

    def build(marked: Sequence[Scope]) -> "_Together":
        days = dict(zip(scopes, marked, strict=True))
        return _Together([(one, days[one.scope]) for one in passes])

    key = ("cells", tuple((m.name, scopes.index(s), tuple(cuts)) for m, s, cuts in asked))
    steady = all(m.steady for m, _, _ in asked)
    groups: list[list[_Group]] = [[] for _ in passes]
    for number, cut, value, made_up in (run(key, scopes, build) if steady else build(scopes).rows()) if asked else ():
        groups[number].append((cut.split(_BETWEEN), value or 0, bool(made_up)))
    found = {one: one.cells(groups[one.number]) for one in dict.fromkeys(questions)}
    return [found[one] for one in questions]


#: The values by which rows are alike, what they come to, whether one of them is made up.
_Group = tuple[list[str], int, bool]


@dataclass(frozen=True, slots=True)
class _Question:
    """The number of its pass, where in the values of that stands what it is cut by, and which values it keeps."""

    number: int
    cuts: tuple[int, ...]
    kept: tuple[tuple[int, frozenset[str]], ...]

    def cells(self, groups: Sequence[_Group]) -> Cells:
        """The groups that it keeps, added up by what it is cut by."""
        kept = [g for g in groups if all(g[0][n] in wanted for n, wanted in self.kept)] if self.kept else groups
        found = Cells()
        found.illustration = any(made_up for _, _, made_up in kept)
        for values, value, _ in kept:
            key = tuple([values[n] for n in self.cuts])
            found[key] = found.get(key, 0) + value
        return found


@dataclass(slots=True)
class _Pass:
    """Rows that several questions count: whose rows, in which scope, the dimensions that the questions need."""

    measure: Measure
    scope: Scope
    dimensions: list[str] = field(default_factory=list)

    def place(self, dimension: str) -> int:
        """Where the dimension's value stands."""
        if dimension not in self.dimensions:
            self.dimensions.append(dimension)
        return self.dimensions.index(dimension)

    @property
    def cuts(self) -> dict[str, Coalesce]:
        """Each dimension as text, by the name of its column."""
        return {f"cut_{n}": _text(self.measure.dimensions[d]) for n, d in enumerate(self.dimensions)}

    def query(self, scope: Scope) -> QuerySet[Any]:
        """The rows: each dimension, what is added up, whether the row is made up."""
        one, cuts = self.measure, self.cuts
        rows = one.rows(scope).order_by().annotate(**cuts)
        named = rows.annotate(cut_value=F(one.total or "pk"), cut_made_up=F(one.illustration))
        return named.values_list(*cuts, "cut_value", "cut_made_up")


def _passes(asked: Sequence[Asked]) -> tuple[list[_Pass], list[_Question]]:
    """The passes over rows, and the questions to them."""
    passes: dict[Any, _Pass] = {}
    questions = []
    for measure, scope, cuts in asked:
        base = measure.part_of or measure
        key = base.rows, base.total, base.illustration, scope
        where = passes.setdefault(key, _Pass(base, scope))
        kept = [(where.place(d), frozenset(map(_plain, values))) for d, values in measure.only.items()]
        questions.append(_Question(list(passes).index(key), tuple(map(where.place, cuts)), tuple(kept)))
    return list(passes.values()), questions


class _Together:
    """The query of all passes, with the text and the parameters that `kernel.prepared` keeps."""

    def __init__(self, passes: Sequence[tuple[_Pass, Scope]]) -> None:
        self.passes = passes

    @property
    def query(self) -> "_Together":
        """As a queryset has it."""
        return self

    def sql_with_params(self) -> tuple[str, tuple[Any, ...]]:
        """One grouping of the rows of each pass. Raises `EmptyResultSet`."""
        bodies, groupings, params = list[str](), list[str](), list[Any]()
        for number, (one, scope) in enumerate(self.passes):
            try:
                sql, given = one.query(scope).query.sql_with_params()
            except EmptyResultSet:
                continue
            columns = ", ".join([*one.cuts, "cut_value", "cut_made_up"])
            bodies.append(f"pass_{number} ({columns}) AS {_kept()}({sql})")
            groupings.append(_grouping(number, one))
            params += given
        if not bodies:
            raise EmptyResultSet
        return f"WITH {', '.join(bodies)} {' UNION ALL '.join(groupings)}", tuple(params)

    def rows(self) -> list[tuple[Any, ...]]:
        """What the query gives now."""
        try:
            sql, params = self.sql_with_params()
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())


def _kept() -> str:
    """SQLite sorts what it has written down quicker than what it works out while sorting; PostgreSQL does not sort."""
    return "MATERIALIZED " if connection.vendor == "sqlite" else ""


def _grouping(number: int, one: _Pass) -> str:
    """How often each combination of values comes, or what its rows come to."""
    cut = f" || '{_BETWEEN}' || ".join(one.cuts) or "''"
    value = "SUM(cut_value)" if one.measure.total else "COUNT(cut_value)"
    made_up = "MAX(CASE WHEN cut_made_up THEN 1 ELSE 0 END)"
    return f"SELECT {number}, {cut} AS cut, {value}, {made_up} FROM pass_{number} GROUP BY cut"


def _text(expression: str | Combinable) -> Coalesce:
    return Coalesce(Cast(expression, CharField()), Value(""), output_field=CharField())


def _plain(value: Any) -> str:
    """A value of a dimension as its text."""
    return "" if value is None else str(value)
