"""The figures of plans approved for a year: the plans, the agencies in them, those inspected as planned."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from qlcl.inspections.enums import Mode, PlanStatus
from qlcl.inspections.models import Inspection, PlanLine
from qlcl.inspections.policies import visible_plans
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.organisations.enums import Level


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


def _planned(scope: Scope) -> QuerySet[Any]:
    """Agencies that stand in those plans on the last day of the scope."""
    kept = Q(dropped_on__isnull=True) | Q(dropped_on__gt=scope.until)
    return PlanLine.objects.filter(kept, plan__in=_approved(scope), added_on__lte=scope.until)


def _done(scope: Scope) -> QuerySet[Any]:
    """Those of them inspected in the plan's year as planned: a visit does for a file, not the other way round."""
    made = Inspection.objects.standing().filter(
        Q(mode=OuterRef("mode")) | Q(mode=Mode.ON_SITE),
        system=OuterRef("system"),
        inspected_on__gte=OuterRef("plan__begins_on"),
        inspected_on__year=OuterRef("plan__year"),
        inspected_on__lte=scope.until,
    )
    return _planned(scope).filter(Exists(made))


def _line_measure(name: str, label: str, rows: Any) -> Measure:
    return Measure(
        name=name,
        label=label,
        unit="cơ quan",
        rows=rows,
        dimensions={"period": "plan__year", "level": "agency__level", "mode": "mode"},
        columns=(
            Column("Mã", "agency__code"),
            Column("Cơ quan", "agency__name"),
            Column("Cấp", "agency__level", {str(code): str(label) for code, label in Level.choices}),
            Column("Hình thức", "mode", {str(code): str(label) for code, label in Mode.choices}),
            Column("Tháng dự kiến", "planned_month"),
            Column("Đơn vị kiểm tra", "inspecting_unit"),
        ),
        kind="agency",
        order=("agency__name_sort", "pk"),
    )


PLANNED = _line_measure("plan_lines", "Cơ quan trong kế hoạch kiểm tra được phê duyệt", _planned)
DONE = _line_measure("plan_lines_done", "Cơ quan đã kiểm tra theo kế hoạch", _done)
