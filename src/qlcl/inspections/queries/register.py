"""Reads of the register of inspections."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import kept_inspections, visible_inspections
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.remembered import remembered_rows
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency

PANEL_ROWS = 8


def inspection_list(actor: Actor) -> QuerySet[Inspection]:
    """Inspections the actor sees, newest first."""
    return visible_inspections(actor).select_related("agency", "edition").order_by("-inspected_on", "-pk")


def inspection_seen(actor: Actor, inspection_id: int) -> Inspection:
    """The inspection; `Unseen` outside the actor's view; a void one is shown as such."""
    rows = kept_inspections(actor).select_related("agency", "edition", "system__holder", "province", "plan_line__plan")
    found = rows.filter(pk=inspection_id).first()
    if found is None:
        raise Unseen
    return found


def cube(inspections: QuerySet[Inspection]) -> dict[tuple[int, str, str], int]:
    """(year, mode, level) → how many of the inspections, by two queries.

    By day an index gives them in order, so nothing is sorted and no agency is looked up; of the levels only the few
    agencies above the communes are, and the communes are the rest.
    """
    by_mode = {mode: Count("pk", filter=Q(mode=mode)) for mode in Mode.values}
    days = inspections.order_by().values("inspected_on").annotate(**by_mode).values_list("inspected_on", *by_mode)
    all_levels: Counter[tuple[int, str]] = Counter()
    for day, *counts in remembered_rows(days):
        for mode, n in zip(by_mode, counts, strict=True):
            all_levels[day.year, mode] += n
    above = inspections.order_by().filter(agency_id__in=Agency.objects.exclude(level=Level.COMMUNE).values("pk"))
    grouped = above.annotate(year=YearOf("inspected_on")).values("year", "mode", "agency__level")
    counted = grouped.annotate(n=Count("pk")).values_list("year", "mode", "agency__level", "n")
    cells = {(year, mode, level): n for year, mode, level, n in remembered_rows(counted)}
    for (year, mode), n in all_levels.items():
        communes = n - sum(cells.get((year, mode, level), 0) for level in Level.values)
        if communes:
            cells[year, mode, Level.COMMUNE] = communes
    return cells


def inspection_counts(
    actor: Actor, *, province_ids: frozenset[int], since: date, until: date
) -> dict[tuple[int, str, str], int]:
    """(year, mode, level) → inspections of those provinces from the first to the last day, both included."""
    rows = visible_inspections(actor).filter(
        province_id__in=province_ids, inspected_on__gte=since, inspected_on__lte=until
    )
    return cube(rows)


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """What an agency's page shows of its inspections."""
    rows = inspection_list(actor).filter(agency=agency, inspected_on__lte=day)
    return {"inspections": rows[:PANEL_ROWS]}
