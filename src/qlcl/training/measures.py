"""The figures this room can answer for: classes held, persons attending."""

from typing import Any

from django.db.models import Q, QuerySet

from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.kernel.trends import Dated
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level
from qlcl.organisations.measures import AGENCIES, every_agency, living
from qlcl.training.enums import AUDITING, CertificateKind, Topic
from qlcl.training.models import Attendance
from qlcl.training.policies import visible_attendances, visible_certificates, visible_classes

_LEVELS = {str(code): str(label) for code, label in Level.choices}
_TOPICS = {str(code): str(label) for code, label in Topic.choices}


def _classes(scope: Scope) -> QuerySet[Any]:
    """Classes held in the provinces from the first to the last day."""
    return visible_classes(scope.actor).filter(
        province_id__in=scope.province_ids, held_on__gte=scope.since, held_on__lte=scope.until
    )


def _attendances(scope: Scope) -> QuerySet[Any]:
    """Attendances in those classes."""
    return visible_attendances(scope.actor).filter(
        training_class__province_id__in=scope.province_ids,
        training_class__held_on__gte=scope.since,
        training_class__held_on__lte=scope.until,
    )


def _sent_somebody(scope: Scope) -> Q:
    held = Q(training_class__held_on__gte=scope.since, training_class__held_on__lte=scope.until)
    return Q(pk__in=Attendance.objects.standing().filter(held).values("agency_id"))


def _trained(scope: Scope) -> Q:
    """Agencies that live on the last day and sent somebody to a class in the period."""
    return living(scope) & _sent_somebody(scope)


def _untrained(scope: Scope) -> Q:
    """Agencies that live on the last day and sent nobody in the period."""
    return living(scope) & ~_sent_somebody(scope)


def _auditors(scope: Scope) -> QuerySet[Any]:
    """Certificates valid on the last day that let their holders audit their own agency."""
    seen = visible_certificates(scope.actor).filter(agency__province_id__in=scope.province_ids, kind__in=AUDITING)
    return seen.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=scope.until), issued_on__lte=scope.until)


def _agency_measure(name: str, label: str, rows: Dated) -> Measure:
    return Measure(
        name=name,
        label=label,
        unit="cơ quan",
        rows=rows,
        dimensions=AGENCIES.dimensions,
        columns=AGENCIES.columns,
        kind="agency",
        order=AGENCIES.order,
    )


TRAINED = _agency_measure("agencies_trained", "Cơ quan có người dự đào tạo trong kỳ", Dated(every_agency, _trained))
UNTRAINED = _agency_measure(
    "agencies_untrained", "Cơ quan chưa cử người dự đào tạo trong kỳ", Dated(every_agency, _untrained)
)

AUDITORS = Measure(
    name="auditor_certificates",
    label="Chứng chỉ đánh giá viên còn giá trị",
    unit="chứng chỉ",
    rows=_auditors,
    dimensions={"level": "agency__level", "kind": "kind"},
    columns=(
        Column("Họ và tên", "person_name"),
        Column("Cơ quan", "agency__name"),
        Column("Cấp", "agency__level", _LEVELS),
        Column("Loại", "kind", {str(code): str(label) for code, label in CertificateKind.choices}),
        Column("Số", "number"),
        Column("Ngày cấp", "issued_on"),
        Column("Có giá trị đến trước ngày", "valid_until"),
    ),
    kind="certificate",
    illustration="agency__illustration",
    order=("agency__level", "agency__name_sort", "person_name", "pk"),
)

CLASSES = Measure(
    name="training_classes",
    label="Lớp đào tạo đã tổ chức",
    unit="lớp",
    rows=_classes,
    dimensions={"period": YearOf("held_on"), "topic": "topic"},
    columns=(
        Column("Mã lớp", "code"),
        Column("Ngày tổ chức", "held_on"),
        Column("Chủ đề", "topic", _TOPICS),
        Column("Tên lớp", "title"),
        Column("Đơn vị tổ chức", "organiser"),
    ),
    kind="training_class",
    order=("held_on", "code"),
)

ATTENDANCES = Measure(
    name="training_attendances",
    label="Lượt người dự đào tạo",
    unit="lượt người",
    rows=_attendances,
    dimensions={
        "period": YearOf("training_class__held_on"),
        "level": "agency__level",
        "topic": "training_class__topic",
    },
    columns=(
        Column("Mã lớp", "training_class__code"),
        Column("Ngày tổ chức", "training_class__held_on"),
        Column("Cơ quan", "agency__name"),
        Column("Cấp", "agency__level", _LEVELS),
        Column("Số người dự", "attendees"),
    ),
    total="attendees",
    kind="attendance",
    order=("training_class__held_on", "agency__name_sort", "pk"),
)
