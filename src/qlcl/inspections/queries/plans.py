"""Reads of the year's plan: whom to propose, whether the rule is kept, what of it was done."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet, Subquery

from qlcl.corrective.models import Nonconformity
from qlcl.duties.models import Duty
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import Inspection, InspectionPlan, PlanLine
from qlcl.inspections.policies import visible_plans
from qlcl.inspections.proposing import Candidate, broken_rules, third
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.organisations import parameters
from qlcl.organisations.enums import DutyKind, Level
from qlcl.organisations.models import Agency, OverseeingBody, QualitySystem, QualitySystemQuerySet

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
    """The lines of the plan, dropped ones last, each with the day and the id of the inspection that did it, and with
    the one that was scheduled for it.

    A visit does a line of either kind; an inspection by file does only a line by file. What was ordered unplanned is
    done by an inspection since the order.
    """
    made = Inspection.objects.standing().filter(
        Q(mode=OuterRef("mode")) | Q(mode=Mode.ON_SITE),
        system=OuterRef("system"),
        inspected_on__gte=date(plan.year, 1, 1),
        inspected_on__lte=date(plan.year, 12, 31),
    )
    made = made.annotate(asked=ExpressionWrapper(OuterRef("order"), output_field=CharField())).filter(
        Q(asked="") | Q(inspected_on__gte=OuterRef("added_on"))
    )
    made = made.order_by("inspected_on", "pk")
    own = Inspection.objects.filter(plan_line=OuterRef("pk"), voided_on__isnull=True).exclude(status=Status.CANCELLED)
    return (
        plan.lines.select_related("agency", "plan")
        .annotate(done_on=Subquery(made.values("inspected_on")[:1]), done_by_id=Subquery(made.values("pk")[:1]))
        .annotate(case_id=Subquery(own.values("pk")[:1]), case_status=Subquery(own.values("status")[:1]))
        .order_by(F("dropped_on").asc(nulls_first=True), "-mode", "planned_month", "agency__name_sort", "pk")
    )


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """A plan against art. 33.2, and its lines counted.

    How many must apply, how many of them are planned and visited, what is broken; how many lines were done, lines by
    level, mode and parent, the districts by id in Vietnamese order.
    """

    bound: int
    planned: int
    visits: int
    needed: int
    broken: list[str]
    done: int
    cube: Counter[tuple[str, str, int | None]]
    areas: dict[int, str]


def plan_check(plan: InspectionPlan) -> PlanCheck:
    """The plan against the law; two queries."""
    bound = names_bound(plan)
    modes: dict[int, set[str]] = {}
    cube: Counter[tuple[str, str, int | None]] = Counter()
    areas: dict[int, tuple[bytes, str]] = {}
    done = 0
    standing = plan_lines(plan).filter(dropped_on__isnull=True).order_by()
    parent = ("agency__parent_id", "agency__parent__level", "agency__parent__name", "agency__parent__name_sort")
    for system, mode, done_on, level, parent_id, parent_level, name, order in standing.values_list(
        "system_id", "mode", "done_on", "agency__level", *parent
    ):
        modes.setdefault(system, set()).add(mode)
        cube[level, mode, parent_id] += 1
        done += done_on is not None
        if parent_level == Level.DISTRICT:
            areas[parent_id] = (bytes(order), name.replace("Ủy ban nhân dân", "UBND"))
    visits = sum(Mode.ON_SITE in modes.get(system, ()) for system in bound)
    return PlanCheck(
        bound=len(bound),
        planned=sum(system in modes for system in bound),
        visits=visits,
        needed=third(len(bound)),
        broken=broken_rules(bound, modes),
        done=done,
        cube=cube,
        areas={pk: name for pk, (_, name) in sorted(areas.items(), key=lambda item: item[1])},
    )


def unplanned_bound(plan: InspectionPlan) -> list[Agency]:
    """Holders of systems that must apply in the plan's year and stand in no line of it."""
    planned = plan.lines.filter(dropped_on__isnull=True).values("system_id")
    missing = systems_bound(plan.province_id, plan.year).exclude(pk__in=planned)
    return list(Agency.objects.filter(held_systems__in=missing).distinct())


def names_bound(plan: InspectionPlan) -> dict[int, str]:
    """Names of those that must apply in the plan's year, by system, in Vietnamese order."""
    rows = systems_bound(plan.province_id, plan.year).order_by("holder__name_sort", "pk")
    names = rows.values_list("pk", "holder__name")
    return {pk: name.replace("Ủy ban nhân dân", "UBND") for pk, name in names}
