"""The figure this room can answer for: inspections made."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from qlcl.inspections.enums import Mode
from qlcl.inspections.policies import visible_inspections
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.organisations.enums import Level

_LEVELS = {str(code): str(label) for code, label in Level.choices}
_MODES = {str(code): str(label) for code, label in Mode.choices}


def _inspections(scope: Scope) -> QuerySet[Any]:
    """Inspections in the provinces from the first to the last day, against whatever edition."""
    return visible_inspections(scope.actor).filter(
        province_id__in=scope.province_ids, inspected_on__gte=scope.since, inspected_on__lte=scope.until
    )


INSPECTIONS = Measure(
    name="inspections",
    label="Lượt kiểm tra",
    unit="lượt",
    rows=_inspections,
    dimensions={
        "period": ExtractYear("inspected_on"),
        "level": "agency__level",
        "mode": "mode",
        "edition": "edition__code",
    },
    columns=(
        Column("Cơ quan", "agency__name"),
        Column("Cấp", "agency__level", _LEVELS),
        Column("Ngày kiểm tra", "inspected_on"),
        Column("Hình thức", "mode", _MODES),
        Column("Phiên bản tiêu chuẩn", "edition__label"),
        Column("Đơn vị kiểm tra", "inspected_by"),
    ),
    kind="inspection",
    order=("inspected_on", "agency__name_sort", "pk"),
)
