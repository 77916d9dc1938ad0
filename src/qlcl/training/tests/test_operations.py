"""Recording classes, attendance and certificates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from qlcl.duties.models import Duty
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.training.enums import CertificateKind
from qlcl.training.models import Attendance, Certificate, Participant, TrainingClass
from qlcl.training.operations.issue_certificates import NewCertificate, issue_certificates
from qlcl.training.operations.record_classes import NewClass, correct_classes, record_classes
from qlcl.training.operations.register_attendances import (
    NewAttendance,
    NewParticipant,
    correct_attendances,
    register_attendances,
)
from qlcl.training.tests.factories import AT, HELD, ON, SYSTEM, make_attendance, make_class

pytestmark = pytest.mark.django_db


def test_records_a_class_in_the_chain_of_its_province(province: Agency, officer: Actor) -> None:
    new = NewClass(province.pk, "LOP-01", HELD, "Nhận thức chung")
    (held,) = record_classes(actor=officer, on=ON, at=AT, classes=[new])
    (shown,) = history.events_of(chain=history.province_chain(province.pk))
    assert (shown.act, shown.on, shown.who) == ("training.record_class", HELD, officer.name)
    assert (held.title_fold, held.topic) == ("lop 01 nhan thuc chung", "other")


@pytest.mark.parametrize("persona", ["observer", "leader", "inspector", "head", "secretary", "other_province_officer"])
def test_only_officers_and_administrators_record(
    persona: str, province: Agency, commune: Agency, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(persona)
    held = make_class(province)
    attempts: list[Callable[[], object]] = [
        lambda: record_classes(actor=actor, on=ON, at=AT, classes=[NewClass(province.pk, "X", HELD, "X")]),
        lambda: correct_classes(actor=actor, on=ON, at=AT, changes=[(held, {"title": "X"})]),
        lambda: register_attendances(actor=actor, on=ON, at=AT, attendances=[NewAttendance(held, commune, 2)]),
        lambda: issue_certificates(
            actor=actor, on=ON, at=AT,
            certificates=[NewCertificate("A", commune, CertificateKind.INTERNAL_AUDITOR, "1", HELD)],
        ),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    assert list(TrainingClass.objects.values_list("code", "title")) == [("LOP-01", "Kỹ năng đánh giá nội bộ")]
    assert (Attendance.objects.count(), Certificate.objects.count()) == (0, 0)


def test_refuses_a_code_taken_in_the_province(province: Agency, other_province: Agency) -> None:
    make_class(province)
    make_class(other_province)
    with pytest.raises(DomainError) as refused:
        make_class(province)
    assert refused.value.code == "class_code_taken"
    assert TrainingClass.objects.count() == 2


def test_refuses_a_class_that_was_not_held_yet(province: Agency) -> None:
    with pytest.raises(DomainError) as refused:
        make_class(province, held_on=ON + timedelta(days=1))
    assert refused.value.code == "class_in_future"


def test_corrects_a_class_and_refuses_a_form_overtaken(province: Agency, officer: Actor) -> None:
    held = make_class(province)
    seen = history.last_event_id("training_class", held.pk)
    correct_classes(actor=officer, on=ON, at=AT, changes=[(held, {"title": "Tên mới"})], seen=seen)
    with pytest.raises(Stale) as refused:
        correct_classes(actor=officer, on=ON, at=AT, changes=[(held, {"title": "Tên khác"})], seen=seen)
    assert officer.name in refused.value.message
    assert "“Kỹ năng đánh giá nội bộ” → “Tên mới”" in refused.value.message
    assert TrainingClass.objects.get().title == "Tên mới"


def test_registers_a_head_count_and_names(province: Agency, commune: Agency, officer: Actor) -> None:
    held = make_class(province)
    people = (NewParticipant("Nguyễn Văn An", "Phó Chủ tịch"), NewParticipant("Trần Thị Bình"))
    new = NewAttendance(held, commune, participants=people)
    (row,) = register_attendances(actor=officer, on=ON, at=AT, attendances=[new])
    assert row.attendees == 2
    assert [(p.full_name, p.position_title) for p in Participant.objects.order_by("pk")] == [
        ("Nguyễn Văn An", "Phó Chủ tịch"),
        ("Trần Thị Bình", ""),
    ]
    assert [found.where for found in history.verify().breaks if found.where.startswith("training.")] == []


@pytest.mark.parametrize(("attendees", "names", "code"), [(0, 0, "nobody_attended"), (1, 2, "more_named_than_came")])
def test_refuses_counts_that_cannot_be(
    attendees: int, names: int, code: str, province: Agency, commune: Agency
) -> None:
    people = tuple(NewParticipant(f"Người {n}") for n in range(names))
    new = NewAttendance(make_class(province), commune, attendees, people)
    with pytest.raises(DomainError) as refused:
        register_attendances(actor=SYSTEM, on=ON, at=AT, attendances=[new])
    assert (refused.value.code, Attendance.objects.count()) == (code, 0)


def test_refuses_an_agency_that_did_not_live_on_the_day(province: Agency, commune: Agency) -> None:
    Agency.objects.filter(pk=commune.pk).update(valid_from=HELD + timedelta(days=1))
    commune.refresh_from_db()
    with pytest.raises(DomainError) as refused:
        make_attendance(make_class(province), commune)
    assert refused.value.code == "agency_not_alive"


def test_refuses_the_same_agency_twice_in_a_class(province: Agency, commune: Agency) -> None:
    held = make_class(province)
    make_attendance(held, commune, 2)
    with pytest.raises(DomainError) as refused:
        make_attendance(held, commune, 3)
    assert refused.value.code == "attendance_registered"
    assert Attendance.objects.get().attendees == 2


def test_corrects_a_head_count_but_not_below_the_names(province: Agency, commune: Agency, officer: Actor) -> None:
    row = make_attendance(make_class(province), commune, 2, "Nguyễn Văn An", "Trần Thị Bình")
    correct_attendances(actor=officer, on=ON, at=AT, changes=[(row, 5)])
    with pytest.raises(DomainError):
        correct_attendances(actor=officer, on=ON, at=AT, changes=[(row, 1)])
    assert Attendance.objects.get().attendees == 5
    shown = history.events_of(kind="attendance", id=row.pk)[0]
    assert shown.changes == [("Số người dự", "2", "5")]


def test_attendance_discharges_the_duty_of_the_agencys_system(province: Agency, commune: Agency) -> None:
    system = QualitySystem.objects.get(holder=commune)
    spec = DutySpec(
        system_id=system.pk, agency_id=commune.pk, act="training.attend", label="Dự lớp", role=Role.ISO_SECRETARY,
        source=history.Ref("campaign", 1, "Chiến dịch"), due_on=date(2020, 12, 31),
    )  # fmt: skip
    open_duties(specs=[spec], actor=SYSTEM, on=date(2019, 11, 12), at=AT, event=1)
    make_attendance(make_class(province), commune, 2)
    duty = Duty.objects.get()
    event = history.last_event_id("attendance", Attendance.objects.get().pk)
    assert (duty.outcome, duty.closed_on, duty.on_time, duty.closed_by) == ("done", HELD, True, event)


def test_issues_a_certificate_only_to_an_agency_that_attended(
    province: Agency, commune: Agency, officer: Actor
) -> None:
    held = make_class(province)
    new = NewCertificate("Nguyễn Văn An", commune, CertificateKind.INTERNAL_AUDITOR, "01/CN", HELD, None, held)
    with pytest.raises(DomainError) as refused:
        issue_certificates(actor=officer, on=ON, at=AT, certificates=[new])
    assert (refused.value.code, Certificate.objects.count()) == ("certificate_without_attendance", 0)
    make_attendance(held, commune)
    issue_certificates(actor=officer, on=ON, at=AT, certificates=[new])
    with pytest.raises(DomainError) as again:
        issue_certificates(actor=officer, on=ON, at=AT, certificates=[new])
    assert (again.value.code, Certificate.objects.count()) == ("certificate_known", 1)


def test_refuses_a_certificate_that_ends_before_it_begins(province: Agency, commune: Agency) -> None:
    new = NewCertificate("An", commune, CertificateKind.AWARENESS, "1", HELD, HELD)
    with pytest.raises(DomainError) as refused:
        issue_certificates(actor=SYSTEM, on=ON, at=AT, certificates=[new])
    assert refused.value.code == "certificate_dates"
    with pytest.raises(DomainError) as early:
        issue_certificates(actor=SYSTEM, on=HELD, at=AT, certificates=[replace(new, issued_on=ON, valid_until=None)])
    assert early.value.code == "certificate_in_future"
