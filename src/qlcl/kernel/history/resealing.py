"""Seals rows anew after a migration changed the sealed fields of their model."""

from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.db.models import Model

from qlcl.kernel.actors import Actor
from qlcl.kernel.history.entries import Entry, Ref
from qlcl.kernel.history.recording import record

CHUNK = 2000


@transaction.atomic
def reseal(model: type[Model], *, actor: Actor, reason: str, on: date, at: datetime) -> int:
    """Appends seals of every row of the model in its present shape; returns how many rows were sealed.

    A migration calls it after `verify` passed on the old shape, with the seal shape of the model raised by one.
    """
    label, sealed = model._meta.label_lower, 0
    rows = model._default_manager.order_by("pk").iterator(CHUNK)
    while part := list(islice(rows, CHUNK)):
        entry = Entry(
            chain=f"model:{label}",
            act="history.reseal",
            on=on,
            summary=reason,
            subject=Ref("model", 0, str(model._meta.verbose_name)),
            changed=part,
            payload={"model": label, "shape": model.seal_shape},  # type: ignore[attr-defined]
        )
        record(actor=actor, at=at, entries=[entry])
        sealed += len(part)
    return sealed
