"""Tells those concerned by an inspection inside the product: the agency's people, the province's."""

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
    told = holders([inspection.agency_id], ANSWERERS, on)
    link = reverse(page, args=[inspection.pk])
    notes = [Note(pk, text, link) for pk in dict.fromkeys(holder.position_id for holder in told)]
    return notify(notes=notes, actor=actor, on=on, at=at)


def tell_province(*, inspection: Inspection, text: str, actor: Actor, on: date, at: datetime) -> int:
    """One line to the province's inspectors and officers; how many are new."""
    roles = (Role.INSPECTOR, Role.PROVINCIAL_OFFICER)
    told = Position.objects.valid_on(on).filter(agency__province_id=inspection.province_id, role__in=roles)
    link = reverse("inspections:inspection", args=[inspection.pk])
    notes = [Note(pk, text, link) for pk in told.values_list("pk", flat=True)]
    return notify(notes=notes, actor=actor, on=on, at=at)
