"""Lets a consultant stay longer: a new act on a new paper, never a longer old one."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from qlcl.accounts.models import Appointment
from qlcl.accounts.operations.appoint import AppointmentSpec
from qlcl.accounts.operations.timed import Recording, held_for_a_time, locked_position, paper_of, refuse_closed_account
from qlcl.accounts.policies import can_grant, managing_post, visible_appointments
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen


@transaction.atomic
def renew_consultant(
    *,
    actor: Actor,
    appointment_id: int,
    valid_until: date,
    paper: str,
    on: date,
    at: datetime,
    seen: int | None = None,
) -> Appointment:
    """Appoints the consultant anew from the end of his time (from `on` when it has passed) until a later day.

    Raises Unseen, Forbidden, `Stale`, `not_a_consultant`, `paper_missing`, `renewal_period`, `account_closed`,
    `agency_ended`.
    """
    found = visible_appointments(actor).select_related("position__agency", "person").filter(pk=appointment_id).first()
    if found is None:
        raise Unseen
    position = locked_position(found.position)
    found = Appointment.objects.select_related("person").get(pk=found.pk)
    if not can_grant(actor, position.agency, position.role):
        raise Forbidden("Ông/bà không quản lý người giữ vị trí này.")
    if position.role != Role.CONSULTANT:
        raise DomainError("not_a_consultant", "Chỉ gia hạn cho tư vấn; vị trí khác không có thời hạn khách.")
    history.refuse_touched([position, *position.appointments.all()], seen)
    message = "Cần ghi số, ngày của văn bản gia hạn."
    paper = paper_of(paper, code="paper_missing", field="paper", message=message)
    refuse_closed_account(found.person)
    start = _start(found, valid_until, on)
    _refuse_after_the_agency(position.agency.valid_until, valid_until)
    if position.valid_until is None or position.valid_until < valid_until:
        position.valid_until = valid_until
        position.save(update_fields=["valid_until"])
    summary = (
        f"Gia hạn tư vấn {found.person.full_name} – {position.agency.name} đến trước ngày {valid_until:%d/%m/%Y} "
        f"({paper})"
    )
    spec = AppointmentSpec(found.person, position, start, valid_until, basis=f"Gia hạn: {paper}")
    recording = Recording("accounts.renew_consultant", summary, managing_post(actor, position.agency), on, at)
    return held_for_a_time(actor=actor, spec=spec, recording=recording, also=(position,))


def _start(found: Appointment, valid_until: date, on: date) -> date:
    """Where his last time ended, or today when that has passed."""
    same = Appointment.objects.filter(person=found.person, position=found.position_id)
    start = max(same.aggregate(last=Max("valid_until"))["last"] or found.valid_from, on)
    if valid_until <= start:
        raise DomainError("renewal_period", f"Thời hạn mới phải sau ngày {start:%d/%m/%Y}.", field="valid_until")
    return start


def _refuse_after_the_agency(ends_on: date | None, valid_until: date) -> None:
    if ends_on is not None and valid_until > ends_on:
        raise DomainError(
            "agency_ended",
            f"Cơ quan kết thúc hoạt động từ ngày {ends_on:%d/%m/%Y}; thời hạn không được qua ngày đó.",
            field="valid_until",
        )
