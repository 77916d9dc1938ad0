"""Puts somebody in charge of a head's position while its holder is away (quyền, phụ trách)."""

from datetime import date, datetime

from django.db import transaction

from qlcl.accounts.models import Appointment, Person, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, refuse_too_far_back
from qlcl.accounts.operations.timed import Recording, held_for_a_time, locked_position, paper_of
from qlcl.accounts.policies import acting_post, visible_persons, visible_positions
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Post, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen


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

    By the province's administrator, or by the head himself for his own absence, to a deputy of his agency; not for
    days longer ago than the province allows, and not before the head who is away held the post.
    Raises Unseen, Forbidden, `Stale`, `basis_missing`, `appointment_period`, `acting_too_far_back`, `not_a_deputy`,
    `position_not_valid`, `already_appointed`, `account_closed`.
    """
    position = visible_positions(actor).select_related("agency").filter(pk=position_id).first()
    person = visible_persons(actor).filter(pk=person_id, is_active=True).first()
    if position is None or person is None:
        raise Unseen
    position = locked_position(position)
    post = acting_post(actor, position)
    if post is None and not actor.is_system:
        raise Forbidden("Chỉ thủ trưởng, khi vắng mặt, hoặc quản trị của tỉnh giao quyền, phụ trách.")
    history.refuse_touched([position, *position.appointments.all()], seen)
    message = "Cần ghi số, ngày của văn bản giao quyền, phụ trách."
    basis = paper_of(basis, code="basis_missing", field="basis", message=message)
    refuse_too_far_back(position, valid_from, on, since=_since(actor, position, post, on))
    if post is not None and post.role == Role.HEAD and not _is_deputy(person, position, valid_from):
        raise DomainError("not_a_deputy", "Thủ trưởng giao phụ trách cho cấp phó của cơ quan.", field="person")
    summary = (
        f"{person.full_name} giữ quyền {position.title} – {position.agency.name} từ ngày "
        f"{valid_from:%d/%m/%Y} đến trước ngày {valid_until:%d/%m/%Y} ({basis})"
    )
    spec = AppointmentSpec(person, position, valid_from, valid_until, acting=True, basis=basis)
    recording = Recording("accounts.appoint_acting", summary, post, on, at)
    return held_for_a_time(actor=actor, spec=spec, recording=recording)


def _since(actor: Actor, position: Position, post: Post | None, on: date) -> date | None:
    """Since when the head who goes away has held the post himself; None where an administrator acts."""
    if post is None or post.role != Role.HEAD:
        return None
    own = Appointment.objects.valid_on(on).filter(person_id=actor.person_id, position=position, acting=False)
    return max(own.values_list("valid_from", flat=True), default=None)


def _is_deputy(person: Person, position: Position, day: date) -> bool:
    held = Appointment.objects.valid_on(day).filter(person=person, position__agency_id=position.agency_id)
    return held.filter(position__role=Role.DEPUTY).exists()
