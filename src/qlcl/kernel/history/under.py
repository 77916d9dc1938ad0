"""What was done under a delegation."""

import json
from collections.abc import Sequence
from datetime import date

from qlcl.kernel.history.timeline import TimelineEntry, events_of
from qlcl.kernel.models import Event

#: An agency's acts of a year are some hundreds; a paper holds for a year or two.
MOST = 5000


def done_under(
    *, delegation_id: int, chains: Sequence[str], start: date, end: date, limit: int = 50
) -> list[TimelineEntry]:
    """The acts that cite the delegation among those of the chains with a legal day in its time, newest first."""
    rows = (
        Event.objects.filter(chain__key__in=list(chains), on__gte=start, on__lt=end)
        .order_by("-id")
        .values_list("id", "payload")[:MOST]
    )
    found = [pk for pk, payload in rows if json.loads(payload)["by"].get("mandate") == delegation_id]
    return events_of(ids=found[:limit], limit=limit, with_changes=False) if found else []
