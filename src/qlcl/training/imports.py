"""Files of classes, attendance and certificates: columns, and what a file would change."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import RowProblem
from qlcl.kernel.sheets import Change, Column, ImportKind, Plan, PlanContext, Row, differences
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import visible_provinces
from qlcl.training.enums import CertificateKind, Topic
from qlcl.training.models import Attendance, Certificate, TrainingClass
from qlcl.training.operations.issue_certificates import NewCertificate, issue_certificates
from qlcl.training.operations.record_classes import CORRECTABLE, NewClass, correct_classes, record_classes
from qlcl.training.operations.register_attendances import (
    NewAttendance,
    NewParticipant,
    correct_attendances,
    register_attendances,
)
from qlcl.training.policies import can_record_training, visible_attendances, visible_certificates, visible_classes

PROVINCE = Column(
    "province_code",
    ("Mã tỉnh", "Tỉnh"),
    type="code",
    help="Chỉ cần ghi khi ông/bà phụ trách nhiều tỉnh.",
)
UNIT = Column(
    "unit_code",
    ("Cơ quan", "Mã cơ quan", "Tên cơ quan", "Mã đơn vị", "Cơ quan, đơn vị", "Đơn vị", "Tên đơn vị"),
    required=True,
    max_length=300,
    example="TN-H703",
)
CLASS_COLUMNS = (
    Column("class_code", ("Mã lớp", "code"), type="code", required=True, max_length=40, example="LOP-01"),
    Column(
        "held_on",
        ("Ngày tổ chức", "Ngày học", "Thời gian tổ chức", "Ngày"),
        type="date",
        required=True,
        example="20/11/2019",
    ),
    Column("topic", ("Chủ đề", "Chuyên đề"), max_length=80, example="Đánh giá nội bộ"),
    Column(
        "title",
        ("Tên lớp", "Nội dung", "Tên lớp đào tạo", "Nội dung đào tạo"),
        required=True,
        max_length=300,
        example="Kỹ năng đánh giá nội bộ theo TCVN ISO",
    ),
    Column("organiser", ("Đơn vị tổ chức", "Cơ quan tổ chức"), max_length=250, example="Sở Khoa học và Công nghệ"),
    PROVINCE,
)
ATTENDANCE_COLUMNS = (
    Column("class_code", ("Mã lớp",), type="code", required=True, max_length=40, example="LOP-01"),
    UNIT,
    Column(
        "attendees",
        ("Số người dự", "Số người", "Số lượt người", "Số lượng", "Số học viên"),
        type="int",
        minimum=1,
        maximum=10_000,
        example="2",
    ),
    Column(
        "participants",
        ("Họ tên người dự", "Người dự"),
        max_length=4000,
        help="Họ tên cách nhau bằng dấu chấm phẩy; chức vụ ghi trong ngoặc.",
        example="Nguyễn Văn An (Phó Chủ tịch); Trần Thị Bình",
    ),
    PROVINCE,
)

CERTIFICATE_COLUMNS = (
    Column("number", ("Số chứng chỉ", "Số"), required=True, max_length=60, example="12/CC-TĐC"),
    Column("person_name", ("Họ và tên", "Họ tên"), required=True, max_length=150, example="Nguyễn Văn An"),
    UNIT,
    Column(
        "kind",
        ("Loại chứng chỉ", "Loại"),
        type="choice",
        required=True,
        choices={str(code): (str(label),) for code, label in CertificateKind.choices},
        example="Đánh giá viên nội bộ",
    ),
    Column("issued_on", ("Ngày cấp",), type="date", required=True, example="25/11/2019"),
    Column("valid_until", ("Có giá trị đến trước ngày", "Hết giá trị"), type="date", example="25/11/2022"),
    Column("class_code", ("Mã lớp",), type="code", max_length=40, help="Để trống nếu không từ một lớp đã ghi."),
)

#: The ways in which files name our topics, folded by case only.
_TOPIC_NAMES = {str(label).lower(): str(code) for code, label in Topic.choices} | {
    "danh-gia-noi-bo": Topic.INTERNAL_AUDIT.value,
    "nhan-thuc": Topic.AWARENESS.value,
    "nhận thức": Topic.AWARENESS.value,
    "xay-dung-tai-lieu": Topic.DOCUMENTS.value,
    "lanh-dao": Topic.LEADERSHIP.value,
    "khac": Topic.OTHER.value,
}


@dataclass(frozen=True, slots=True)
class _Provinces:
    """The provinces that a row of classes may mean."""

    by_code: dict[str, Agency]
    meant: str

    @classmethod
    def of(cls, actor: Actor, context: PlanContext) -> "_Provinces":
        seen = visible_provinces(actor)
        return cls({p.code: p for p in seen if can_record_training(actor, p.pk)}, context.province_code)

    def of_row(self, row: Row, known: list[TrainingClass]) -> Agency | RowProblem:
        """By its code, else by the class on record, else the only one that lived on the day."""
        code = row.get("province_code") or self.meant
        if code:
            remedy = f"Ghi một trong các mã: {', '.join(sorted(self.by_code)[:8])}."
            return self.by_code.get(code) or row.problem("province_code", "Không có tỉnh mang mã này.", remedy, code)
        by_id = {p.pk: p for p in self.by_code.values()}
        if len(known) == 1 and known[0].province_id in by_id:
            return by_id[known[0].province_id]
        alive = [p for p in self.by_code.values() if p.is_valid_on(row["held_on"])]
        if len(alive) == 1:
            return alive[0]
        if not alive:
            return row.problem("held_on", "Không có tỉnh nào hoạt động vào ngày này.", "Nhập danh bạ cơ quan trước.")
        return row.problem("province_code", "Không rõ lớp của tỉnh nào.", "Thêm cột “Mã tỉnh” vào tệp.")


def plan_classes(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """Compares rows with the classes on record; a class is known by its province and code."""
    plan = Plan()
    provinces = _Provinces.of(actor, context)
    on_record = _classes_by_code(actor, rows)
    for row in rows:
        same_code = on_record.get(row["class_code"], [])
        province = provinces.of_row(row, same_code) if row["held_on"] else None
        if isinstance(province, RowProblem):
            plan.problems.append(province)
        elif province is not None:
            _plan_class(plan, row, province, [c for c in same_code if c.province_id == province.pk], context)
    return plan


def _plan_class(plan: Plan, row: Row, province: Agency, known: list[TrainingClass], context: PlanContext) -> None:
    if row["held_on"] > context.on:
        plan.problems.append(row.problem("held_on", "Ngày tổ chức chưa tới.", "Chỉ ghi lớp đã tổ chức."))
        return
    values = {name: row[name] for name in CORRECTABLE if row.given(name)}
    if "topic" in values:
        values["topic"] = _topic(values["topic"])
    if not known:
        made = NewClass(province_id=province.pk, code=row["class_code"], illustration=context.illustration, **values)
        plan.creates.append(made)
    elif changes := differences(known[0], values):
        plan.updates.append(Change(row=row, obj=known[0], fields=changes, label=known[0].code))
    else:
        plan.unchanged += 1


def _topic(text: str) -> str:
    return _TOPIC_NAMES.get(text.lower(), text) or Topic.OTHER.value


def _classes_by_code(actor: Actor, rows: list[Row]) -> dict[str, list[TrainingClass]]:
    found: dict[str, list[TrainingClass]] = {}
    codes = sorted({row["class_code"] for row in rows})
    for start in range(0, len(codes), 5000):
        for held in visible_classes(actor).filter(code__in=codes[start : start + 5000]):
            found.setdefault(held.code, []).append(held)
    return found


def apply_classes(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Records the new classes and corrects the others."""
    if plan.creates:
        record_classes(actor=actor, on=on, at=at, classes=plan.creates, batch=batch)
    changes = [(change.obj, {name: after for name, (_, after) in change.fields.items()}) for change in plan.updates]
    if changes:
        correct_classes(actor=actor, on=on, at=at, changes=changes, batch=batch)


