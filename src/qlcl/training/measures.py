"""The figures this room can answer for: classes held, persons attending."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.organisations.enums import Level
from qlcl.training.enums import Topic
from qlcl.training.policies import visible_attendances, visible_classes

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


CLASSES = Measure(
    name="training_classes",
    label="Lớp đào tạo đã tổ chức",
    unit="lớp",
    rows=_classes,
    dimensions={"period": ExtractYear("held_on"), "topic": "topic"},
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
        "period": ExtractYear("training_class__held_on"),
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
