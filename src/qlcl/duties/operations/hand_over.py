"""Hands over positions in one act: appointments end, successors begin, nothing open is lost."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from qlcl.accounts.models import Appointment, Delegation, Person, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.end_appointments import end_appointment
from qlcl.accounts.operations.make_persons import Account, PersonSpec, make_persons
from qlcl.accounts.policies import can_manage_people, managing_post, visible_persons
from qlcl.duties.models import Duty, Handover, HandoverItem
from qlcl.duties.operations.hand_over_parts import end_delegations, end_tokens, tell
from qlcl.duties.queries.leaving import Leaving, Left, leaving_of
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean
from qlcl.organisations.models import Agency


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes a position on: an account by username, or a new one where `full_name` is given.

    `target_id` is the position he takes it on in: the very one, or another of the same role in the agency.
    """

    username: str
    full_name: str = ""
    target_id: int | None = None
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """One position to hand over; without receivers it is left vacant, which is said and alarms later."""

    position_id: int
    receivers: tuple[Receiver, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The handover, and accounts made for it with their passwords, shown once."""

    handover: Handover
    accounts: list[Account]


@transaction.atomic
def hand_over(
    *,
    actor: Actor,
    person_id: int,
    agency: Agency,
    leaves_on: date,
    reason: str,
    transfers: Sequence[Transfer],
    on: date,
    at: datetime,
    basis: str = "",
    documents: str = "",
    problems: str = "",
) -> HandedOver:
    """From `leaves_on` the person no longer holds the positions, the receivers do; what is open stays open.

    Access, tokens and delegations to and from the positions end that day; duties stay with the position or go to the
    receiver's. It holds whether or not both confirm. Raises Unseen, Forbidden, `nothing_handed_over`,
    `receiver_is_leaver`, `receiver_unknown`, `target_unfit`, and what `appoint` and `end_appointment` raise.
    """
    person = visible_persons(actor).filter(pk=person_id).first()
    if person is None:
        raise Unseen
    history.lock(history.province_chain(agency.province_id))
    if not can_manage_people(actor, agency):
        raise Forbidden("Chỉ thủ trưởng, cấp phó của cơ quan hoặc quản trị của tỉnh lập bàn giao.")
    leaving = leaving_of(person, agency.pk, min(leaves_on, on))
    chosen = _chosen(leaving, transfers)
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do, ví dụ: chuyển công tác, nghỉ hưu.", field="reason")
    contents = _contents([left for _transfer, left in chosen])
    times: _Times = _Times(actor, leaves_on, clean(reason), clean(basis), on, at)
    accounts = _make_accounts(transfers, agency, times)
    people = _people(actor, transfers, accounts, person)
    parts: list[tuple[Left, Position | None, Person | None, Receiver | None]] = []
    for transfer, left in chosen:
        parts += _pass_on(transfer, left, people, times)
    handover = _written(person, agency, contents, documents, problems, times)
    items = HandoverItem.objects.bulk_create([_item(handover, *part) for part in parts])
    rows: list[Model] = [handover, *items]
    rows += end_delegations([left.appointment for _t, left in chosen], until=leaves_on, reason=times.reason)
    rows += end_tokens([left.appointment for _t, left in chosen], until=leaves_on, on=on, at=at)
    _record(handover, items, rows, times)
    tell(handover=handover, items=items, actor=actor, on=on, at=at)
    return HandedOver(handover, accounts)


def _written(
    person: Person, agency: Agency, contents: object, documents: str, problems: str, times: "_Times"
) -> Handover:
    return Handover.objects.create(
        agency=agency,
        person=person,
        person_name=person.full_name,
        leaves_on=times.until,
        reason=times.reason,
        basis=times.basis,
        documents=clean_lines(documents),
        problems=clean_lines(problems),
        contents=json.dumps(contents, ensure_ascii=False, sort_keys=True),
        made_on=times.on,
        made_at=times.at,
        made_by=times.actor.name,
        illustration=person.illustration,
    )


@dataclass(frozen=True, slots=True)
class _Times:
    """Who, when and why, for every part of the act."""

    actor: Actor
    until: date
    reason: str
    basis: str
    on: date
    at: datetime


def clean_lines(text: str) -> str:
    """Text of several lines, each cleaned."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _chosen(leaving: Leaving, transfers: Sequence[Transfer]) -> list[tuple[Transfer, Left]]:
    held = {left.appointment.position_id: left for left in leaving.positions}
    if not transfers:
        raise DomainError("nothing_handed_over", "Hãy chọn ít nhất một vị trí để bàn giao.")
    if any(transfer.position_id not in held for transfer in transfers):
        raise DomainError("not_held", "Người bàn giao không giữ vị trí này trong thời gian đó; hãy tải lại trang.")
    return [(transfer, held[transfer.position_id]) for transfer in transfers]


def _make_accounts(transfers: Sequence[Transfer], agency: Agency, times: _Times) -> list[Account]:
    new = {r.username: r for t in transfers for r in t.receivers if clean(r.full_name)}
    specs = [PersonSpec(r.username, clean(r.full_name), agency) for r in new.values()]
    return make_persons(actor=times.actor, specs=specs, on=times.on, at=times.at) if specs else []


def _people(
    actor: Actor, transfers: Sequence[Transfer], accounts: Sequence[Account], leaver: Person
) -> dict[str, Person]:
    names = {clean(r.username).lower() for t in transfers for r in t.receivers}
    found = {p.username: p for p in visible_persons(actor).filter(username__in=names, is_active=True)}
    found |= {account.person.username: account.person for account in accounts}
    for name in sorted(names):
        if name not in found:
            raise DomainError(
                "receiver_unknown",
                f"Không có người dùng “{name}” đang được đăng nhập; ghi cả họ và tên để lập tài khoản mới.",
            )
        if found[name].pk == leaver.pk:
            raise DomainError("receiver_is_leaver", "Người nhận phải khác người bàn giao.")
    return found


def _pass_on(
    transfer: Transfer, left: Left, people: dict[str, Person], times: _Times
) -> list[tuple[Left, Position | None, Person | None, Receiver | None]]:
    """Ends his appointment and begins theirs; an administrator's successor first, for one must always be there."""
    targets = _targets(transfer, left)
    specs = []
    for receiver, target in zip(transfer.receivers, targets, strict=True):
        person = people[clean(receiver.username).lower()]
        if not _holds(person, target, times.until):
            start = max(times.until, target.valid_from)
            specs.append(AppointmentSpec(person, target, start, None, receiver.acting, times.basis or times.reason))
    if left.appointment.position.role == Role.ADMINISTRATOR:
        _appoint(specs, times)
        _end(left.appointment, times)
    else:
        _end(left.appointment, times)
        _appoint(specs, times)
    if targets and left.appointment.position not in targets:
        _move_duties(left, targets[0], times)
    if not targets:
        return [(left, None, None, None)]
    return [
        (left, target, people[clean(receiver.username).lower()], receiver)
        for receiver, target in zip(transfer.receivers, targets, strict=True)
    ]


def _end(appointment: Appointment, times: _Times) -> None:
    end_appointment(
        actor=times.actor, appointment_id=appointment.pk, until=max(times.until, appointment.valid_from),
        reason=f"Bàn giao: {times.reason}"[:250], on=times.on, at=times.at,
    )  # fmt: skip


def _appoint(specs: list[AppointmentSpec], times: _Times) -> None:
    if specs:
        appoint(actor=times.actor, specs=specs, on=times.on, at=times.at)


def _targets(transfer: Transfer, left: Left) -> list[Position]:
    """The positions that take it on: of the same agency and role, so that nothing owed changes its nature."""
    position = left.appointment.position
    ids = [r.target_id or position.pk for r in transfer.receivers]
    found = {p.pk: p for p in Position.objects.filter(pk__in=ids).select_related("agency")} | {position.pk: position}
    for pk in ids:
        target = found.get(pk)
        if target is None or (target.agency_id, target.role) != (position.agency_id, position.role):
            raise DomainError("target_unfit", "Vị trí nhận phải cùng cơ quan và cùng vai trò với vị trí bàn giao.")
    return [found[pk] for pk in ids]


def _holds(person: Person, target: Position, day: date) -> bool:
    return Appointment.objects.valid_on(day).filter(person=person, position=target).exists()


def _move_duties(left: Left, target: Position, times: _Times) -> None:
    """Open duties assigned to his very position go to the receiver's; each says so in its own history."""
    moved = list(Duty.objects.open().filter(position_id=left.appointment.position_id))
    history.lock(*{history.system_chain(duty.system_id) for duty in moved})
    entries = [
        Entry(
            chain=history.system_chain(duty.system_id),
            act="duties.assign",
            on=times.on,
            summary=f"Bàn giao “{duty.label}” từ {left.appointment.position.title} sang {target.title}",
            subject=Ref("duty", duty.pk, duty.label),
            payload={"duty": duty.pk, "before": duty.position_id, "after": target.pk},
        )
        for duty in moved
    ]
    history.record(actor=times.actor, at=times.at, entries=entries)
    Duty.objects.filter(pk__in=[duty.pk for duty in moved]).update(position=target)


def _item(
    handover: Handover, left: Left, target: Position | None, receiver: Person | None, wish: Receiver | None
) -> HandoverItem:
    position = left.appointment.position
    return HandoverItem(
        handover=handover,
        appointment=left.appointment,
        position=position,
        title=position.title,
        receiver=receiver,
        receiver_name=receiver.full_name if receiver else "",
        target=target,
        target_title=target.title if target else "",
        acting=wish.acting if wish else False,
    )


def _contents(lefts: Sequence[Left]) -> dict[str, list[dict[str, object]]]:
    """What is open on each position, in words and numbers, for the minutes."""
    return {
        "positions": [
            {
                "title": left.appointment.position.title,
                "unread": left.unread,
                "tokens": left.tokens,
                "delegations": [_paper(d) for d in (*left.given, *left.received)],
                "duties": [
                    {"id": d.pk, "label": d.whole_label, "due_on": d.due_on.isoformat(), "basis": d.legal_basis}
                    for d in left.duties
                ],
            }
            for left in lefts
        ]
    }


def _paper(delegation: Delegation) -> str:
    return f"Văn bản số {delegation.paper}, giao {delegation.to_position.title}"


def _record(handover: Handover, items: Sequence[HandoverItem], rows: Sequence[Model], times: _Times) -> None:
    agency = handover.agency
    parts = "; ".join(str(item) for item in items)
    entry = Entry(
        chain=history.province_chain(agency.province_id),
        act="duties.hand_over",
        on=times.on,
        summary=f"{handover.person_name} bàn giao từ ngày {handover.leaves_on:%d/%m/%Y} – {parts} ({agency.name})",
        subject=Ref("handover", handover.pk, str(handover)),
        changed=rows,
        payload={"person": handover.person_id, "positions": [i.position_id for i in items], "from": handover.leaves_on},
        post=managing_post(times.actor, agency),
    )
    history.record(actor=times.actor, at=times.at, entries=[entry])