def plan_attendance(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """Compares rows with the attendances on record; one is known by its class and agency."""
    plan = Plan()
    classes = _classes_by_code(actor, rows)
    resolver = AgencyResolver(actor, [row["unit_code"] for row in rows])
    pairs: dict[tuple[int, int], tuple[Row, TrainingClass, Agency]] = {}
    for row in rows:
        resolved = _resolve(row, classes, resolver, context)
        if isinstance(resolved, RowProblem):
            plan.problems.append(resolved)
            continue
        key = (resolved[0].pk, resolved[1].pk)
        if key in pairs:
            remedy = f"Gộp với dòng {pairs[key][0].number}."
            plan.problems.append(row.problem("unit_code", "Cơ quan đã có ở dòng trên của cùng lớp.", remedy))
        pairs.setdefault(key, (row, *resolved))
    known = _attendances(actor, {class_id for class_id, _agency in pairs})
    for key, (row, held, agency) in pairs.items():
        _plan_attendance(plan, row, held, agency, known.get(key), context)
    return plan


def _resolve(
    row: Row, classes: dict[str, list[TrainingClass]], resolver: AgencyResolver, context: PlanContext
) -> tuple[TrainingClass, Agency] | RowProblem:
    found = classes.get(row["class_code"], [])
    code = row.get("province_code") or context.province_code
    agency = resolver.resolve(row["unit_code"], found[0].held_on if len(found) == 1 else None)
    if isinstance(agency, str):
        return row.problem("unit_code", agency, "Dùng mã cơ quan, hoặc nhập cơ quan đó trước.")
    if len(found) > 1:
        found = [held for held in found if held.province_id == agency.province_id] or found
    if not found:
        return row.problem("class_code", "Không có lớp mang mã này.", "Sửa mã, hoặc nhập tệp lớp đào tạo trước.")
    if len(found) > 1:
        remedy = "Ghi cột “Mã tỉnh”." if not code else "Kiểm tra mã lớp."
        return row.problem("class_code", "Nhiều tỉnh có lớp mang mã này.", remedy)
    held = found[0]
    if not agency.is_valid_on(held.held_on):
        return row.problem(
            "unit_code", f"“{agency.name}” không hoạt động vào ngày học {held.held_on:%d/%m/%Y}.", "Kiểm tra cơ quan."
        )
    return held, agency


def _attendances(actor: Actor, class_ids: set[int]) -> dict[tuple[int, int], Attendance]:
    found = visible_attendances(actor).filter(training_class__in=class_ids).select_related("training_class", "agency")
    return {(row.training_class_id, row.agency_id): row for row in found}


def _plan_attendance(
    plan: Plan, row: Row, held: TrainingClass, agency: Agency, known: Attendance | None, context: PlanContext
) -> None:
    people = named_persons(row.get("participants") or "")
    attendees = row["attendees"] or len(people)
    if attendees < 1 or len(people) > attendees:
        plan.problems.append(
            row.problem("attendees", "Số người dự thiếu hoặc ít hơn số người được ghi tên.", "Sửa số người dự.")
        )
    elif known is None:
        plan.creates.append(NewAttendance(held, agency, attendees, people, context.illustration))
    elif known.attendees != attendees:
        label = f"{agency.short_name}, lớp {held.code}"
        fields: dict[str, tuple[Any, Any]] = {"attendees": (known.attendees, attendees)}
        plan.updates.append(Change(row=row, obj=known, fields=fields, label=label))
    else:
        plan.unchanged += 1


def named_persons(text: str) -> tuple[NewParticipant, ...]:
    """The persons named in a text: "Họ tên (chức vụ); Họ tên", or one to a line."""
    found = []
    for part in text.replace("\n", ";").split(";"):
        name, _bracket, title = part.strip().partition("(")
        if name.strip():
            found.append(NewParticipant(name.strip()[:150], title.rstrip(") ").strip()[:150]))
    return tuple(found)


def apply_attendance(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Registers the new attendances and corrects the head-counts of the others."""
    if plan.creates:
        register_attendances(actor=actor, on=on, at=at, attendances=plan.creates, batch=batch)
    changes = [(change.obj, change.fields["attendees"][1]) for change in plan.updates]
    if changes:
        correct_attendances(actor=actor, on=on, at=at, changes=changes, batch=batch)


def plan_certificates(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """Compares rows with the certificates on record; one is known by its number and person."""
    plan = Plan()
    resolver = AgencyResolver(actor, [row["unit_code"] for row in rows])
    classes = _classes_by_code(actor, [row for row in rows if row["class_code"]])
    known = _certificates(actor, {row["number"] for row in rows})
    attended = _attended(actor, classes)
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        made = _read_certificate(row, resolver, classes, attended, context)
        key = (row["number"], row["person_name"])
        if isinstance(made, RowProblem):
            plan.problems.append(made)
        elif key in first:
            plan.problems.append(row.problem("number", "Trùng chứng chỉ.", f"Bỏ dòng này hoặc dòng {first[key]}."))
        elif key not in known:
            plan.creates.append(made)
        elif _same(known[key], made):
            plan.unchanged += 1
        else:
            remedy = "Hủy bản ghi cũ trên trang chứng chỉ rồi nhập lại."
            plan.problems.append(row.problem("number", "Chứng chỉ này đã ghi với nội dung khác.", remedy))
        first.setdefault(key, row.number)
    return plan


def _read_certificate(
    row: Row,
    resolver: AgencyResolver,
    classes: dict[str, list[TrainingClass]],
    attended: set[tuple[int, int]],
    context: PlanContext,
) -> NewCertificate | RowProblem:
    day, until = row["issued_on"], row["valid_until"]
    if day is None or day > context.on:
        return row.problem("issued_on", "Ngày cấp chưa tới.", "Kiểm tra lại ngày.")
    if until is not None and until <= day:
        return row.problem("valid_until", "Chứng chỉ hết giá trị trước ngày cấp.", "Kiểm tra hai ngày.")
    agency = resolver.resolve(row["unit_code"], day)
    if isinstance(agency, str):
        return row.problem("unit_code", agency, "Dùng mã cơ quan, hoặc nhập cơ quan đó trước.")
    held = None
    if row["class_code"]:
        held = next((c for c in classes.get(row["class_code"], ()) if (c.pk, agency.pk) in attended), None)
        if held is None:
            remedy = "Sửa mã lớp, hoặc nhập danh sách dự lớp trước."
            return row.problem("class_code", "Cơ quan chưa được ghi dự lớp này.", remedy)
    return NewCertificate(row["person_name"], agency, row["kind"], row["number"], day, until, held)


def _certificates(actor: Actor, numbers: set[str]) -> dict[tuple[str, str], Certificate]:
    found: dict[tuple[str, str], Certificate] = {}
    listed = sorted(numbers)
    for start in range(0, len(listed), 5000):
        standing = visible_certificates(actor).filter(number__in=listed[start : start + 5000])
        found |= {(c.number, c.person_name): c for c in standing}
    return found


def _attended(actor: Actor, classes: dict[str, list[TrainingClass]]) -> set[tuple[int, int]]:
    ids = [held.pk for listed in classes.values() for held in listed]
    return set(visible_attendances(actor).filter(training_class__in=ids).values_list("training_class_id", "agency_id"))


def _same(known: Certificate, made: NewCertificate) -> bool:
    return (known.agency_id, known.kind, known.issued_on, known.valid_until) == (
        made.agency.pk,
        made.kind,
        made.issued_on,
        made.valid_until,
    )


def apply_certificates(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Records the new certificates."""
    if plan.creates:
        issue_certificates(actor=actor, on=on, at=at, certificates=plan.creates, batch=batch)


CLASSES = ImportKind(
    code="training-classes",
    label="Lớp đào tạo",
    columns=CLASS_COLUMNS,
    plan=plan_classes,
    apply=apply_classes,
    key=("class_code", "province_code"),
    help="Mỗi dòng là một lớp đã tổ chức.",
)
ATTENDANCE = ImportKind(
    code="training-attendance",
    label="Danh sách dự lớp",
    columns=ATTENDANCE_COLUMNS,
    plan=plan_attendance,
    apply=apply_attendance,
    key=("unit_code", "class_code", "province_code"),
    help="Mỗi dòng là số người một cơ quan cử dự một lớp.",
)
CERTIFICATES = ImportKind(
    code="certificates",
    label="Chứng chỉ",
    columns=CERTIFICATE_COLUMNS,
    plan=plan_certificates,
    apply=apply_certificates,
    key=("number", "person_name"),
    help="Mỗi dòng là một chứng chỉ của một người.",
)
