"""Puts somebody in charge of a head's position while its holder is away (quyền, phụ trách)."""

from datetime import date, datetime

from django.db import transaction

from qlcl.accounts.models import Appointment, Person, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, refuse_overlaps
from qlcl.accounts.policies import acting_post, visible_persons, visible_positions
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean


@transaction.atomic
def appoint_acting(
    *,
    actor: Actor,
    position_id: int,
    person_id: int,
    valid_from: date,
    valid_until: date,
    basis: str,
    on: date,
    at: datetime,
    seen: int | None = None,
) -> Appointment:
    """From a day until another the person has the acts of the position, shown as "Q."; what he did then keeps it.

    By the province's administrator, or by the head himself for his own absence, to a deputy of his agency.
    Raises Unseen, Forbidden, `Stale`, `basis_missing`, `appointment_period`, `not_a_deputy`, `already_appointed`.
    """
    position = visible_positions(actor).select_related("agency").filter(pk=position_id).first()
    person = visible_persons(actor).filter(pk=person_id, is_active=True).first()
    if position is None or person is None:
        raise Unseen
    history.lock(history.province_chain(position.agency.province_id))
    post = acting_post(actor, position)
    if post is None and not actor.is_system:
        raise Forbidden("Chỉ thủ trưởng, khi vắng mặt, hoặc quản trị của tỉnh giao quyền, phụ trách.")
    history.refuse_touched([position, *position.appointments.all()], seen)
    _check(basis, valid_from, valid_until)
    if post is not None and post.role == Role.HEAD and not _is_deputy(person, position, valid_from):
        raise DomainError("not_a_deputy", "Thủ trưởng giao phụ trách cho cấp phó của cơ quan.", field="person")
    spec = AppointmentSpec(person, position, valid_from, valid_until, acting=True, basis=clean(basis))
    refuse_overlaps([spec])
    made = Appointment.objects.create(
        person=person, position=position, valid_from=valid_from, valid_until=valid_until, acting=True,
        basis=clean(basis)[:250],
    )  # fmt: skip
    entry = Entry(
        chain=history.province_chain(position.agency.province_id),
        act="accounts.appoint_acting",
        on=on,
        summary=f"{person.full_name} giữ quyền {position.title} – {position.agency.name} từ ngày "
        f"{valid_from:%d/%m/%Y} đến trước ngày {valid_until:%d/%m/%Y} ({made.basis})",
        subject=Ref("person", person.pk, person.full_name),
        changed=[made],
        payload={"position": position.pk, "from": valid_from, "until": valid_until},
        post=post,
    )
    history.record(actor=actor, at=at, entries=[entry])
    return made


def _check(basis: str, valid_from: date, valid_until: date) -> None:
    if not clean(basis):
        raise DomainError("basis_missing", "Cần ghi số, ngày của văn bản giao quyền, phụ trách.", field="basis")
    if valid_until <= valid_from:
        raise DomainError("appointment_period", "Ngày kết thúc phải sau ngày bắt đầu.", field="valid_until")


def _is_deputy(person: Person, position: Position, day: date) -> bool:
    held = Appointment.objects.valid_on(day).filter(person=person, position__agency_id=position.agency_id)
    return held.filter(position__role=Role.DEPUTY).exists()
