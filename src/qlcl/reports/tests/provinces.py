"""Makes small provinces at random, straight into the tables, for tests of figures."""

from datetime import date, timedelta
from random import Random

from qlcl.accounts.models import Appointment, Person, Position
from qlcl.conformity.models import Declaration
from qlcl.conformity.tests.factories import make_edition
from qlcl.conftest import make_agency
from qlcl.duties.models import Duty
from qlcl.inspections.models import Inspection
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency, DutyToApply, QualitySystem
from qlcl.training.models import Attendance, Certificate, TrainingClass

LEVELS = (Level.PROVINCE_AGENCY, Level.DISTRICT, Level.COMMUNE)
ACTS = ("audits.internal_audit", "reviews.management_review", "transitions.internal_audit", "khac.viec")


def make_province(random: Random) -> Agency:
    """A province with up to six agencies, and whatever they did from 2019 to 2022."""
    province = make_agency("R", "Ủy ban nhân dân tỉnh Ngẫu Nhiên", Level.PROVINCE)
    editions = [make_edition("ISO 9001:2008", position=1), make_edition("ISO 9001:2015", position=2)]
    classes = [
        TrainingClass.objects.create(province=province, code=f"L{n}", held_on=_day(random), topic="khac", title="Lớp")
        for n in range(random.randrange(4))
    ]
    for n in range(random.randrange(1, 7)):
        agency = make_agency(f"R-{n}", f"Cơ quan {n}", random.choice(LEVELS), province)
        system = QualitySystem.objects.get(holder=agency)
        if random.random() < 0.2:
            ends = _day(random)
            QualitySystem.objects.filter(pk=system.pk).update(valid_until=ends, end_reason="Sáp nhập")
            Agency.objects.filter(pk=agency.pk).update(valid_until=ends, end_reason="Sáp nhập")
        kind = random.choice(("mandatory", "encouraged", "provincial_plan"))
        DutyToApply.objects.create(agency=agency, kind=kind, valid_from=date(2014, 1, 1))
        _declarations(random, system, agency, editions)
        _duties(random, system, agency)
        _work(random, system, agency, classes, editions)
    return province


def _day(random: Random) -> date:
    return date(2019, 1, 1) + timedelta(days=random.randrange(4 * 365))


def _declarations(random: Random, system: QualitySystem, agency: Agency, editions: list) -> None:
    """None, one, or one that replaces another; sometimes ended, sometimes void."""
    earlier = None
    for n, day in enumerate(sorted(_day(random) for _ in range(random.randrange(3)))):
        if earlier is not None:
            earlier.ended_on, earlier.end_reason = max(day, earlier.effective_on), "Được thay thế"
            earlier.save()
        voided = random.random() < 0.15
        earlier = Declaration.objects.create(
            system=system, agency=agency, edition=random.choice(editions), number=f"{n}/QĐ", signed_on=day,
            effective_on=day, kind="again" if n else "first", replaces=earlier, imported=True, signed_as="imported",
            public_id=f"{agency.code}-{n}", prepared_by=random.choice(("self", "consultant", "")),
            consultant_name="", voided_on=day if voided else None, void_reason="Nhầm" if voided else "",
        )  # fmt: skip


def _duties(random: Random, system: QualitySystem, agency: Agency) -> None:
    for n in range(random.randrange(6)):
        due, statutory = _day(random), random.random() < 0.7
        outcome = random.choice(("", "", "done", "done", "cancelled", "unknown"))
        closed = due + timedelta(days=random.randrange(-40, 60)) if outcome else None
        Duty.objects.create(
            system=system, agency=agency, role="head", act=random.choice(ACTS), label="Việc", sequence=n,
            opened_on=due - timedelta(days=60), first_due_on=due, due_on=due, outcome=outcome, closed_on=closed,
            closed_by=1 if outcome else None, note="Không còn" if outcome == "cancelled" else "", statutory=statutory,
            on_time=None if outcome != "done" else closed <= due,
        )  # fmt: skip


def _work(random: Random, system: QualitySystem, agency: Agency, classes: list, editions: list) -> None:
    """Inspections, attendances, certificates, posts with and without somebody."""
    for day in {_day(random) for _ in range(random.randrange(4))}:
        Inspection.objects.create(
            system=system, agency=agency, province_id=agency.province_id, inspected_on=day,
            mode=random.choice(("on_site", "by_file")), edition=random.choice(editions),
        )  # fmt: skip
    for held in classes:
        if random.random() < 0.5:
            Attendance.objects.create(training_class=held, agency=agency, attendees=random.randrange(1, 9))
    if random.random() < 0.4:
        Certificate.objects.create(
            person_name="Nguyễn An", agency=agency, kind="internal_auditor", number=f"C-{agency.code}",
            issued_on=_day(random),
        )  # fmt: skip
    post = Position.objects.create(agency=agency, title="Thư ký ISO", role="iso_secretary", valid_from=_day(random))
    if random.random() < 0.6:
        person = Person.objects.create(username=f"nguoi-{agency.pk}", full_name="Nguyễn Bình", agency=agency)
        Appointment.objects.create(person=person, position=post, valid_from=post.valid_from)
