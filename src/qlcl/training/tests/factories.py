"""Makes classes and attendances for tests, through the operations."""

from datetime import UTC, date, datetime

from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.training.enums import Topic
from qlcl.training.models import Attendance, TrainingClass
from qlcl.training.operations.record_classes import NewClass, record_classes
from qlcl.training.operations.register_attendances import NewAttendance, NewParticipant, register_attendances

HELD = date(2020, 5, 20)
ON = date(2021, 6, 1)
AT = datetime(2021, 6, 1, 2, 30, tzinfo=UTC)
SYSTEM = Actor.system("thử nghiệm")


def make_class(province: Agency, code: str = "LOP-01", **fields: object) -> TrainingClass:
    """A class of internal audit, held in May 2020 unless told."""
    values: dict[str, object] = {"title": "Kỹ năng đánh giá nội bộ", "topic": Topic.INTERNAL_AUDIT, "held_on": HELD}
    new = NewClass(province_id=province.pk, code=code, **{**values, **fields})  # type: ignore[arg-type]
    return record_classes(actor=SYSTEM, on=ON, at=AT, classes=[new])[0]


def make_attendance(held: TrainingClass, agency: Agency, attendees: int = 1, *names: str) -> Attendance:
    """An agency's attendance, with the names given."""
    people = tuple(NewParticipant(name) for name in names)
    new = NewAttendance(held, agency, attendees, people)
    return register_attendances(actor=SYSTEM, on=ON, at=AT, attendances=[new])[0]
