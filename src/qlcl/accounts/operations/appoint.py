"""Appoints persons to positions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from qlcl.accounts.models import Appointment, Person, Position
from qlcl.accounts.policies import can_grant, managing_post
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations import parameters

#: How many days back somebody may be put in charge (quyền, phụ trách).
BACK_DAYS = "accounts.acting_back_days"


@dataclass(frozen=True, slots=True)
class AppointmentSpec:
    """A person to appoint; `acting` is quyền (Q.), temporarily in charge."""

    person: Person
    position: Position
    valid_from: date
    valid_until: date | None = None
    acting: bool = False
    basis: str = ""


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    specs: Sequence[AppointmentSpec],
    on: date,
    at: datetime,
    batch: str = "",
    seen: int | None = None,
) -> list[Appointment]:
    """Appoints persons. A head's position has one regular holder at a time; a consultant is appointed until a day.

    `seen` is the last event that the form of one position knew; a later one raises `Stale`.
    Raises Forbidden, `consultant_without_end`, `appointment_period`, `position_not_valid`, `acting_too_far_back`,
    `already_appointed`, `position_held`.
    """
    history.lock(*{history.province_chain(spec.position.agency.province_id) for spec in specs})
    history.reread(spec.position for spec in specs)
    for spec in specs:
        _check(actor, spec)
        if spec.acting and not (batch or actor.is_system):  # an import brings the past as it was
            refuse_too_far_back(spec.position, spec.valid_from, on)
        if seen is not None:
            history.refuse_touched([spec.position, *spec.position.appointments.all()], seen)
    refuse_overlaps(specs)
    appointments = Appointment.objects.bulk_create(
        [
            Appointment(
                person=s.person,
                position=s.position,
                valid_from=s.valid_from,
                valid_until=s.valid_until if s.valid_until is not None else s.position.valid_until,
                acting=s.acting,
                basis=s.basis.strip(),
            )
            for s in specs
        ],
        batch_size=500,
    )
    history.record(actor=actor, at=at, batch=batch, entries=[_entry(actor, a, on) for a in appointments])
    return appointments


def _check(actor: Actor, spec: AppointmentSpec) -> None:
    position = spec.position
    if not can_grant(actor, position.agency, position.role):
        raise Forbidden("Ông/bà không được bổ nhiệm vào vị trí này.")
    if position.role == Role.CONSULTANT and spec.valid_until is None:
        raise DomainError(
            "consultant_without_end", "Tư vấn là khách có thời hạn: hãy ghi ngày kết thúc.", field="valid_until"
        )
    if spec.valid_until is not None and spec.valid_until <= spec.valid_from:
        raise DomainError("appointment_period", "Ngày kết thúc phải sau ngày bắt đầu.", field="valid_until")
    refuse_outside_position(spec)


def refuse_outside_position(spec: AppointmentSpec) -> None:
    """Raises `position_not_valid`: nobody holds a position before it begins or after it ends."""
    position = spec.position
    ends_late = position.valid_until is not None and (
        spec.valid_from >= position.valid_until
        or (spec.valid_until is not None and spec.valid_until > position.valid_until)
    )
    if spec.valid_from < position.valid_from or ends_late:
        until = f" đến trước {position.valid_until:%d/%m/%Y}" if position.valid_until else ""
        raise DomainError(
            "position_not_valid",
            f"Vị trí {position.title} có từ {position.valid_from:%d/%m/%Y}{until}; hãy chọn ngày trong thời gian đó.",
            field="valid_from",
        )


def refuse_too_far_back(position: Position, valid_from: date, on: date, since: date | None = None) -> None:
    """Raises `acting_too_far_back` before the days that the province allows, or before `since`.

    Who is put in charge of days long past would seem to have decided what another did then.
    """
    first = on - timedelta(days=parameters.number(position.agency.province_id, BACK_DAYS, on))
    first = max(first, since) if since else first
    if valid_from < first:
        raise DomainError(
            "acting_too_far_back", f"Chỉ giao quyền, phụ trách từ ngày {first:%d/%m/%Y} trở đi.", field="valid_from"
        )


def refuse_overlaps(specs: Sequence[AppointmentSpec]) -> None:
    """The same person twice in a position, or two regular heads in one, at the same time."""
    ids = list({spec.position.pk for spec in specs})
    standing: dict[int, list[Appointment | AppointmentSpec]] = {}
    for start in range(0, len(ids), 500):
        rows = Appointment.objects.filter(position_id__in=ids[start : start + 500]).select_related("person")
        for row in rows.exclude(Q(valid_until__isnull=False) & Q(valid_until__lte=min(s.valid_from for s in specs))):
            standing.setdefault(row.position_id, []).append(row)
    for spec in specs:
        for other in standing.get(spec.position.pk, []):
            if _apart(spec, other):
                continue
            if other.person.pk == spec.person.pk:
                raise DomainError(
                    "already_appointed", f"{spec.person.full_name} đang giữ vị trí này trong thời gian đó."
                )
            if spec.position.role == Role.HEAD and not spec.acting and not other.acting:
                raise DomainError(
                    "position_held",
                    f"Vị trí {spec.position.title} đang do {other.person.full_name} giữ; hãy kết thúc bổ nhiệm đó "
                    "trước, hoặc ghi là quyền (Q.).",
                )
        standing.setdefault(spec.position.pk, []).append(spec)


def _apart(one: AppointmentSpec, other: Appointment | AppointmentSpec) -> bool:
    """The two periods share no day."""
    before = one.valid_until is not None and one.valid_until <= other.valid_from
    after = other.valid_until is not None and other.valid_until <= one.valid_from
    return before or after


def _entry(actor: Actor, appointment: Appointment, on: date) -> Entry:
    person, position = appointment.person, appointment.position
    manner = "giữ quyền" if appointment.acting else "giữ vị trí"
    return Entry(
        chain=history.province_chain(position.agency.province_id),
        act="accounts.appoint",
        on=on,
        summary=f"{person.full_name} {manner} {position.title} – {position.agency.name} "
        f"từ ngày {appointment.valid_from:%d/%m/%Y}",
        subject=Ref("person", person.pk, person.full_name),
        changed=[appointment],
        payload={"position": position.pk, "role": position.role, "from": appointment.valid_from},
        post=managing_post(actor, position.agency),
    )
