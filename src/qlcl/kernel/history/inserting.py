"""Inserts many rows with reserved ids: one call per table, the same on both engines."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState

from qlcl.kernel.rows import PLAIN, values_tables


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """The next `count` ids of the table, ascending. SQLite: the caller holds the write lock."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return sorted(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)", [table])
        first = cursor.fetchone()[0] + 1
    return list(range(first, first + count))


def insert_rows(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Inserts plain values in the order of `columns`."""
    if not rows:
        return
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # a cursor of Django names its errors, the copy that it hands out does not
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            for values, parameters in values_tables(rows, len(columns)):
                cursor.execute(f"INSERT INTO {table} ({names}) {values}", parameters)


M = TypeVar("M", bound=Model)


def unsaved(model: type[M], values: Iterable[dict[str, Any]]) -> list[M]:
    """Unsaved rows from their columns (`agency_id`, not `agency`), the others at their defaults.

    What the constructor makes in four times the time; only for defaults that no row changes in place.
    """
    defaults = {field.attname: field.get_default() for field in model._meta.concrete_fields}
    rows = []
    for given in values:
        row = model.__new__(model)
        row.__dict__.update(defaults, **given)
        row._state = ModelState()
        rows.append(row)
    return rows


def number_rows(rows: Sequence[Model]) -> None:
    """Gives each unsaved row of one model its id, in order; the caller inserts them in the same transaction."""
    if rows:
        for row, key in zip(rows, reserve_ids(type(rows[0]), len(rows)), strict=True):
            row.pk = key


def insert_objects(rows: Sequence[Model]) -> None:
    """Inserts unsaved rows of one model, numbering those without ids: a third of the time that the ORM takes.

    Every constraint holds as for any other insert; the caller is in a transaction that may write.
    """
    if not rows:
        return
    number_rows([row for row in rows if row.pk is None])
    model = type(rows[0])
    fields = [(field, field.attname) for field in model._meta.concrete_fields]
    adapted: dict[Any, Any] = {}  # a day is written ten thousand times
    values = []
    for row in rows:
        given, out = row.__dict__, []
        for field, name in fields:
            value = given[name]
            kind = type(value)
            if kind in PLAIN:
                out.append(value)
            elif kind is date:
                if value not in adapted:
                    adapted[value] = field.get_db_prep_save(value, connection)
                out.append(adapted[value])
            else:
                out.append(field.get_db_prep_save(value, connection))
        values.append(out)
        row._state.adding, row._state.db = False, connection.alias
    insert_rows(model, [field.column for field, _ in fields], values)
