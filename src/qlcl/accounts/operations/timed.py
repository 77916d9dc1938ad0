"""What posts held for a time have in common: a paper, a period within the position's, somebody who may sign in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model

from qlcl.accounts.models import Appointment, Person, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, refuse_outside_position, refuse_overlaps
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Post
from qlcl.kernel.errors import DomainError
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean


@dataclass(frozen=True, slots=True)
class Recording:
    """How the act goes into the history: its code, its sentence, by which post it was done."""

    act: str
    summary: str
    post: Post | None
    on: date
    at: datetime


def paper_of(text: str, *, code: str, field: str, message: str) -> str:
    """The paper on which the act rests; raises the refusal of that code without one."""
    if not clean(text):
        raise DomainError(code, message, field=field)
    return clean(text)


def refuse_closed_account(person: Person) -> None:
    """Raises `account_closed`: who may not sign in is given no post to do anything in."""
    if not person.is_active:
        raise DomainError(
            "account_closed",
            f"Tài khoản của {person.full_name} đang khóa; hãy mở lại tài khoản trước, hoặc chọn người khác.",
        )


def held_for_a_time(
    *, actor: Actor, spec: AppointmentSpec, recording: Recording, also: tuple[Model, ...] = ()
) -> Appointment:
    """Appoints for the period and records it, with the other rows that the act has changed.

    The caller holds the chain and has checked the right. Raises `appointment_period`, `position_not_valid`,
    `already_appointed`, `account_closed`.
    """
    refuse_closed_account(spec.person)
    if spec.valid_until is None or spec.valid_until <= spec.valid_from:
        raise DomainError("appointment_period", "Ngày kết thúc phải sau ngày bắt đầu.", field="valid_until")
    refuse_outside_position(spec)
    refuse_overlaps([spec])
    made = Appointment.objects.create(
        person=spec.person, position=spec.position, valid_from=spec.valid_from, valid_until=spec.valid_until,
        acting=spec.acting, basis=spec.basis[:250],
    )  # fmt: skip
    entry = Entry(
        chain=history.province_chain(spec.position.agency.province_id),
        act=recording.act,
        on=recording.on,
        summary=recording.summary,
        subject=Ref("person", spec.person.pk, spec.person.full_name),
        changed=[*also, made],
        payload={"position": spec.position.pk, "from": spec.valid_from, "until": spec.valid_until},
        post=recording.post,
    )
    history.record(actor=actor, at=recording.at, entries=[entry])
    return made


def locked_position(position: Position) -> Position:
    """Locks the chain of the position's province; the position as it stands then."""
    history.lock(history.province_chain(position.agency.province_id))
    return Position.objects.select_related("agency").get(pk=position.pk)
