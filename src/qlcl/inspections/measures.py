"""The figures inspections can answer for: inspections by year, mode and level."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.organisations.enums import Level


def _inspections(scope: Scope) -> QuerySet[Any]:
    """Inspections in the provinces between the two days."""
    return Inspection.objects.filter(
        agency__province_id__in=scope.province_ids, inspected_on__gte=scope.since, inspected_on__lte=scope.until
    )


INSPECTIONS = Measure(
    name="inspections",
    label="Lượt kiểm tra",
    unit="lượt",
    rows=_inspections,
    dimensions={"period": ExtractYear("inspected_on"), "level": "agency__level", "mode": "mode"},
    columns=(
        Column("Mã", "agency__code"),
        Column("Cơ quan", "agency__name"),
        Column("Cấp", "agency__level", dict(Level.choices)),
        Column("Ngày kiểm tra", "inspected_on"),
        Column("Hình thức", "mode", dict(Mode.choices)),
        Column("Phiên bản", "edition__code"),
    ),
    kind="inspection",
    order=("inspected_on", "agency__name_sort"),
)
