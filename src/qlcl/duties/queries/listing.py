"""A list of duties narrowed as an address says: the rows behind the numbers of a desk."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from django.db.models import Q, QuerySet

from qlcl.duties.enums import State
from qlcl.duties.models import Duty
from qlcl.duties.models.as_of import state_on as state_as_of
from qlcl.duties.policies import visible_duties
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of duties is narrowed to; empty: not at all."""

    agency: str = ""
    year: int | None = None
    state: str = ""
    position: int | None = None
    rule: str = ""
    statutory: bool = False


def of_year(year: int) -> Q:
    """Duties of a year: yearly ones by the year they are owed for, others by the day they were first due."""
    if not MINYEAR <= year <= MAXYEAR:
        return Q(pk__in=())
    due = Q(first_due_on__gte=date(year, 1, 1), first_due_on__lte=date(year, 12, 31))
    return Q(year=year) | (Q(year__isnull=True) & due)


def duty_list(actor: Actor, filters: Filters, day: date) -> QuerySet[Duty]:
    """Visible duties opened by `day` that match, each with its `state` on the day; soonest due first."""
    rows: QuerySet[Duty] = visible_duties(actor).filter(opened_on__lte=day)
    if filters.agency:
        rows = rows.filter(agency_id__in=list(Agency.objects.filter(code=filters.agency).values_list("pk", flat=True)))
    elif not actor.oversees and not actor.is_system:
        rows = rows.filter(agency_id__in=actor.agency_ids)
    if filters.year is not None:
        rows = rows.filter(of_year(filters.year))
    if filters.position is not None:
        rows = rows.filter(position_id=filters.position)
    if filters.rule:
        rows = rows.filter(rule__code=filters.rule)
    if filters.statutory:
        rows = rows.filter(statutory=True)
    rows = rows.annotate(state=state_as_of(day))
    if filters.state == "mo":
        rows = rows.filter(state__in=[State.OVERDUE, State.NOT_DUE])
    elif filters.state:
        rows = rows.filter(state=filters.state)
    return rows.select_related("agency", "position").order_by("due_on", "id")
