"""Queries compiled once and run again: large ones over scopes with other days, those of a search with other words.

Building thirty grouped subqueries costs more than running them. Only the days of a scope change from one request to
the next, so the compiled text is kept, with marks where the days stand; so it is with the words of a search.
"""

import copy
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

from qlcl.kernel.measures import Scope
from qlcl.kernel.remembered import remembered

#: Makes a queryset, or what has a `query` with its text and parameters as a queryset has.
Build = Callable[[Sequence[Scope]], Any]

#: So many compiled queries are kept in a process.
KEPT = 64
#: So many of searches: one for each noun, who asks, and shape of what is asked.
SEARCHES = 512
_searches: dict[Hashable, Any] = {}
_compiled: dict[Hashable, tuple[str, tuple[Any, ...]] | None] = {}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def run(key: Hashable, scopes: Sequence[Scope], build: Build) -> Sequence[tuple[Any, ...]]:
    """The rows of the query that `build` makes of the scopes; for one `key` it is always the same but for the days.

    They are remembered until something is written.

    Raises `TypeError` when it uses a day that is none of its scopes' own, such as the day before: its compiled text
    would hold for one day only.
    """
    whole = (connection.vendor, key, tuple((s.actor, s.province_ids, s.edition_id, s.campaign_id) for s in scopes))
    if whole not in _compiled:
        if len(_compiled) >= KEPT:
            _compiled.clear()
        _compiled[whole] = _compile(scopes, build)
    found = _compiled[whole]
    if found is None:
        return ()
    sql, params = found
    adapt = connection.ops.adapt_datefield_value
    days = {adapt(_marks(n)[0]): adapt(s.since) for n, s in enumerate(scopes)}
    days |= {adapt(_marks(n)[1]): adapt(s.until) for n, s in enumerate(scopes)}

    def read() -> tuple[tuple[Any, ...], ...]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [days.get(p, p) for p in params])
            return tuple(cursor.fetchall())

    return remembered((whole, tuple(days.items())), read)


def _marks(number: int) -> tuple[date, date]:
    """Days that no record has, to stand for the first and the last day of the scope with that number."""
    return date(1001 + number, 1, 2), date(1001 + number, 11, 29)


def _compile(scopes: Sequence[Scope], build: Build) -> tuple[str, tuple[Any, ...]] | None:
    """The text and parameters of the query with marks for days; None when nothing can match."""
    marks = [_marks(n) for n in range(len(scopes))]
    marked = [replace(s, since=since, until=until) for s, (since, until) in zip(scopes, marks, strict=True)]
    try:
        sql, params = build(marked).query.sql_with_params()
    except EmptyResultSet:
        return None
    known = {connection.ops.adapt_datefield_value(day) for pair in marks for day in pair}
    for param in params:
        is_day = isinstance(param, date) or (isinstance(param, str) and _DAY.fullmatch(param))
        if is_day and param not in known:
            raise TypeError(f"a prepared query uses {param}, which is no day of its scopes")
    return sql, tuple(params)


def rows_of(key: Hashable, texts: Mapping[str, str], build: Callable[[], QuerySet[Any]]) -> list[Model]:
    """The rows of the query that `build` makes with marks (the keys of `texts`) where texts stand.

    For one `key` the query is always the same but for the texts; it is not built again.
    """
    whole = (connection.vendor, key)
    compiler = _searches.get(whole, whole)
    if compiler is whole:
        if len(_searches) >= SEARCHES:
            _searches.clear()
        compiler = _searches[whole] = _keep(build())
    return [] if compiler is None else list(ModelIterable(_Ready(compiler, texts)))  # type: ignore[arg-type]


def _keep(rows: QuerySet[Any]) -> Any:
    """The compiler of the query with its text; None when nothing can match."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        compiler.ready = compiler.as_sql()
    except EmptyResultSet:
        return None
    compiler.connection = None  # other threads use it, whose connections are others
    return compiler


class _Ready:
    """Stands for a queryset whose query is compiled: all that reading its rows asks of one."""

    db, _known_related_objects, _hints = connection.alias, {}, {}  # type: ignore[var-annotated]

    def __init__(self, compiler: Any, texts: Mapping[str, str]) -> None:
        self.query = self
        self._compiler = copy.copy(compiler)
        self._compiler.connection = connection
        sql, params = compiler.ready
        bound = tuple(texts.get(p, p) if isinstance(p, str) else p for p in params)
        self._compiler.as_sql = lambda *args, **options: (sql, bound)

    def get_compiler(self, using: str) -> Any:
        """The compiler, its query at hand."""
        return self._compiler
