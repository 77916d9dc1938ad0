"""Tells the other side: the agency what the province did with its inspection, the province what the agency sent."""

from collections.abc import Sequence
from datetime import date, datetime

from qlcl.duties.operations.notify import Note, notify
from qlcl.duties.queries.recipients import recipients
from qlcl.inspections.models import Inspection
from qlcl.kernel.actors import Actor, Role

#: Positions of the inspected agency that are told.
ANSWERING = (Role.HEAD, Role.ISO_SECRETARY)
#: Positions of the province that are told.
FOLLOWING = (Role.PROVINCIAL_OFFICER, Role.INSPECTOR)


def tell_agencies(
    said: Sequence[tuple[Inspection, str]], link: str, topic: str, *, actor: Actor, on: date, at: datetime
) -> int:
    """Tells each agency's head and secretary; `link` is the tail of the inspection's address. Returns how many."""
    if not said:
        return 0
    told = recipients(
        province_id=said[0][0].province_id, agency_ids={i.agency_id for i, _text in said}, position_ids=(), day=on
    )
    notes = [
        Note(found.position_id, text, address(inspection, link), topic=f"{topic}:{inspection.pk}")
        for inspection, text in said
        for role in ANSWERING
        for found in told.local.get((inspection.agency_id, role), [])
    ]
    return notify(notes=notes, actor=actor, on=on, at=at)


def tell_province(
    inspection: Inspection, text: str, link: str, topic: str, *, actor: Actor, on: date, at: datetime
) -> int:
    """Tells those who inspect the province; returns how many."""
    told = recipients(province_id=inspection.province_id, agency_ids=(), position_ids=(), day=on)
    notes = [
        Note(found.position_id, text, address(inspection, link), topic=f"{topic}:{inspection.pk}")
        for role in FOLLOWING
        for found in told.provincial.get(role, [])
    ]
    return notify(notes=notes, actor=actor, on=on, at=at)


def address(inspection: Inspection, tail: str = "") -> str:
    """A page of the inspection."""
    return f"/kiem-tra/{inspection.pk}/{tail}"
