"""Makes, changes and ends positions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.accounts.models import Position
from qlcl.accounts.operations.end_appointments import close_what_rests_on
from qlcl.accounts.policies import can_grant, managing_post, visible_positions
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import nfc
from qlcl.organisations.models import Agency, Division


@dataclass(frozen=True, slots=True)
class PositionSpec:
    """A position to make."""

    agency: Agency
    title: str
    role: Role
    valid_from: date
    valid_until: date | None = None
    division: Division | None = None


@transaction.atomic
def make_positions(
    *, actor: Actor, specs: Sequence[PositionSpec], on: date, at: datetime, batch: str = ""
) -> list[Position]:
    """Makes positions. Nobody gives a role above his own; a consultant's position has an end (a guest for a time).

    Raises Forbidden, `consultant_without_end`, `position_period`, `division_elsewhere`, `title_missing`.
    """
    history.lock(*{history.province_chain(spec.agency.province_id) for spec in specs})
    history.reread(spec.agency for spec in specs)
    for spec in specs:
        _check(actor, spec)
    positions = Position.objects.bulk_create(
        [
            Position(
                agency=s.agency,
                division=s.division,
                title=" ".join(nfc(s.title).split()),
                role=s.role,
                valid_from=s.valid_from,
                valid_until=s.valid_until,
            )
            for s in specs
        ],
        batch_size=500,
    )
    entries = [_entry(actor, p, "accounts.make_position", f"Lập vị trí {p.title}", on) for p in positions]
    history.record(actor=actor, at=at, batch=batch, entries=entries)
    return positions


@transaction.atomic
def end_position(
    *,
    actor: Actor,
    position_id: int,
    until: date,
    reason: str,
    on: date,
    at: datetime,
    seen: int | None = None,
) -> Position:
    """Ends a position with its appointments and delegations before `until`; `Stale` when changed after `seen`."""
    position = visible_positions(actor).select_related("agency").filter(pk=position_id).first()
    if position is None:
        raise Unseen
    history.lock(history.province_chain(position.agency.province_id))
    history.reread([position])
    if not can_grant(actor, position.agency, position.role):
        raise Forbidden
    history.refuse_touched([position, *position.appointments.all()], seen)
    if position.valid_until is not None and position.valid_until <= until:
        raise DomainError("position_ended", f"Vị trí đã kết thúc từ ngày {position.valid_until:%d/%m/%Y}.")
    if until <= position.valid_from:
        raise DomainError(
            "position_period", f"Ngày kết thúc phải sau ngày bắt đầu {position.valid_from:%d/%m/%Y}.", field="until"
        )
    changed = close_what_rests_on([position], until=until, reason=reason)
    position.valid_until = until
    position.save(update_fields=["valid_until"])
    entry = _entry(actor, position, "accounts.end_position", f"Kết thúc vị trí {position.title}: {reason}", on)
    history.record(actor=actor, at=at, entries=[_with(entry, changed)])
    return position


def _check(actor: Actor, spec: PositionSpec) -> None:
    if not can_grant(actor, spec.agency, spec.role):
        raise Forbidden("Ông/bà không được giao vai trò này ở cơ quan này.")
    if not spec.title.strip():
        raise DomainError("title_missing", "Chưa ghi chức vụ.", field="title")
    if spec.role == Role.CONSULTANT and spec.valid_until is None:
        raise DomainError(
            "consultant_without_end",
            "Tư vấn là khách có thời hạn: hãy ghi ngày kết thúc của vị trí.",
            field="valid_until",
        )
    if spec.valid_until is not None and spec.valid_until <= spec.valid_from:
        raise DomainError("position_period", "Ngày kết thúc phải sau ngày bắt đầu.", field="valid_until")
    if spec.division is not None and spec.division.agency_id != spec.agency.pk:
        raise DomainError("division_elsewhere", "Phòng, bộ phận này không thuộc cơ quan đã chọn.", field="division")


def _entry(actor: Actor, position: Position, act: str, summary: str, on: date) -> Entry:
    return Entry(
        chain=history.province_chain(position.agency.province_id),
        act=act,
        on=on,
        summary=f"{summary} – {position.agency.name}",
        subject=Ref("position", position.pk, f"{position.title}, {position.agency.name}"),
        changed=[position],
        payload={"role": position.role, "agency": position.agency.code},
        post=managing_post(actor, position.agency),
    )


def _with(entry: Entry, changed: Sequence[object]) -> Entry:
    return Entry(
        chain=entry.chain,
        act=entry.act,
        on=entry.on,
        summary=entry.summary,
        subject=entry.subject,
        changed=[*entry.changed, *changed],  # type: ignore[list-item]
        payload=entry.payload,
        post=entry.post,
    )
