"""Answers remembered in each process for as long as nobody has written anything.

What a province counts is counted again only after something was written, whoever wrote it and by whatever way: the
engine itself says so, not the acts that we record. SQLite counts the commits of others and the rows changed by this
connection; PostgreSQL names the transactions that a reader sees. The mark is read before the answer, so an answer is
never older than its mark. Inside a transaction nothing is remembered: its own writing is not told yet.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

#: So many answers are kept in a process, and none longer than so many rows.
KEPT, LONGEST = 128, 20_000
Answer = TypeVar("Answer", bound=tuple[Any, ...])

_answers: OrderedDict[Hashable, tuple[Hashable, tuple[Any, ...]]] = OrderedDict()


def remembered(key: Hashable, read: Callable[[], Answer]) -> Answer:
    """What `read` gave for `key` since the last writing, else what it gives now; at most one small query more.

    `key` names everything that the answer depends on but the records: the question, the days, who asks. An answer is
    a tuple of what nobody changes in place.
    """
    mark = _mark()
    if mark is None:
        return read()
    known = _answers.get(key)
    if known is not None and known[0] == mark:
        _answers.move_to_end(key)
        return known[1]  # type: ignore[return-value]
    answer = read()
    if len(answer) <= LONGEST:
        _answers[key] = mark, answer
        while len(_answers) > KEPT:
            _answers.popitem(last=False)
    return answer


def remembered_rows(rows: QuerySet[Any, Any]) -> tuple[Any, ...]:
    """The rows of a query of plain values, remembered by its text; whoever asks stands in the text."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return ()
    return remembered(("rows", sql, repr(params)), lambda: tuple(rows))


def forget() -> None:
    """Forgets everything, to measure what an answer costs."""
    _answers.clear()


def _mark() -> Hashable | None:
    """What changes whenever anything is written; None where that cannot be told."""
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_current_snapshot()::text")
            return connection.settings_dict["NAME"], cursor.fetchone()[0]
        cursor.execute("PRAGMA data_version")
        own = connection.connection  # itself, not its id: numbers of another connection would mean nothing
        return own, cursor.fetchone()[0], own.total_changes
