"""Rows that were read before their chain was locked, read again in place."""

from collections.abc import Iterable

from django.db.models import Model

from qlcl.kernel.errors import Unseen

CHUNK = 5000


def reread(rows: Iterable[Model]) -> None:
    """Fills the rows with what stands now, one query for each model.

    Whoever wrote between the reading and the lock must neither be written over nor sealed as before. Relations at
    hand stay where they still lead to the same row. Raises `Unseen` when a row is gone.
    """
    by_model: dict[type[Model], dict[int, list[Model]]] = {}
    for row in rows:
        by_model.setdefault(type(row), {}).setdefault(row.pk, []).append(row)
    for model, read in by_model.items():
        names = [field.attname for field in model._meta.concrete_fields]
        keys = list(read)
        for start in range(0, len(keys), CHUNK):
            part = keys[start : start + CHUNK]
            standing = model._default_manager.in_bulk(part)
            for key in part:
                if key not in standing:
                    raise Unseen
                for row in {id(same): same for same in read[key]}.values():
                    for name in names:
                        setattr(row, name, getattr(standing[key], name))
