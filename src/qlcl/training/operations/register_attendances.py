"""Registers who attended a class, as a head-count or by name, and what that discharges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import coverage_on, systems_by_agency
from qlcl.training.models import Attendance, Participant, TrainingClass
from qlcl.training.operations.reading import refuse_void
from qlcl.training.policies import can_record_training

#: The act that an attendance performs for the agency's system.
ATTEND = "training.attend"


@dataclass(frozen=True, slots=True)
class NewParticipant:
    """A person who attended."""

    full_name: str
    position_title: str = ""


@dataclass(frozen=True, slots=True)
class NewAttendance:
    """An agency's attendance: `attendees` persons, of whom some or all are named; 0 persons: those named."""

    training_class: TrainingClass
    agency: Agency
    attendees: int = 0
    participants: tuple[NewParticipant, ...] = ()
    illustration: bool = False


@transaction.atomic
def register_attendances(
    *, actor: Actor, on: date, at: datetime, attendances: Sequence[NewAttendance], batch: str = ""
) -> list[Attendance]:
    """Registers attendances for the day of their class and discharges the duty to attend of each agency's system.

    Raises `Forbidden`; `DomainError` when nobody came, more are named than came, the agency did not live on the day
    of the class, or is registered there already (correct its head-count instead).
    """
    _lock(new.training_class for new in attendances)
    history.reread(new.training_class for new in attendances)
    _check_actor(actor, (new.training_class for new in attendances))
    _refuse_registered(attendances)
    rows = [_row(new) for new in attendances]
    Attendance.objects.bulk_create(rows)
    named = [_people(row, new) for row, new in zip(rows, attendances, strict=True)]
    Participant.objects.bulk_create([person for people in named for person in people])
    entries = [_entry(row, [row, *people], ATTEND) for row, people in zip(rows, named, strict=True)]
    events = history.record(actor=actor, at=at, entries=entries, batch=batch)
    discharge(facts=facts_of(rows, [event.pk for event in events]), actor=actor, at=at)
    return rows


@transaction.atomic
def correct_attendances(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    changes: Sequence[tuple[Attendance, int]],
    batch: str = "",
    seen: int | None = None,
) -> list[Attendance]:
    """Corrects head-counts. Raises `Forbidden`, `Stale`; `DomainError` below the number of persons named."""
    _lock(row.training_class for row, _count in changes)
    _check_actor(actor, (row.training_class for row, _count in changes))
    counts = {row.pk: count for row, count in changes}
    rows = list(Attendance.objects.filter(pk__in=counts).select_related("agency", "training_class"))
    named = _named(counts)
    for row in rows:
        history.refuse_overtaken("attendance", row.pk, seen)
        refuse_void(row)
        row.attendees = counts[row.pk]
        _refuse_count(row.attendees, named.get(row.pk, 0))
    Attendance.objects.bulk_update(rows, ["attendees"], batch_size=500)
    entries = [_entry(row, [row], "training.correct_attendance", on=on) for row in rows]
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return rows


def _lock(classes: Iterable[TrainingClass]) -> None:
    history.lock(*{history.province_chain(row.province_id) for row in classes})


def _check_actor(actor: Actor, classes: Iterable[TrainingClass]) -> None:
    if not all(can_record_training(actor, province_id) for province_id in {row.province_id for row in classes}):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi việc dự lớp.")


def _refuse_registered(attendances: Sequence[NewAttendance]) -> None:
    classes = {new.training_class.pk for new in attendances}
    taken = set(
        Attendance.objects.standing().filter(training_class__in=classes).values_list("training_class_id", "agency_id")
    )
    for new in attendances:
        key = (new.training_class.pk, new.agency.pk)
        if key in taken:
            raise DomainError(
                "attendance_registered",
                f"“{new.agency.name}” đã được ghi dự lớp {new.training_class.code}; hãy sửa số người dự.",
                field="agency",
            )
        taken.add(key)


def _row(new: NewAttendance) -> Attendance:
    held_on = new.training_class.held_on
    refuse_void(new.training_class)
    if not new.agency.is_valid_on(held_on):
        raise DomainError(
            "agency_not_alive",
            f"“{new.agency.name}” không hoạt động vào ngày tổ chức lớp {held_on:%d/%m/%Y}; hãy chọn cơ quan khác.",
            field="agency",
        )
    attendees = new.attendees or len(new.participants)
    _refuse_count(attendees, len(new.participants))
    return Attendance(
        training_class=new.training_class, agency=new.agency, attendees=attendees, illustration=new.illustration
    )


def _refuse_count(attendees: int, named: int) -> None:
    if attendees < 1:
        raise DomainError("nobody_attended", "Ghi số người dự (ít nhất 1) hoặc họ tên người dự.", field="attendees")
    if named > attendees:
        raise DomainError(
            "more_named_than_came",
            f"Có {named} người được ghi tên nhưng chỉ {attendees} người dự; hãy sửa số người dự.",
            field="attendees",
        )


def _named(attendance_ids: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for key in Participant.objects.filter(attendance_id__in=list(attendance_ids)).values_list(
        "attendance_id", flat=True
    ):
        found[key] = found.get(key, 0) + 1
    return found


def _people(row: Attendance, new: NewAttendance) -> list[Participant]:
    return [
        Participant(attendance=row, full_name=person.full_name, position_title=person.position_title)
        for person in dict.fromkeys(new.participants)
    ]


def _entry(row: Attendance, changed: list[Model], act: str, on: date | None = None) -> history.Entry:
    held = row.training_class
    return history.Entry(
        chain=history.province_chain(held.province_id),
        act=act,
        on=on or held.held_on,
        summary=f"{row.agency.name}: {row.attendees} người dự lớp {held.code}",
        subject=history.Ref("attendance", row.pk, str(row)),
        changed=changed,
        payload={"class": held.pk, "agency": row.agency_id, "attendees": row.attendees},
    )


def facts_of(rows: Sequence[Attendance], events: Sequence[int]) -> list[Fact]:
    """What the attendances, each recorded by its event, perform for the systems that covered their agencies."""
    coverages = systems_by_agency({row.agency_id for row in rows})
    facts = []
    for row, event in zip(rows, events, strict=True):
        held_on = row.training_class.held_on
        coverage = coverage_on(coverages.get(row.agency_id, ()), held_on)
        if coverage is not None:
            subject = history.Ref("attendance", row.pk, str(row))
            facts.append(Fact(coverage.system_id, ATTEND, subject, held_on, event))
    return facts
