"""The figures transitions can answer for: obliged, enrolled and declared systems."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from qlcl.conformity.enums import PreparedBy
from qlcl.conformity.queries import first_declarations
from qlcl.kernel.measures import Cells, Column, Measure, Scope
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import DutyKind, Level
from qlcl.organisations.measures import living
from qlcl.organisations.models import QualitySystem
from qlcl.transitions.models import Campaign, Enrolment

_LEVELS = dict(Level.choices)
_METHODS = {"": "Chưa rõ", **dict(PreparedBy.choices)}


def _obliged(scope: Scope) -> QuerySet[Any]:
    """Systems whose holder must apply the standard on the last day, by law or by the province's plan."""
    kinds = (DutyKind.MANDATORY, DutyKind.PROVINCIAL_PLAN)
    systems = QualitySystem.objects.in_provinces(scope.province_ids).valid_on(scope.until)
    return systems.with_duty(kinds, scope.until)


def _enrolled(scope: Scope) -> QuerySet[Any]:
    """Enrolments of the campaign whose system lives on the last day."""
    return Enrolment.objects.filter(_living(scope), campaign_id=scope.campaign_id)


def _living(scope: Scope) -> Q:
    """Enrolled by the last day, and the system lives then."""
    return living(scope, "system__") & Q(enrolled_on__lte=scope.until)


def _ever_enrolled(scope: Scope) -> QuerySet[Any]:
    """Every enrolment of the campaign; `counts` tells those of `_enrolled`."""
    counts = Case(When(_living(scope), then=Value("counts")), default=Value(""), output_field=CharField())
    return Enrolment.objects.filter(campaign_id=scope.campaign_id).annotate(counts=counts)


def enrolled_on(cells: Cells, days: Iterable[date]) -> dict[date, Cells]:
    """Enrolled systems by level on each of the days, as `ENROLLED` counts them, from the cells of `ENROLMENTS`."""
    found = {}
    for day in days:
        found[day] = counted = Cells()
        counted.illustration = cells.illustration
        for (level, enrolled, begins, ends), value in cells.items():
            if enrolled <= day.isoformat() and begins <= day.isoformat() and (not ends or day.isoformat() < ends):
                counted[(level,)] = counted.get((level,), 0) + value
    return found


def _declared(scope: Scope) -> QuerySet[Any]:
    """First declarations to the edition of the campaign's systems, by their legal day, until the last day."""
    return _first(scope).filter(system_id__in=_ever_enrolled(scope).values("system_id"))


def _declared_outside(scope: Scope) -> QuerySet[Any]:
    """First declarations of systems that the plan does not hold, such as agencies only encouraged to apply."""
    return _first(scope).exclude(system_id__in=_ever_enrolled(scope).values("system_id"))


def _first(scope: Scope) -> QuerySet[Any]:
    """First declarations to the edition, with the method from the declaration, else from the enrolment."""
    enrolments = Enrolment.objects.filter(campaign_id=scope.campaign_id, system_id=OuterRef("system_id"))
    firsts = first_declarations(edition=scope.edition_id, province_ids=scope.province_ids, until=scope.until)
    return firsts.annotate(
        method=Case(
            When(prepared_by="", then=Coalesce(Subquery(enrolments.values("prepared_by")[:1]), Value(""))),
            default=F("prepared_by"),
            output_field=CharField(),
        )
    )


def _campaigns(scope: Scope) -> QuerySet[Any]:
    """Campaigns of the provinces that ran on some day from the first to the last."""
    return Campaign.objects.filter(
        province_id__in=scope.province_ids, starts_on__lte=scope.until, ends_on__gte=scope.since
    )


def _agency(path: str) -> tuple[Column, ...]:
    """Code, name and level of the agency to which the path leads."""
    return (
        Column("Mã", f"{path}__code"),
        Column("Cơ quan", f"{path}__name"),
        Column("Cấp", f"{path}__level", _LEVELS),
    )


CAMPAIGNS = Measure(
    name="campaigns",
    label="Kế hoạch, chiến dịch chuyển đổi đang thực hiện trong kỳ",
    unit="chiến dịch",
    rows=_campaigns,
    dimensions={"level": "province__level"},
    columns=(
        Column("Mã", "code"),
        Column("Tên", "name"),
        Column("Căn cứ", "basis"),
        Column("Số kế hoạch", "plan_number"),
        Column("Bắt đầu", "starts_on"),
        Column("Kết thúc", "ends_on"),
    ),
    kind="campaign",
    order=("starts_on", "code"),
)

OBLIGED = Measure(
    name="obliged",
    label="Hệ thống phải áp dụng theo quy định hoặc theo kế hoạch của tỉnh",
    unit="hệ thống",
    rows=_obliged,
    dimensions={"level": "holder__level"},
    columns=(*_agency("holder"),),
    kind="agency",
    illustration="holder__illustration",
    order=("holder__level", "holder__name_sort"),
)

#: Every enrolment by the days between which it counts; see `enrolled_on`.
ENROLMENTS = Measure(
    name="enrolments",
    label="Cơ quan từng có trong kế hoạch chuyển đổi",
    unit="cơ quan",
    rows=_ever_enrolled,
    dimensions={
        "level": "system__holder__level",
        "enrolled_on": "enrolled_on",
        "valid_from": "system__valid_from",
        "valid_until": "system__valid_until",
        "counts": "counts",
    },
    columns=(
        *_agency("system__holder"),
        Column("Ngày đưa vào kế hoạch", "enrolled_on"),
    ),
    kind="agency",
    illustration="system__holder__illustration",
    order=("system__holder__level", "system__holder__name_sort"),
)

#: Those that count on the last day; counted with all of them in one pass.
ENROLLED = replace(
    ENROLMENTS,
    name="units",
    label="Cơ quan trong kế hoạch chuyển đổi",
    rows=_enrolled,
    dimensions={"level": "system__holder__level"},
    part_of=ENROLMENTS,
    only={"counts": ["counts"]},
)

DECLARED = Measure(
    name="declared",
    label="Cơ quan đã công bố lần đầu theo phiên bản tiêu chuẩn",
    unit="cơ quan",
    rows=_declared,
    dimensions={"period": YearOf("signed_on"), "level": "agency__level", "prepared_by": "method"},
    columns=(
        *_agency("agency"),
        Column("Số quyết định", "number"),
        Column("Ngày công bố", "signed_on"),
        Column("Cách thực hiện", "method", _METHODS),
        Column("Tổ chức tư vấn", "consultant_name"),
    ),
    kind="declaration",
    order=("signed_on", "agency__name_sort"),
)

DECLARED_OUTSIDE = replace(
    DECLARED,
    name="declared_outside_plan",
    label="Cơ quan ngoài kế hoạch đã công bố theo phiên bản tiêu chuẩn",
    rows=_declared_outside,
)
