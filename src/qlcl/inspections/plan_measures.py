"""The figures of plans approved for a year: the plans, the agencies in them, those inspected as planned."""

from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from qlcl.inspections.enums import Mode, PlanStatus
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import visible_plan_lines, visible_plans
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level


def _approved(scope: Scope) -> QuerySet[Any]:
    """Plans of years beginning in the scope that the People's Committee approved by its last day."""
    return visible_plans(scope.actor).filter(_approved_then(scope))


def _approved_then(scope: Scope, prefix: str = "") -> Q:
    """Of the provinces, begun and approved in the scope; `prefix` leads to the plan."""
    told = {
        "province_id__in": scope.province_ids,
        "status": PlanStatus.APPROVED,
        "begins_on__gte": scope.since,
        "begins_on__lte": scope.until,
        "approved_on__lte": scope.until,
    }
    return Q(**{f"{prefix}{name}": value for name, value in told.items()})


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
    """Agencies that stand in those plans on the last day of the scope.

    `made` says whether each was inspected in the plan's year as planned: a visit does for a file, not the other way
    round.
    """
    kept = Q(dropped_on__isnull=True) | Q(dropped_on__gt=scope.until)
    made = Inspection.objects.standing().annotate(made_in=YearOf("inspected_on")).filter(
        Q(mode=OuterRef("mode")) | Q(mode=Mode.ON_SITE),
        system=OuterRef("system"),
        inspected_on__gte=OuterRef("plan__begins_on"),
        made_in=OuterRef("plan__year"),
        inspected_on__lte=scope.until,
    )  # fmt: skip
    rows = visible_plan_lines(scope.actor).filter(kept, _approved_then(scope, "plan__"), added_on__lte=scope.until)
    done = Case(When(Exists(made), then=Value("made")), default=Value(""), output_field=CharField())
    return rows.annotate(made=done)


PLANNED = Measure(
    name="plan_lines",
    label="Cơ quan trong kế hoạch kiểm tra được phê duyệt",
    unit="cơ quan",
    rows=_planned,
    dimensions={"period": "plan__year", "level": "agency__level", "mode": "mode", "made": "made"},
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
DONE = PLANNED.part("plan_lines_done", "Cơ quan đã kiểm tra theo kế hoạch", {"made": ["made"]})
