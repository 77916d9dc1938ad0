"""Takes back classes, attendances and certificates entered by mistake; duties they closed open again."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.operations.discharge import discharge
from qlcl.duties.operations.reopen_duties import reopen
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.models import Event
from qlcl.kernel.text import clean
from qlcl.kernel.voiding import STANDING, Voidable
from qlcl.training.models import Attendance, Certificate, TrainingClass
from qlcl.training.operations.reading import refuse_void
from qlcl.training.operations.register_attendances import ATTEND, facts_of
from qlcl.training.policies import can_record_training


@transaction.atomic
def void_class(*, actor: Actor, class_id: int, reason: str, on: date, at: datetime) -> TrainingClass:
    """Takes back a class with its attendances; one from which certificates stand is refused.

    Raises `Forbidden`, `reason_missing`, `entry_void`, `certificates_stand`.
    """
    held = TrainingClass.objects.get(pk=class_id)
    _begin(actor, held.province_id, reason)
    history.reread([held])
    refuse_void(held)
    if held.certificates.filter(STANDING).exists():
        raise DomainError("certificates_stand", "Lớp đã có chứng chỉ được ghi; hãy hủy các chứng chỉ đó trước.")
    attendances = list(held.attendances.filter(STANDING).select_related("agency", "training_class"))
    _mark([held, *attendances], reason, on)
    entry = history.Entry(
        chain=history.province_chain(held.province_id),
        act="training.void_class",
        on=on,
        summary=f"Hủy bản ghi nhầm lớp {held.code}: {held.void_reason}",
        subject=history.Ref("training_class", held.pk, str(held)),
        changed=[held, *attendances],
        payload={"code": held.code, "attendances": [row.pk for row in attendances]},
    )
    history.record(actor=actor, at=at, entries=[entry])
    _reopen(attendances, actor, at)
    return held


@transaction.atomic
def void_attendance(*, actor: Actor, attendance_id: int, reason: str, on: date, at: datetime) -> Attendance:
    """Takes back an attendance. Raises `Forbidden`, `reason_missing`, `entry_void`, `certificates_stand`."""
    row = Attendance.objects.select_related("training_class", "agency").get(pk=attendance_id)
    _begin(actor, row.training_class.province_id, reason)
    history.reread([row])
    refuse_void(row)
    if row.training_class.certificates.filter(STANDING, agency=row.agency).exists():
        raise DomainError("certificates_stand", "Cơ quan đã có chứng chỉ từ lớp này; hãy hủy các chứng chỉ đó trước.")
    _mark([row], reason, on)
    entry = history.Entry(
        chain=history.province_chain(row.training_class.province_id),
        act="training.void_attendance",
        on=on,
        summary=f"Hủy bản ghi nhầm {row.agency.name} dự lớp {row.training_class.code}: {row.void_reason}",
        subject=history.Ref("attendance", row.pk, str(row)),
        changed=[row],
        payload={"class": row.training_class_id, "agency": row.agency_id},
    )
    history.record(actor=actor, at=at, entries=[entry])
    _reopen([row], actor, at)
    return row


@transaction.atomic
def void_certificate(*, actor: Actor, certificate_id: int, reason: str, on: date, at: datetime) -> Certificate:
    """Takes back a certificate entered by mistake. Raises `Forbidden`, `reason_missing`, `entry_void`."""
    row = Certificate.objects.select_related("agency").get(pk=certificate_id)
    _begin(actor, row.agency.province_id, reason)
    history.reread([row])
    refuse_void(row)
    _mark([row], reason, on)
    entry = history.Entry(
        chain=history.province_chain(row.agency.province_id),
        act="training.void_certificate",
        on=on,
        summary=f"Hủy bản ghi nhầm chứng chỉ số {row.number} của {row.person_name}: {row.void_reason}",
        subject=history.Ref("certificate", row.pk, str(row)),
        changed=[row],
        payload={"agency": row.agency_id},
    )
    history.record(actor=actor, at=at, entries=[entry])
    return row


def _begin(actor: Actor, province_id: int, reason: str) -> None:
    history.lock(history.province_chain(province_id))
    if not can_record_training(actor, province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được hủy bản ghi đào tạo.")
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do hủy bản ghi.", field="reason")


def _mark(rows: Sequence[Voidable], reason: str, on: date) -> None:
    for row in rows:
        row.voided_on, row.void_reason = on, clean(reason)[:300]
        row.save(update_fields=["voided_on", "void_reason"])


def _reopen(rows: Sequence[Attendance], actor: Actor, at: datetime) -> None:
    """Opens again what the attendances closed, and lets the agencies' other attendances close it instead."""
    reopen(events=sorted(_events(rows).values()), actor=actor, at=at)
    others = Attendance.objects.standing().filter(agency_id__in={row.agency_id for row in rows})
    standing = list(others.select_related("training_class", "agency"))
    made = _events(standing)
    known = [row for row in standing if row.pk in made]
    discharge(facts=facts_of(known, [made[row.pk] for row in known]), actor=actor, at=at)


def _events(rows: Sequence[Attendance]) -> dict[int, int]:
    """Attendance → the event that registered it."""
    found = Event.objects.filter(act=ATTEND, subject_kind="attendance", subject_id__in=[row.pk for row in rows])
    return dict(found.values_list("subject_id", "pk"))
