"""The figures training can answer for: classes and attendances."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.organisations.enums import Level
from qlcl.training.models import Attendance, TrainingClass


def _classes(scope: Scope) -> QuerySet[Any]:
    """Classes held in the provinces between the two days."""
    return TrainingClass.objects.filter(
        province_id__in=scope.province_ids, held_on__gte=scope.since, held_on__lte=scope.until
    )


def _attendances(scope: Scope) -> QuerySet[Any]:
    """Attendance rows of those classes; their head-counts add up to the attendances."""
    return Attendance.objects.filter(
        training_class__province_id__in=scope.province_ids,
        training_class__held_on__gte=scope.since,
        training_class__held_on__lte=scope.until,
    )


CLASSES = Measure(
    name="training_classes",
    label="Lớp tập huấn đã tổ chức",
    unit="lớp",
    rows=_classes,
    dimensions={"period": ExtractYear("held_on")},
    columns=(
        Column("Mã lớp", "code"),
        Column("Ngày tổ chức", "held_on"),
        Column("Tên lớp", "title"),
        Column("Đơn vị tổ chức", "organiser"),
    ),
    kind="training_class",
    order=("held_on", "code"),
)

ATTENDANCES = Measure(
    name="training_attendances",
    label="Lượt người tham dự tập huấn",
    unit="lượt người",
    rows=_attendances,
    dimensions={"period": ExtractYear("training_class__held_on"), "level": "agency__level"},
    columns=(
        Column("Mã lớp", "training_class__code"),
        Column("Ngày tổ chức", "training_class__held_on"),
        Column("Mã", "agency__code"),
        Column("Cơ quan", "agency__name"),
        Column("Cấp", "agency__level", dict(Level.choices)),
        Column("Số người", "attendees"),
    ),
    total="attendees",
    kind="training_class",
    order=("training_class__held_on", "training_class__code", "agency__name_sort"),
)
