"""Reads of the year's plan: whom to propose, whether the rule is kept, what of it was done."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet, Subquery

from qlcl.corrective.models import Nonconformity
from qlcl.duties.models import Duty
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import Inspection, InspectionPlan, PlanLine
from qlcl.inspections.policies import visible_plans
from qlcl.inspections.proposing import NAMED, Candidate, said_of_rules, third
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.remembered import remembered
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

    How many must apply, how many of them are planned and visited, what is broken; lines by level, mode and parent,
    all and those done; the districts by id in Vietnamese order.
    """

    bound: int
    planned: int
    visits: int
    needed: int
    broken: list[str]
    cube: Counter[tuple[str, str, int | None]]
    met: Counter[tuple[str, str, int | None]]
    areas: dict[int, str]

    @property
    def done(self) -> int:
        """How many lines were done."""
        return self.met.total()


def plan_check(plan: InspectionPlan) -> PlanCheck:
    """The plan against the law; four queries at most, remembered until something is written."""
    return remembered(("plan check", plan.pk, plan.year, plan.province_id), lambda: (_checked(plan),))[0]


def _checked(plan: InspectionPlan) -> PlanCheck:
    standing = PlanLine.objects.filter(plan=plan, dropped_on__isnull=True)
    planned, visited = Q(pk__in=standing.values("system_id")), Q(pk__in=_visits(standing).values("system_id"))
    bound = QualitySystem.objects.filter(pk__in=systems_bound(plan.province_id, plan.year).values("pk"))
    counts = bound.aggregate(bound=Count("pk"), planned=Count("pk", filter=planned), visits=Count("pk", filter=visited))
    missing = counts["bound"] - counts["planned"]
    unplanned = bound.exclude(planned).select_related("holder").order_by("holder__name_sort", "pk")
    first = unplanned[:NAMED] if missing else ()
    cube, met = _cube(plan, standing)
    parents = {parent for _, _, parent in cube if parent is not None}
    areas = Agency.objects.filter(pk__in=parents, level=Level.DISTRICT).order_by("name_sort", "pk")
    return PlanCheck(
        **counts,
        needed=third(counts["bound"]),
        broken=said_of_rules(counts["bound"], missing, [_short(s.holder.name) for s in first], counts["visits"]),
        cube=cube,
        met=met,
        areas={pk: _short(name) for pk, name in areas.values_list("pk", "name")},
    )


def _visits(lines: QuerySet[PlanLine]) -> QuerySet[PlanLine]:
    return lines.filter(mode=Mode.ON_SITE)


def done_in(plan: InspectionPlan) -> Q:
    """The lines of the plan that were done, as `plan_lines` says of each; inspections of the year are read once."""
    made = Inspection.objects.standing().filter(
        province=plan.province_id, inspected_on__gte=date(plan.year, 1, 1), inspected_on__lte=date(plan.year, 12, 31)
    )
    visited = Q(system__in=made.filter(mode=Mode.ON_SITE).values("system_id"))
    by_file = Q(system__in=made.filter(mode=Mode.BY_FILE).values("system_id"), mode=Mode.BY_FILE)
    since = made.filter(Q(mode=OuterRef("mode")) | Q(mode=Mode.ON_SITE), system=OuterRef("system"))
    ordered = ~Q(order="") & Q(Exists(since.filter(inspected_on__gte=OuterRef("added_on"))))
    return (Q(order="") & (visited | by_file)) | ordered


_Cells = Counter[tuple[str, str, int | None]]


def _cube(plan: InspectionPlan, standing: QuerySet[PlanLine]) -> tuple[_Cells, _Cells]:
    """Lines by level, mode and parent: all, and those done; one query."""
    done = Count("pk", filter=done_in(plan))
    rows = standing.order_by().values("agency__level", "mode", "agency__parent_id").annotate(n=Count("pk"), met=done)
    cube, met = _Cells(), _Cells()
    for *cell, n, of_them in rows.values_list("agency__level", "mode", "agency__parent_id", "n", "met"):
        cube[tuple(cell)] += n  # type: ignore[index]
        met[tuple(cell)] += of_them  # type: ignore[index]
    return cube, met


def _short(name: str) -> str:
    return name.replace("Ủy ban nhân dân", "UBND")


def unplanned_bound(plan: InspectionPlan) -> list[Agency]:
    """Holders of systems that must apply in the plan's year and stand in no line of it."""
    planned = plan.lines.filter(dropped_on__isnull=True).values("system_id")
    missing = systems_bound(plan.province_id, plan.year).exclude(pk__in=planned)
    return list(Agency.objects.filter(held_systems__in=missing).distinct())
