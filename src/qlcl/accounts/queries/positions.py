"""Positions and their holders, shaped for lists and pages."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import Appointment, Position
from qlcl.accounts.policies import visible_appointments, visible_positions
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import Unseen


def positions_listed(
    actor: Actor, *, day: date, agency_code: str = "", role: str = "", state: str = ""
) -> QuerySet[Position]:
    """Visible positions with their holders: those of the day, or only empty ones ("trong"), or ended ones ("het")."""
    holders = Appointment.objects.valid_on(day).select_related("person").order_by("acting", "pk")
    positions = (
        visible_positions(actor)
        .select_related("agency")
        .prefetch_related(Prefetch("appointments", holders, to_attr="held"))
    )
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


def holder_names(position: Position) -> list[str]:
    """The names of the holders that `positions_listed` found with the position."""
    held: list[Appointment] = position.held  # type: ignore[attr-defined]
    return [f"{a.person.full_name} (Q.)" if a.acting else a.person.full_name for a in held]


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


def position_seen(position: Position) -> int:
    """The last event that touched the position or an appointment to it, for a form to carry."""
    return history.last_event_touching([position, *position.appointments.all()])


def people_to_put_in_charge(position: Position, day: date, *, deputies_only: bool) -> list[tuple[int, str]]:
    """Who may be in charge of a head's position: deputies of the agency, for an administrator anybody of it."""
    held = Appointment.objects.valid_on(day).filter(position__agency_id=position.agency_id, person__is_active=True)
    held = held.exclude(position__role=Role.CONSULTANT)
    if deputies_only:
        held = held.filter(position__role=Role.DEPUTY)
    rows = held.exclude(position=position).select_related("person", "position").order_by("person__name_sort", "pk")
    return list({a.person_id: f"{a.person.full_name}, {a.position.title}" for a in rows[:200]}.items())
