"""The figure of plans approved for a year."""

from typing import Any

from django.db.models import QuerySet

from qlcl.inspections.enums import PlanStatus
from qlcl.inspections.policies import visible_plans
from qlcl.kernel.measures import Column, Measure, Scope


def _approved(scope: Scope) -> QuerySet[Any]:
    """Plans of years beginning in the scope that the People's Committee approved by its last day."""
    return visible_plans(scope.actor).filter(
        province_id__in=scope.province_ids,
        status=PlanStatus.APPROVED,
        begins_on__gte=scope.since,
        begins_on__lte=scope.until,
        approved_on__lte=scope.until,
    )


PLANS = Measure(
    name="inspection_plans",
    label="Kế hoạch kiểm tra được phê duyệt",
    unit="kế hoạch",
    rows=_approved,
    dimensions={"period": "year"},
    columns=(
        Column("Năm", "year"),
        Column("Số quyết định", "number"),
        Column("Ngày phê duyệt", "approved_on"),
        Column("Tỉnh", "province__name"),
    ),
    kind="inspection_plan",
    order=("year", "pk"),
)
