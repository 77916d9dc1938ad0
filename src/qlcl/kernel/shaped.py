"""Small queries of every page, compiled once for each shape of actor and run again with other ids and days.

A desk asks ten small questions; making their SQL costs five times what the database needs to answer. Two heads of
two communes ask the same questions but for the ids: so each query is built once for an actor of that shape whose ids
are marks, by the same policies, and the marks in its parameters give way to the ids of whoever asks.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from qlcl.kernel.actors import Actor, Post

Build = Callable[[Actor, Sequence[int], date], QuerySet[Any]]

#: So many compiled queries are kept in a process.
KEPT = 500
#: Ids that no row has, and a day that nothing happened on, stand for those of whoever asks.
_FIRST_ID, _DAY = 7_000_000_000_000_000_000, date(1001, 2, 3)
_WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_compiled: dict[Hashable, "_Compiled | None"] = {}


def rows(name: str, build: Build, *, actor: Actor, ids: Iterable[int] = (), day: date) -> list[Any]:
    """What `build(actor, ids, day)` yields. `name` names it; it asks no database, and depends on nothing else.

    Raises `TypeError` when it uses a day that is neither the day nor a first or last day of its year, or an id as
    anything but a parameter: its compiled text would hold for one actor only.
    """
    asked = list(ids)
    keys = [key for key in asked if key < _FIRST_ID]  # no row has a larger one, and SQLite takes none
    if asked and not keys:
        return []
    if actor.is_system:
        return list(build(actor, keys, day))
    marks = _Marks(actor, keys)
    key = (name, connections["default"].vendor, marks.shape)
    if key not in _compiled:
        if len(_compiled) >= KEPT:
            _compiled.clear()
        _compiled[key] = _compile(build(marks.actor, marks.ids, _DAY), marks)
    found = _compiled[key]
    return found.run(marks.meanings, day) if found else []


class _Marks:
    """An actor and ids of the same shape, made of marks; what each mark means."""

    def __init__(self, actor: Actor, ids: list[int]) -> None:
        self.meanings: dict[int, int] = {}
        self._known: dict[tuple[str, int], int] = {}
        places = {province: self._mark("agency", province) for province in sorted(actor.oversees)}
        posts = tuple(self._post(post) for post in actor.posts)
        self.ids = [self._mark("agency", pk) for pk in ids]
        person = None if actor.person_id is None else self._mark("person", actor.person_id)
        self.actor = Actor(
            person_id=person, name="", day=_DAY, posts=posts, mandates=(), oversees=frozenset(places.values())
        )
        overseen = tuple(sorted(post.oversees) for post in posts)
        self.shape: Hashable = repr((self.actor, [tuple(o) for o in overseen], self.ids))

    def _post(self, post: Post) -> Post:
        return replace(
            post,
            position_id=self._mark("position", post.position_id),
            title="",
            agency_id=self._mark("agency", post.agency_id),
            province_id=self._mark("agency", post.province_id),
            place="",
            oversees=frozenset(self._mark("agency", province) for province in sorted(post.oversees)),
        )

    def _mark(self, kind: str, pk: int) -> int:
        if (kind, pk) not in self._known:
            mark = self._known[kind, pk] = _FIRST_ID + len(self._known)
            self.meanings[mark] = pk
        return self._known[kind, pk]


class _Compiled:
    """A compiled query: its text, its parameters with marks, and how Django reads its rows."""

    def __init__(self, queryset: Any) -> None:
        self._class, self._model, self._query = type(queryset), queryset.model, queryset.query
        self._iterable, self._fields = queryset._iterable_class, queryset._fields
        self._compiler = queryset.query.get_compiler(using="default")
        self._sql, self._params = self._compiler.as_sql()

    @property
    def params(self) -> Sequence[Any]:
        """The parameters, with marks."""
        return self._params

    def run(self, meanings: dict[int, int], day: date) -> list[Any]:
        """The rows with those ids and that day."""
        connection = connections["default"]
        days = _days(connection, day)
        params = tuple(_meant(param, meanings, days) for param in self._params)
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (self._sql, params)
        query = copy(self._query)
        query.get_compiler = lambda *args, **kwargs: compiler
        found = self._class(model=self._model, query=query, using="default")
        found._iterable_class, found._fields = self._iterable, self._fields
        return list(found)


def _compile(queryset: QuerySet[Any], marks: _Marks) -> _Compiled | None:
    """None where nothing can match."""
    try:
        made = _Compiled(queryset)
    except EmptyResultSet:
        return None
    known = _days(connections["default"], _DAY)
    for param in made.params:
        is_day = isinstance(param, date) or (isinstance(param, str) and _WRITTEN_DAY.fullmatch(param))
        is_mark = isinstance(param, int) and param >= _FIRST_ID
        if (is_day and param not in known) or (is_mark and param not in marks.meanings):
            raise TypeError(f"a shaped query uses {param}, which is neither the day, its year nor an id of its actor")
    if any(str(mark) in made._sql for mark in marks.meanings):
        raise TypeError("a shaped query writes an id into its text")
    return made


def _days(connection: Any, day: date) -> dict[Any, Any]:
    """The day, its year and the year's first and last days as the engine takes them, under the marks for them."""
    adapt = connection.ops.adapt_datefield_value
    pairs = [(_DAY, day)] + [(date(_DAY.year, m, d), date(day.year, m, d)) for m, d in ((1, 1), (12, 31))]
    return {adapt(mark): adapt(meant) for mark, meant in pairs} | {_DAY.year: day.year}


def _meant(param: Any, meanings: dict[int, int], days: dict[Any, Any]) -> Any:
    if isinstance(param, int) and param in meanings:
        return type(param)(meanings[param])
    if isinstance(param, int | str | date) and param in days:
        return days[param] if not isinstance(param, int) else type(param)(days[param])
    return param
