"""Lets a consultant stay longer: a new act on a new paper, never a longer old one."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from qlcl.accounts.models import Appointment
from qlcl.accounts.policies import can_grant, managing_post, visible_appointments
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean


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

    Raises Unseen, Forbidden, `Stale`, `not_a_consultant`, `paper_missing`, `renewal_period`.
    """
    found = visible_appointments(actor).select_related("position__agency", "person").filter(pk=appointment_id).first()
    if found is None:
        raise Unseen
    position, person = found.position, found.person
    history.lock(history.province_chain(position.agency.province_id))
    if not can_grant(actor, position.agency, position.role):
        raise Forbidden("Ông/bà không quản lý người giữ vị trí này.")
    if position.role != Role.CONSULTANT:
        raise DomainError("not_a_consultant", "Chỉ gia hạn cho tư vấn; vị trí khác không có thời hạn khách.")
    history.refuse_touched([position, *position.appointments.all()], seen)
    if not clean(paper):
        raise DomainError("paper_missing", "Cần ghi số, ngày của văn bản gia hạn.", field="paper")
    start = _start(found, valid_until, on)
    if position.valid_until is None or position.valid_until < valid_until:
        position.valid_until = valid_until
        position.save(update_fields=["valid_until"])
    made = Appointment.objects.create(
        person=person, position=position, valid_from=start, valid_until=valid_until,
        basis=f"Gia hạn: {clean(paper)}"[:250],
    )  # fmt: skip
    entry = Entry(
        chain=history.province_chain(position.agency.province_id),
        act="accounts.renew_consultant",
        on=on,
        summary=f"Gia hạn tư vấn {person.full_name} – {position.agency.name} đến trước ngày {valid_until:%d/%m/%Y} "
        f"({clean(paper)})",
        subject=Ref("person", person.pk, person.full_name),
        changed=[position, made],
        payload={"position": position.pk, "from": start, "until": valid_until},
        post=managing_post(actor, position.agency),
    )
    history.record(actor=actor, at=at, entries=[entry])
    return made


def _start(found: Appointment, valid_until: date, on: date) -> date:
    """Where his last time ended, or today when that has passed."""
    same = Appointment.objects.filter(person=found.person, position=found.position)
    start = max(same.aggregate(last=Max("valid_until"))["last"] or found.valid_from, on)
    if valid_until <= start:
        raise DomainError("renewal_period", f"Thời hạn mới phải sau ngày {start:%d/%m/%Y}.", field="valid_until")
    return start
