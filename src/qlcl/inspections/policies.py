"""Who may see and record inspections."""

from django.db.models import Q, QuerySet

from qlcl.inspections.models import Inspection, InspectionPlan, Inspector
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.voiding import STANDING
from qlcl.organisations.models import Coverage

#: Roles that keep the register of inspections; the others read.
RECORDERS = (Role.INSPECTOR, Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR)


def can_record_inspections(actor: Actor, province_id: int | None) -> bool:
    """The actor records inspections of the province's agencies."""
    return actor.is_system or actor.provincial_post(province_id, RECORDERS) is not None


def recorded_provinces(actor: Actor) -> list[int]:
    """The provinces for which the actor may record."""
    return sorted(p for p in actor.oversees if can_record_inspections(actor, p))


def visible_inspections(actor: Actor) -> QuerySet[Inspection]:
    """Standing ones among those that `kept_inspections` gives."""
    return kept_inspections(actor).filter(STANDING)


def kept_inspections(actor: Actor) -> QuerySet[Inspection]:
    """Inspections in the provinces the actor oversees, of his own agencies, and of the systems that cover them;
    void ones too."""
    if actor.is_system:
        return Inspection.objects.all()
    covering = Coverage.objects.filter(agency_id__in=actor.agency_ids).values("system_id")
    seen = Q(agency_id__in=actor.agency_ids) | Q(system_id__in=covering)
    if actor.oversees:
        seen |= Q(province_id__in=actor.oversees)
    return Inspection.objects.filter(seen)


#: Roles that draw up the plan of the year and keep the register of inspectors.
PLANNERS = (Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR)


def can_plan_inspections(actor: Actor, province_id: int | None) -> bool:
    """The actor draws up the province's plan, records its approval, keeps its inspectors."""
    return actor.is_system or actor.provincial_post(province_id, PLANNERS) is not None


def visible_plans(actor: Actor) -> QuerySet[InspectionPlan]:
    """Plans of the provinces the actor oversees: they name other agencies, so no agency sees them."""
    rows = InspectionPlan.objects.all()
    return rows if actor.is_system else rows.filter(province_id__in=actor.oversees)


def visible_inspectors(actor: Actor) -> QuerySet[Inspector]:
    """Inspectors of the provinces the actor oversees."""
    rows = Inspector.objects.all()
    return rows if actor.is_system else rows.filter(province_id__in=actor.oversees)
