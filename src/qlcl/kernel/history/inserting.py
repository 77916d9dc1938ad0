"""Inserts many rows with reserved ids: one call per table, the same on both engines."""

from collections.abc import Sequence
from json import dumps
from typing import Any

from django.db import connection
from django.db.models import Model


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
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


def update_heads(rows: Sequence[tuple[int, int, str]]) -> None:
    """Moves the heads of chains: (id, seq, head)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            moved = [{"id": key, "seq": seq, "head": head} for key, seq, head in rows]
            cursor.execute(
                "UPDATE kernel_chain c SET seq = d.seq, head = d.head"
                " FROM json_to_recordset(%s::json) AS d(id bigint, seq bigint, head text) WHERE c.id = d.id",
                [dumps(moved)],
            )
        else:
            cursor.executemany(
                "UPDATE kernel_chain SET seq = %s, head = %s WHERE id = %s",
                [(seq, head, key) for key, seq, head in rows],
            )
