"""Room for a large transaction in the embedded engine."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

#: KiB of pages that SQLite may hold while somebody imports; only pages that are used take memory.
_ROOM = 256_000


@contextmanager
def roomy() -> Iterator[None]:
    """Lets SQLite hold more pages meanwhile; PostgreSQL has memory of its own.

    Pages written in a transaction stay in memory until its end. Once they fill the usual cache, every other page is
    read again each time it is looked at, which makes a third of an import of ten thousand rows.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{_ROOM}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {usual}")
