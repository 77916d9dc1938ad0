"""Ends appointments, singly or with the positions and agencies they rest on."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model, Q

from qlcl.accounts.models import Appointment, Delegation, Position
from qlcl.accounts.policies import can_grant, managing_post, visible_appointments
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref


@transaction.atomic
def end_appointment(
    *,
    actor: Actor,
    appointment_id: int,
    until: date,
    reason: str,
    on: date,
    at: datetime,
    batch: str = "",
    seen: int | None = None,
) -> Appointment:
    """The person no longer holds the position from `until` on; his tokens end with it, the duties stay.

    `seen` is the last event that the form knew. Raises Unseen, Forbidden, `Stale`, `appointment_ended`,
    `appointment_period`, `last_administrator`.
    """
    found = visible_appointments(actor).filter(pk=appointment_id)
    province_id = found.values_list("position__agency__province_id", flat=True).first()
    if province_id is None:
        raise Unseen
    history.lock(history.province_chain(province_id))
    appointment = Appointment.objects.select_related("person", "position__agency").get(pk=appointment_id)
    position = appointment.position
    if not can_grant(actor, position.agency, position.role):
        raise Forbidden("Ông/bà không quản lý người giữ vị trí này.")
    history.refuse_touched([appointment], seen)
    if appointment.valid_until is not None and appointment.valid_until <= until:
        raise DomainError("appointment_ended", f"Bổ nhiệm đã kết thúc từ ngày {appointment.valid_until:%d/%m/%Y}.")
    if until < appointment.valid_from:
        raise DomainError(
            "appointment_period",
            f"Ngày thôi giữ vị trí không được trước ngày bắt đầu {appointment.valid_from:%d/%m/%Y}.",
            field="until",
        )
    _keep_one_administrator(appointment, until)
    appointment.valid_until, appointment.end_reason = until, reason
    appointment.save(update_fields=["valid_until", "end_reason"])
    entry = Entry(
        chain=history.province_chain(province_id),
        act="accounts.end_appointment",
        on=on,
        summary=f"{appointment.person.full_name} thôi giữ vị trí {position.title} – {position.agency.name}: {reason}",
        subject=Ref("person", appointment.person_id, appointment.person.full_name),
        changed=[appointment],
        payload={"position": position.pk, "until": until},
        post=managing_post(actor, position.agency),
    )
    history.record(actor=actor, at=at, entries=[entry], batch=batch)
    return appointment


def _keep_one_administrator(appointment: Appointment, until: date) -> None:
    """A province without an administrator could not be mended from inside."""
    if appointment.position.role != Role.ADMINISTRATOR:
        return
    others = (
        Appointment.objects.valid_on(until)
        .filter(position__role=Role.ADMINISTRATOR, person__is_active=True)
        .filter(position__agency__province_id=appointment.position.agency.province_id)
        .exclude(pk=appointment.pk)
    )
    if not others.exists():
        raise DomainError(
            "last_administrator",
            "Đây là người quản trị cuối cùng của tỉnh; hãy bổ nhiệm người quản trị khác trước.",
        )


def close_what_rests_on(positions: Sequence[Position], *, until: date, reason: str) -> list[Model]:
    """Ends appointments to the positions and delegations from and to them; returns the rows changed.

    The caller holds the chains, has checked the policy and records the rows. What would begin later is emptied.
    """
    ids = [position.pk for position in positions]
    changed: list[Model] = []
    later = Q(valid_until__isnull=True) | Q(valid_until__gt=until)
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        appointments = Appointment.objects.filter(later, position_id__in=part)
        delegations = Delegation.objects.filter(later, Q(from_position_id__in=part) | Q(to_position_id__in=part))
        held, given = list(appointments), list(delegations)
        rows: list[Appointment | Delegation] = [*held, *given]
        for row in rows:
            row.valid_until, row.end_reason = max(until, row.valid_from), reason
        Appointment.objects.bulk_update(held, ["valid_until", "end_reason"])
        Delegation.objects.bulk_update(given, ["valid_until", "end_reason"])
        changed += rows
    return changed


@transaction.atomic
def end_positions_of_agencies(
    *, actor: Actor, agency_ids: Sequence[int], until: date, reason: str, on: date, at: datetime, batch: str = ""
) -> list[Position]:
    """Ends every position of agencies that end, with appointments and delegations; for reorganisations.

    The caller has checked that the actor may end the agencies.
    """
    found: list[Position] = []
    for start in range(0, len(agency_ids), 500):
        part = Position.objects.filter(agency_id__in=agency_ids[start : start + 500]).select_related("agency")
        found += part.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=until))
    positions = [position for position in found if position.valid_from < until]
    history.lock(*{history.province_chain(p.agency.province_id) for p in positions})
    history.reread(positions)
    rows = close_what_rests_on(positions, until=until, reason=reason)
    for position in positions:
        position.valid_until = until
    Position.objects.bulk_update(positions, ["valid_until"], batch_size=500)
    by_position: dict[int, list[Model]] = {}
    for row in rows:
        key = row.position_id if isinstance(row, Appointment) else row.to_position_id  # type: ignore[attr-defined]
        by_position.setdefault(key, []).append(row)
    known = {position.pk for position in positions}
    entries = [
        Entry(
            chain=history.province_chain(p.agency.province_id),
            act="accounts.end_position",
            on=on,
            summary=f"Kết thúc vị trí {p.title} – {p.agency.name}: {reason}",
            subject=Ref("position", p.pk, f"{p.title}, {p.agency.name}"),
            changed=[p, *by_position.get(p.pk, [])],
        )
        for p in positions
    ]
    strays = [row for key, part_rows in by_position.items() if key not in known for row in part_rows]
    if strays:
        entries[0] = _also(entries[0], strays)
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return positions


def _also(entry: Entry, rows: Sequence[Model]) -> Entry:
    return Entry(
        chain=entry.chain, act=entry.act, on=entry.on, summary=entry.summary, subject=entry.subject,
        changed=[*entry.changed, *rows], payload=entry.payload, post=entry.post,
    )  # fmt: skip
