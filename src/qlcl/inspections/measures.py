"""The figures this room can answer for: inspections made, and who of those that must be was inspected."""

from typing import Any

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import visible_inspections
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.kernel.trends import Dated
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level
from qlcl.organisations.measures import MANDATORY, every_system, mandatory

_LEVELS = {str(code): str(label) for code, label in Level.choices}
_MODES = {str(code): str(label) for code, label in Mode.choices}


def _inspections(scope: Scope) -> QuerySet[Any]:
    """Inspections in the provinces from the first to the last day, against whatever edition."""
    return visible_inspections(scope.actor).filter(
        province_id__in=scope.province_ids, inspected_on__gte=scope.since, inspected_on__lte=scope.until
    )


def _visited(scope: Scope, **how: str) -> Q:
    """Systems that somebody inspected from the first to the last day."""
    made = Inspection.objects.standing().filter(inspected_on__gte=scope.since, inspected_on__lte=scope.until, **how)
    return Q(pk__in=made.filter(province_id__in=scope.province_ids).values("system_id"))


def _on_site(scope: Scope) -> Q:
    """Systems of agencies that must apply, inspected at their office."""
    return mandatory(scope) & _visited(scope, mode=Mode.ON_SITE)


def _bound(scope: Scope) -> QuerySet[Any]:
    """Systems of agencies that must apply; `best` is the best way in which each was inspected in the period, or ""."""
    how = Case(
        When(_visited(scope, mode=Mode.ON_SITE), then=Value(str(Mode.ON_SITE))),
        When(_visited(scope), then=Value(str(Mode.BY_FILE))),
        default=Value(""),
        output_field=CharField(),
    )
    return every_system(scope).filter(mandatory(scope)).annotate(best=how)


def _system_measure(name: str, label: str, rows: Any, cut_by_mode: bool = False) -> Measure:
    """A measure that counts systems of agencies that must apply."""
    return Measure(
        name=name,
        label=label,
        unit="hệ thống",
        rows=rows,
        dimensions={**MANDATORY.dimensions, **({"mode": "best"} if cut_by_mode else {})},
        columns=(*MANDATORY.columns, Column("Hình thức", "best", _MODES)) if cut_by_mode else MANDATORY.columns,
        kind="agency",
        illustration=MANDATORY.illustration,
        order=MANDATORY.order,
    )


_BOUND = _system_measure("systems_to_inspect", "Cơ quan bắt buộc áp dụng, theo cách đã kiểm tra", _bound, True)
#: Inspected at least by file (Circular 26/2014, art. 33.2).
INSPECTED = _BOUND.part("systems_inspected", "Cơ quan bắt buộc áp dụng đã được kiểm tra", {"mode": Mode.values})
UNINSPECTED = _BOUND.part(
    "systems_uninspected", "Cơ quan bắt buộc áp dụng chưa được kiểm tra", {"mode": [""]},
    dimensions=MANDATORY.dimensions, columns=MANDATORY.columns,
)  # fmt: skip
ON_SITE = _system_measure(
    "systems_on_site", "Cơ quan bắt buộc áp dụng được kiểm tra tại trụ sở", Dated(every_system, _on_site)
)

INSPECTIONS = Measure(
    name="inspections",
    label="Lượt kiểm tra",
    unit="lượt",
    rows=_inspections,
    dimensions={
        "period": YearOf("inspected_on"),
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
