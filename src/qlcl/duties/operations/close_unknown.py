"""Closes duties that history must have seen done although no record says when or by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.kernel.actors import Actor
from qlcl.kernel.rows import update_where


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
    return update_where(
        Duty,
        ("closed_on", "outcome", "closed_by", "next_rung_on"),
        "system",
        [(p.on, Outcome.UNKNOWN.value, p.event, None, system) for system, p in sorted(known.items())],
        {"act": list(acts), "source_kind": source[0], "source_id": source[1], "outcome": ""},
    )
