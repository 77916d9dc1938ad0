"""Closes duties that history must have seen done although no record says when or by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.rows import update_by_key
from qlcl.kernel.actors import Actor

_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Presumption:
    """By `on` the system must have been past these acts of the source; `event` is the import that says so."""

    system_id: int
    on: date
    event: int


@transaction.atomic
def close_unknown(
    *,
    presumptions: Sequence[Presumption],
    acts: Sequence[str],
    source: tuple[str, int],
    actor: Actor,
    at: datetime,
) -> int:
    """Closes the open duties of the source for those acts with the outcome “unknown”; returns how many.

    Neither on time nor late: nobody knows. A record that turns up later makes them done (`discharge`).
    """
    known = {p.system_id: p for p in presumptions}
    ids = sorted(known)
    rows: list[tuple[object, ...]] = []
    for start in range(0, len(ids), _CHUNK):
        waiting = (
            Duty.objects.open()
            .of_source(*source)
            .filter(act__in=list(acts), system_id__in=ids[start : start + _CHUNK])
            .values_list("id", "system_id")
        )
        rows += [(known[s].on, Outcome.UNKNOWN.value, known[s].event, None, duty) for duty, s in waiting]
    update_by_key(Duty, ("closed_on", "outcome", "closed_by", "next_rung_on"), rows)
    return len(rows)
