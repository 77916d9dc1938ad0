"""Positions and their holders, shaped for lists and pages."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import Appointment, Position
from qlcl.accounts.policies import visible_appointments, visible_positions
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen


def positions_listed(
    actor: Actor, *, day: date, agency_code: str = "", role: str = "", state: str = ""
) -> QuerySet[Position]:
    """Visible positions: those of the day, or only the empty ones ("trong"), or the ended ones ("het")."""
    positions = visible_positions(actor).select_related("agency")
    if agency_code:
        positions = positions.filter(agency__code=agency_code)
    if role in RoleChoice.values:
        positions = positions.filter(role=role)
    if state == "het":
        return positions.filter(valid_until__lte=day)
    positions = positions.filter(pk__in=Position.objects.valid_on(day))
    if state == "trong":
        held = Appointment.objects.valid_on(day).filter(position=OuterRef("pk"))
        positions = positions.filter(~Exists(held))
    return positions


def holders_by_position(positions: Iterable[Position], day: date) -> None:
    """Puts on each position, as `held_by`, the names of its holders on the day; one query for all."""
    by_id = {position.pk: position for position in positions}
    for position in by_id.values():
        position.held_by = []  # type: ignore[attr-defined]
    held = Appointment.objects.valid_on(day).filter(position_id__in=list(by_id)).order_by("acting", "pk")
    for appointment in held.select_related("person"):
        name = appointment.person.full_name
        names = by_id[appointment.position_id].held_by  # type: ignore[attr-defined]
        names.append(f"{name} (Q.)" if appointment.acting else name)


def holders_shown(position: Position, day: date) -> list[Appointment]:
    """Who holds and held the position, the latest first; `in_force` tells who holds it on the day."""
    found = list(position.appointments.select_related("person").order_by("-valid_from", "-pk")[:100])
    for appointment in found:
        until = appointment.valid_until
        appointment.in_force = appointment.valid_from <= day and (until is None or until > day)  # type: ignore[attr-defined]
        appointment.can_end = until is None or until > day  # type: ignore[attr-defined]
    return found


def position_by_id(actor: Actor, pk: int) -> Position:
    """The position, if the actor may see it; raises Unseen."""
    position = visible_positions(actor).select_related("agency", "division").filter(pk=pk).first()
    if position is None:
        raise Unseen
    return position


def appointment_by_id(actor: Actor, pk: int) -> Appointment:
    """The appointment, if the actor may see it; raises Unseen."""
    found = visible_appointments(actor).select_related("person", "position__agency").filter(pk=pk).first()
    if found is None:
        raise Unseen
    return found
