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
    found = [pk for pk, _act, by in _authors(chains, start, end) if by.get("mandate") == delegation_id]
    return events_of(ids=found[:limit], limit=limit, with_changes=False) if found else []


def done_in_post(
    *, position_id: int, chains: Sequence[str], start: date, end: date, also: str = ""
) -> list[TimelineEntry]:
    """The acts of those chains done in a position, or being `also`, with a legal day in that time, newest first."""
    found = [
        pk
        for pk, act, by in _authors(chains, start, end)
        if by.get("position") == position_id or (also and act == also)
    ]
    return events_of(ids=found, limit=len(found), with_changes=False) if found else []


def _authors(chains: Sequence[str], start: date, end: date) -> list[tuple[int, str, dict[str, object]]]:
    rows = (
        Event.objects.filter(chain__key__in=list(chains), on__gte=start, on__lt=end)
        .order_by("-id")
        .values_list("id", "act", "payload")[:MOST]
    )
    return [(pk, act, json.loads(payload)["by"]) for pk, act, payload in rows]
