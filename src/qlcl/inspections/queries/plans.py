"""Reads of the year's plan: whom to propose, whether the rule is kept, what of it was done."""

from datetime import date

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from qlcl.corrective.models import Nonconformity
from qlcl.duties.models import Duty
from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection, InspectionPlan, PlanLine
from qlcl.inspections.policies import visible_plans
from qlcl.inspections.proposing import Candidate, broken_rules
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.organisations import parameters
from qlcl.organisations.enums import DutyKind
from qlcl.organisations.models import OverseeingBody, QualitySystem, QualitySystemQuerySet

#: Parameters of the province: who besides the bound is planned, when, by whom.
ALSO_PLANNED = {
    "inspections.plan_provincial": DutyKind.PROVINCIAL_PLAN,
    "inspections.plan_encouraged": DutyKind.ENCOURAGED,
}
TERMS = ("inspections.first_month", "inspections.last_month", "inspections.file_month", "inspections.unit")


def plan_list(actor: Actor) -> QuerySet[InspectionPlan]:
    """Plans the actor sees, the latest year first, with how many lines stand."""
    lines = Count("lines", filter=Q(lines__dropped_on__isnull=True))
    visits = Count("lines", filter=Q(lines__dropped_on__isnull=True, lines__mode=Mode.ON_SITE))
    rows = visible_plans(actor).annotate(line_count=lines, visit_count=visits).select_related("province")
    return rows.order_by("-year", "province_id")


def plan_seen(actor: Actor, plan_id: int) -> InspectionPlan:
    """The plan; `Unseen` outside the actor's view."""
    found = visible_plans(actor).select_related("province", "file").filter(pk=plan_id).first()
    if found is None:
        raise Unseen("Không tìm thấy kế hoạch kiểm tra này.")
    return found


def systems_bound(province_id: int, year: int) -> QualitySystemQuerySet:
    """Systems whose holders must apply on 1 January of the year (Circular 26/2014, art. 33.2)."""
    day = date(year, 1, 1)
    return QualitySystem.objects.in_provinces([province_id]).valid_on(day).with_duty([DutyKind.MANDATORY], day)


def candidates(province_id: int, year: int, day: date) -> list[Candidate]:
    """Whom the plan of the year is about, with what is known of them on `day`; a fixed number of queries."""
    begins = date(year, 1, 1)
    values = parameters.values(province_id, day, ALSO_PLANNED)
    kinds = [DutyKind.MANDATORY, *(kind for code, kind in ALSO_PLANNED.items() if values[code] == "1")]
    systems = QualitySystem.objects.in_provinces([province_id]).valid_on(begins).with_duty(kinds, begins)
    rows = systems.values_list(
        "pk", "holder_id", "holder__name", "holder__name_sort", "holder__parent_id", "holder__duties_to_apply__kind"
    )
    visits = _last_visits(province_id, begins)
    findings, overdue = _open_findings(province_id), _overdue(province_id, day)
    bodies = set(
        OverseeingBody.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), province=province_id)
        .filter(valid_from__lte=day)
        .values_list("agency_id", flat=True)
    )
    return [
        Candidate(
            pk,
            name,
            bound=kind == DutyKind.MANDATORY,
            last_visit=visits.get(pk),
            open_findings=findings.get(pk, 0),
            overdue=overdue.get(pk, 0),
            inspects=holder in bodies,
            place=parent or 0,
            order=bytes(order),
        )
        for pk, holder, name, order, parent, kind in rows.order_by("pk")
    ]


def _last_visits(province_id: int, before: date) -> dict[int, date]:
    made = Inspection.objects.standing().filter(province=province_id, mode=Mode.ON_SITE, inspected_on__lt=before)
    return dict(made.values("system_id").annotate(last=Max("inspected_on")).values_list("system_id", "last"))


def _open_findings(province_id: int) -> dict[int, int]:
    live = Nonconformity.objects.live().filter(province=province_id).order_by()
    return dict(live.values("system_id").annotate(n=Count("pk")).values_list("system_id", "n"))


def _overdue(province_id: int, day: date) -> dict[int, int]:
    late = Duty.objects.overdue_on(day).filter(statutory=True, system__province=province_id).order_by()
    return dict(late.values("system_id").annotate(n=Count("pk")).values_list("system_id", "n"))


def plan_lines(plan: InspectionPlan) -> QuerySet[PlanLine]:
    """The lines of the plan, dropped ones last, each with the day and the id of the inspection that did it.

    A visit does a line of either kind; an inspection by file does only a line by file. What was ordered unplanned is
    done by an inspection since the order.
    """
    made = Inspection.objects.standing().filter(
        Q(mode=OuterRef("mode")) | Q(mode=Mode.ON_SITE),
        system=OuterRef("system"),
        inspected_on__year=plan.year,
    )
    made = made.annotate(asked=OuterRef("order")).filter(Q(asked="") | Q(inspected_on__gte=OuterRef("added_on")))
    made = made.order_by("inspected_on", "pk")
    return (
        plan.lines.select_related("agency", "plan")
        .annotate(done_on=Subquery(made.values("inspected_on")[:1]), done_by_id=Subquery(made.values("pk")[:1]))
        .order_by("dropped_on", "agency__level", "agency__name_sort", "pk")
    )


def rules_broken(plan: InspectionPlan) -> list[str]:
    """What of art. 33.2 the plan breaks, in plain sentences; two queries."""
    bound = names_bound(plan)
    planned: dict[int, set[str]] = {}
    for system, mode in plan.lines.filter(dropped_on__isnull=True).values_list("system_id", "mode"):
        planned.setdefault(system, set()).add(mode)
    return broken_rules(bound, planned)


def names_bound(plan: InspectionPlan) -> dict[int, str]:
    """Names of those that must apply in the plan's year, by system, in Vietnamese order."""
    rows = systems_bound(plan.province_id, plan.year).order_by("holder__name_sort", "pk")
    names = rows.values_list("pk", "holder__name")
    return {pk: name.replace("Ủy ban nhân dân", "UBND") for pk, name in names}
