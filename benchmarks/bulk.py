"""Writes many rows at once, as an import of that size would not."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Model

from qlcl.kernel.history.inserting import insert_objects, unsaved

CHUNK = 20_000


def write(model: type[Model], values: Iterator[dict[str, Any]]) -> None:
    """Inserts them, so many at a time; the caller is in a transaction."""
    while chunk := list(islice(values, CHUNK)):
        insert_objects(unsaved(model, chunk))
