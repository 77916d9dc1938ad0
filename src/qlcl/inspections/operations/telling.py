"""Tells those concerned by an inspection inside the product: the agency's people, the province's."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from qlcl.accounts.models import Position
from qlcl.accounts.queries import holders
from qlcl.duties.operations.notify import Note, notify
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import ANSWERERS
from qlcl.kernel.actors import Actor, Role


def tell_agency(
    *, inspection: Inspection, text: str, actor: Actor, on: date, at: datetime, page: str = "inspections:inspection"
) -> int:
    """One line to whoever answers for the inspected agency; how many are new."""
    return tell_agencies(said=[(inspection, text)], actor=actor, on=on, at=at, page=page)


def tell_agencies(
    *,
    said: Sequence[tuple[Inspection, str]],
    actor: Actor,
    on: date,
    at: datetime,
    page: str = "inspections:inspection",
) -> int:
    """The same for many agencies, each its own line; two queries."""
    told: dict[int, list[int]] = {}
    for holder in holders({inspection.agency_id for inspection, _text in said}, ANSWERERS, on):
        told.setdefault(holder.agency_id, []).append(holder.position_id)
    notes = [
        Note(position, text, reverse(page, args=[inspection.pk]))
        for inspection, text in said
        for position in dict.fromkeys(told.get(inspection.agency_id, []))
    ]
    return notify(notes=notes, actor=actor, on=on, at=at)


def tell_province(
    *, inspection: Inspection, text: str, actor: Actor, on: date, at: datetime, page: str = "inspections:inspection"
) -> int:
    """One line to the province's inspectors and officers; how many are new."""
    roles = (Role.INSPECTOR, Role.PROVINCIAL_OFFICER)
    told = Position.objects.valid_on(on).filter(agency__province_id=inspection.province_id, role__in=roles)
    link = reverse(page, args=[inspection.pk])
    notes = [Note(pk, text, link) for pk in told.values_list("pk", flat=True)]
    return notify(notes=notes, actor=actor, on=on, at=at)
