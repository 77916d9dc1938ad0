"""What the example's standing checks find: one believable case each, played by the people of a few agencies; made up.

None of it changes a published figure: it adds who recorded what and when, files, a scope, a certificate.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

from qlcl.accounts.models import Appointment, Person
from qlcl.accounts.queries import actor_for
from qlcl.conformity.enums import PreparedBy
from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.define_scope import Line, define_scope
from qlcl.duties.models import Duty
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.kernel.actors import Role
from qlcl.kernel.files import store_bytes
from qlcl.organisations.queries import system_of
from qlcl.transitions.enums import REPORT_CERTIFICATE
from qlcl.transitions.models import Enrolment
from qlcl.transitions.operations.set_preparation import Preparation, set_preparation


@dataclass(frozen=True, slots=True)
class Recorded:
    """A yearly duty that the secretary of an agency recorded on a day, with a file."""

    code: str
    rule: str
    done_on: date
    recorded_on: date
    file: str
    name: str


#: Recorded long after the day, the evidence uploaded then, too; and one file that two communes sent as their own.
RECORDED = (
    Recorded("TN-X25624", "survey", date(2021, 9, 10), date(2021, 12, 6), "survey.pdf", "Báo cáo khảo sát.pdf"),
    Recorded("TN-X25651", "internal_audit", date(2021, 11, 23), date(2021, 11, 24), "internal_audit.pdf",
             "Biên bản đánh giá nội bộ.pdf"),
    Recorded("TN-X25567", "internal_audit", date(2021, 11, 25), date(2021, 11, 26), "internal_audit.pdf",
             "BB danh gia noi bo 2021.pdf"),
)  # fmt: skip
#: Duties that nobody else closes: agency, rule, year.
KEYS = frozenset((case.code, case.rule, case.done_on.year) for case in RECORDED)
#: A commune whose consultant's certificate ran out before it declared; it said so on the very day.
CERTIFICATE = ("TN-X25705", "18/GXN-TĐC (minh họa)", date(2021, 9, 14), date(2021, 9, 20))
#: A commune whose scope was copied from another one's.
COPIED = "TN-X25675"
SCOPE = (
    ("Tư pháp – Hộ tịch", "Đăng ký khai sinh"),
    ("Tư pháp – Hộ tịch", "Đăng ký kết hôn"),
    ("Tư pháp – Hộ tịch", "Chứng thực bản sao từ bản chính tại {other}"),
    ("Lao động – Thương binh và Xã hội", "Xác định mức độ khuyết tật"),
)


def show_what_checks_find(*, day: date, other: str) -> None:
    """Plays what had happened by `day`; `other` is the name of the commune from which a scope was copied."""
    for case in RECORDED:
        if case.recorded_on <= day:
            _record(case)
    if CERTIFICATE[3] <= day:
        _report_certificate(*CERTIFICATE)
    _copy_scope(day, other)


def _record(case: Recorded) -> None:
    person = _secretary(case.code, case.recorded_on)
    duties = Duty.objects.open().filter(agency__code=case.code, rule__code=case.rule, year=case.done_on.year)
    duty = duties.order_by("pk").first()
    if person is None or duty is None:
        return
    at = _morning(case.recorded_on)
    content = files("qlcl.portal").joinpath("example", case.file).read_bytes()
    evidence = store_bytes(content, case.name, at=at, by=person.full_name)
    closing = HandClosing(duty.pk, case.done_on, "Thư ký ISO", evidence, "Minh họa")
    close_by_hand(closings=[closing], actor=actor_for(person, case.recorded_on), on=case.recorded_on, at=at)


def _report_certificate(code: str, number: str, until: date, on: date) -> None:
    person = _secretary(code, on)
    enrolment = Enrolment.objects.filter(system__holder__code=code).order_by("pk").first()
    if person is None or enrolment is None:
        return
    hired = Declaration.objects.filter(agency__code=code).values_list("consultant_name", flat=True).first()
    stated = Preparation(enrolment.kind, PreparedBy.CONSULTANT, hired or "Công ty tư vấn C", number, until)
    actor, at = actor_for(person, on), _morning(on)
    set_preparation(enrolment_id=enrolment.pk, stated=stated, actor=actor, on=on, at=at)
    told = Duty.objects.open().filter(agency__code=code, act=REPORT_CERTIFICATE)
    closings = [HandClosing(d.pk, on, "Thư ký ISO", note="Công văn số 61/UBND (minh họa)") for d in told]
    close_by_hand(closings=closings, actor=actor, on=on, at=at)


def _copy_scope(day: date, other: str) -> None:
    """Defined on the eve of the declaration, so that nothing has to be declared again."""
    declared = Declaration.objects.filter(agency__code=COPIED, signed_on__lte=day).order_by("signed_on").first()
    if declared is None:
        return
    on = declared.signed_on - timedelta(days=1)
    person, system = _secretary(COPIED, on), system_of(declared.agency_id, on)
    if person is None or system is None:
        return
    lines = [Line(field, procedure.format(other=other)) for field, procedure in SCOPE]
    define_scope(actor=actor_for(person, on), system_id=system.pk, lines=lines, on=on, at=_morning(on))


def _secretary(code: str, day: date) -> Person | None:
    posts = Appointment.objects.valid_on(day).filter(position__agency__code=code, position__role=Role.ISO_SECRETARY)
    held = posts.select_related("person").order_by("pk").first()
    return held.person if held else None


def _morning(day: date) -> datetime:
    """Half past nine in Vietnam."""
    return datetime(day.year, day.month, day.day, 2, 30, tzinfo=UTC)
