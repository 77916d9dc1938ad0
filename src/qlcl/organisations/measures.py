"""The figures this room can answer for: agencies, systems, systems that must apply by law."""

from typing import Any

from django.db.models import Q, QuerySet

from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.kernel.trends import Dated
from qlcl.organisations.enums import COUNTED_LEVELS, DutyKind, Level
from qlcl.organisations.models import Agency, DutyToApply, QualitySystem

_LEVELS = {str(code): str(label) for code, label in Level.choices}
_SYSTEM_COLUMNS = (
    Column("Mã", "holder__code"),
    Column("Cơ quan", "holder__name"),
    Column("Cấp", "holder__level", _LEVELS),
)


def every_agency(scope: Scope) -> QuerySet[Any]:
    """Every agency of the provinces that reports count, of whatever day."""
    return Agency.objects.filter(province_id__in=scope.province_ids, level__in=COUNTED_LEVELS)


def every_system(scope: Scope) -> QuerySet[Any]:
    """Every system of the provinces, of whatever day."""
    return QualitySystem.objects.filter(province_id__in=scope.province_ids)


def living(scope: Scope, prefix: str = "") -> Q:
    """Alive on the last day; `prefix` leads to what has to live."""
    ends = Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": scope.until})
    return ends & Q(**{f"{prefix}valid_from__lte": scope.until})


def mandatory(scope: Scope) -> Q:
    """Systems that live on the last day and whose holder must apply by law then (Decision 19/2014, art. 2)."""
    duties = DutyToApply.objects.filter(living(scope), kind=DutyKind.MANDATORY)
    return living(scope) & Q(holder_id__in=duties.values("agency_id"))


AGENCIES = Measure(
    name="agencies",
    label="Cơ quan đang hoạt động",
    unit="cơ quan",
    rows=Dated(every_agency, living),
    dimensions={"level": "level"},
    columns=(Column("Mã", "code"), Column("Cơ quan", "name"), Column("Cấp", "level", _LEVELS)),
    kind="agency",
    order=("level", "name_sort", "code"),
)

SYSTEMS = Measure(
    name="systems",
    label="HTQLCL đang hoạt động",
    unit="hệ thống",
    rows=Dated(every_system, living),
    dimensions={"level": "holder__level"},
    columns=_SYSTEM_COLUMNS,
    kind="agency",
    illustration="holder__illustration",
    order=("holder__level", "holder__name_sort"),
)

MANDATORY = Measure(
    name="systems_mandatory",
    label="HTQLCL của cơ quan bắt buộc áp dụng",
    unit="hệ thống",
    rows=Dated(every_system, mandatory),
    dimensions={"level": "holder__level"},
    columns=_SYSTEM_COLUMNS,
    kind="agency",
    illustration="holder__illustration",
    order=("holder__level", "holder__name_sort"),
)
