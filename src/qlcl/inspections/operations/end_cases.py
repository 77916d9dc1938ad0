"""Ends the inspections of systems that have ended: nothing of theirs stays open."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.inspections.enums import UNMADE, Status
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.recording_cases import reference
from qlcl.kernel import history
from qlcl.kernel.actors import Actor

ACT = "inspections.end_case"
_CHUNK = 2000


@transaction.atomic
def end_cases(*, actor: Actor, system_ids: Sequence[int], reason: str, on: date, at: datetime, batch: str = "") -> int:
    """What was not made yet is cancelled with the reason, what was made is closed; returns how many.

    Called by the operation that ends the agencies, which has judged who may. What was found ends with its own room.
    """
    ended = 0
    for start in range(0, len(system_ids), _CHUNK):
        live = Inspection.objects.live().filter(system_id__in=list(system_ids[start : start + _CHUNK]))
        rows = list(live.select_related("agency").order_by("pk"))
        _end(rows, reason, actor, on, at, batch)
        ended += len(rows)
    return ended


def _end(rows: Sequence[Inspection], reason: str, actor: Actor, on: date, at: datetime, batch: str) -> None:
    for row in rows:
        if row.status in UNMADE:
            row.status, row.cancel_reason = Status.CANCELLED, (reason or "Cơ quan kết thúc")[:300]
        else:
            row.status, row.closed_on = Status.CLOSED, on
    Inspection.objects.bulk_update(rows, ["status", "cancel_reason", "closed_on"], batch_size=200)
    entries = [
        history.Entry(
            chain=history.system_chain(row.system_id), act=ACT, on=on,
            summary=f"Kết thúc theo cơ quan: {reason}"[:500], subject=reference(row), changed=[row],
            payload={"agency": row.agency_id, "status": str(row.status)},
        )
        for row in rows
    ]  # fmt: skip
    history.record(actor=actor, at=at, entries=entries, batch=batch)
