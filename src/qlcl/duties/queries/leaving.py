"""What somebody leaves behind in an agency: his positions there, what is open on each, and who might take it on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import ApiToken, Appointment, Delegation, Person
from qlcl.duties.models import Duty, DutyQuerySet, Notice
from qlcl.kernel import catalogue
from qlcl.kernel.actors import PROVINCIAL, Role
from qlcl.organisations.queries import oversight_ids


@dataclass(slots=True)
class Left:
    """One position he holds, with what is open on it."""

    appointment: Appointment
    duties: list[Duty] = field(default_factory=list)
    unread: int = 0
    tokens: int = 0
    given: list[Delegation] = field(default_factory=list)
    received: list[Delegation] = field(default_factory=list)
    others: list[Appointment] = field(default_factory=list)

    @property
    def role_label(self) -> str:
        """The role in Vietnamese."""
        return str(RoleChoice(self.appointment.position.role).label)

    @property
    def alone(self) -> bool:
        """Nobody else in the agency holds the role."""
        return not self.others

    @property
    def only_he(self) -> list[str]:
        """What nobody else could do from that day on: the head's acts, for one."""
        if self.others:
            return []
        role = self.appointment.position.role
        if role == Role.HEAD:
            return [act.label for act in catalogue.acts() if act.head_only]
        return [f"Việc của {self.role_label}: cơ quan không còn ai khác giữ vai trò này."]


@dataclass(slots=True)
class Leaving:
    """Everything he leaves in the agency; `people` hold posts there and might take it on."""

    person: Person
    positions: list[Left]
    people: list[Person]
    standing: list[Appointment]

    @property
    def duty_ids(self) -> frozenset[int]:
        """Every open duty on any of his positions."""
        return frozenset(duty.pk for left in self.positions for duty in left.duties)


def leaving_of(person: Person, agency_id: int, day: date) -> Leaving:
    """What the person would leave in the agency on the day; consultants leave by their exit list. Five queries."""
    standing = _appointments(agency_id, day)
    own = [a for a in standing if a.person_id == person.pk and a.position.role != Role.CONSULTANT]
    found = [
        Left(
            appointment=a,
            unread=a.unread,  # type: ignore[attr-defined]
            tokens=a.live_tokens,  # type: ignore[attr-defined]
            others=[o for o in standing if o.position.role == a.position.role and o.person_id != person.pk],
        )
        for a in own
    ]
    _add_duties(found)
    _add_delegations(found, day)
    known = {a.person_id: a.person for a in standing if a.person_id != person.pk and a.person.is_active}
    people = sorted(known.values(), key=lambda p: bytes(p.name_sort))
    return Leaving(person=person, positions=found, people=people, standing=standing)


def _appointments(agency_id: int, day: date) -> list[Appointment]:
    """Appointments of the agency that hold on the day or will, with unread notices and live tokens counted."""
    unread = (
        Notice.objects.filter(position_id=OuterRef("position_id"), read_at__isnull=True)
        .values("position_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    tokens = (
        ApiToken.objects.filter(appointment_id=OuterRef("pk"), revoked_at__isnull=True, valid_until__gt=day)
        .values("appointment_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = (
        Appointment.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), position__agency_id=agency_id)
        .filter(Q(position__valid_until__isnull=True) | Q(position__valid_until__gt=day))
        .exclude(valid_until=F("valid_from"))
        .select_related("person", "position__agency")
        .annotate(
            unread=Coalesce(Subquery(unread, output_field=IntegerField()), 0),
            live_tokens=Coalesce(Subquery(tokens, output_field=IntegerField()), 0),
        )
        .order_by("acting", "position_id", "pk")
    )
    return list(rows)


def open_duties_on(positions: Iterable[Appointment]) -> DutyQuerySet:
    """Open duties of those very positions, and of their roles where none was named."""
    owed = Q(pk__in=())
    for appointment in positions:
        position = appointment.position
        owed |= Q(position_id=position.pk)
        if position.role in PROVINCIAL:
            provinces = oversight_ids([position.agency.province_id])
            owed |= Q(role=position.role, system__province_id__in=provinces, position__isnull=True)
        else:
            owed |= Q(agency_id=position.agency_id, role=position.role, position__isnull=True)
    return Duty.objects.open().filter(owed).select_related("agency").order_by("due_on", "sequence", "pk")


def _add_duties(found: list[Left]) -> None:
    if not found:
        return
    by_position = {left.appointment.position_id: left for left in found}
    for duty in open_duties_on([left.appointment for left in found]):
        if duty.position_id is not None:
            named = by_position.get(duty.position_id)
            if named:
                named.duties.append(duty)
            continue
        for left in found:
            if left.appointment.position.role == duty.role:
                left.duties.append(duty)


def _add_delegations(found: list[Left], day: date) -> None:
    ids = [left.appointment.position_id for left in found]
    rows = Delegation.objects.filter(
        Q(from_position_id__in=ids) | Q(to_position_id__in=ids), valid_until__gt=day
    ).select_related("from_position", "to_position")
    for delegation in rows if ids else ():
        for left in found:
            if delegation.from_position_id == left.appointment.position_id:
                left.given.append(delegation)
            elif delegation.to_position_id == left.appointment.position_id:
                left.received.append(delegation)
