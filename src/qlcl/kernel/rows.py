"""Writes many rows of plain values with few statements; ten thousand cost less than the ORM's first hundred.

Both engines take the rows as a table inside the statement: PostgreSQL as a list per column, SQLite as `VALUES`. A
statement for each row costs SQLite half as much again, for it remembers the pages that a failing one would restore.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

#: What both engines take as it is.
PLAIN = frozenset({str, int, bool, bytes, type(None)})
#: Rows in one statement on PostgreSQL, parameters in one on SQLite, which takes 32,766.
_PART, _PARAMETERS = 20_000, 5_000

Values = Sequence[Sequence[Any]]


@lru_cache(4096)
def _adapt(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _field(model: type[Model], name: str) -> Field:
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    assert found.column is not None
    return found


def _quoted(names: Sequence[str | None]) -> str:
    return ", ".join(connection.ops.quote_name(str(name)) for name in names)


def values_tables(rows: Values, width: int) -> Iterator[tuple[str, list[Any]]]:
    """SQLite: the rows as `VALUES` clauses with their parameters, some hundreds in each."""
    row, size = f"({', '.join(['%s'] * width)})", max(1, _PARAMETERS // width)
    whole = f"VALUES {', '.join([row] * size)}"
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        clause = whole if len(part) == size else f"VALUES {', '.join([row] * len(part))}"
        yield clause, [value if type(value) in PLAIN else _adapt(value) for values in part for value in values]


def _tables(rows: Values, fields: Sequence[Field]) -> Iterator[tuple[str, list[Any]]]:
    """The rows as tables that stand in a statement, with their parameters."""
    if connection.vendor != "postgresql":
        yield from values_tables(rows, len(fields))
        return
    table = f"SELECT * FROM UNNEST({', '.join(f'%s::{field.db_type(connection)}[]' for field in fields)})"
    for start in range(0, len(rows), _PART):
        yield table, [list(column) for column in zip(*rows[start : start + _PART], strict=True)]


def insert_new(model: type[Model], fields: Sequence[str], rows: Values) -> int:
    """Inserts the rows that no unique constraint knows yet; returns how many were new."""
    found = [_field(model, name) for name in fields]
    into = f"INSERT INTO {_quoted([model._meta.db_table])} ({_quoted([f.column for f in found])})"
    new = 0
    with connection.cursor() as cursor:
        for table, values in _tables(rows, found):
            cursor.execute(f"{into} {table} ON CONFLICT DO NOTHING", values)
            new += cursor.rowcount
    return new


def update_by_key(model: type[Model], fields: Sequence[str], rows: Values) -> None:
    """Updates each row: its key stands last in the sequence, the values of `fields` before it."""
    found = [*(_field(model, name) for name in fields), _field(model, "id")]
    names = _quoted([field.column for field in found])
    update = f"UPDATE {_quoted([model._meta.db_table])} AS t SET {_setters(found[:-1])}"
    with connection.cursor() as cursor:
        for table, values in _tables(rows, found):
            given = f"WITH k({names}) AS ({table}) SELECT * FROM k"
            cursor.execute(f"{update} FROM ({given}) AS d WHERE t.id = d.id", values)


def update_where(model: type[Model], fields: Sequence[str], by: str, rows: Values, where: Mapping[str, Any]) -> int:
    """Updates all rows that agree with `where` and whose `by` stands last in one of `rows`; returns how many.

    The values of `fields` stand before it. A list in `where` means one of its values. The rows are found first, by
    `by`: the engine must not begin with what `where` says, which may be most of the table (the limit, which limits
    nothing, keeps SQLite from looking through all of it for each row).
    """
    found = [*(_field(model, name) for name in fields), _field(model, by)]
    table_name, names = _quoted([model._meta.db_table]), _quoted([field.column for field in found])
    wanted: list[Any] = []
    conditions = [f"s.{_quoted([found[-1].column])} = k.{_quoted([found[-1].column])}"]
    for name, value in where.items():
        some = list(value) if isinstance(value, list | tuple) else [value]
        conditions.append(f"s.{_quoted([_field(model, name).column])} IN ({', '.join(['%s'] * len(some))})")
        wanted += some
    which = f"SELECT s.id, k.* FROM k CROSS JOIN {table_name} AS s WHERE {' AND '.join(conditions)}"
    update = f"UPDATE {table_name} AS t SET {_setters(found[:-1])}"
    changed = 0
    with connection.cursor() as cursor:
        for table, values in _tables(rows, found):
            given = f"WITH k({names}) AS ({table}), m AS ({which} LIMIT {2**60}) SELECT * FROM m"
            cursor.execute(f"{update} FROM ({given}) AS d WHERE t.id = d.id", [*values, *wanted])
            changed += cursor.rowcount
    return changed


def _setters(fields: Sequence[Field]) -> str:
    return ", ".join(f"{column} = d.{column}" for column in (_quoted([field.column]) for field in fields))
