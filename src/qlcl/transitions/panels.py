"""What the transitions room shows on an agency's page."""

from datetime import date
from typing import Any

from django.db.models import Count

from qlcl.duties.models import Duty
from qlcl.duties.models.as_of import met_on, overdue_on
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency, Coverage
from qlcl.transitions.enums import STEPS
from qlcl.transitions.policies import visible_enrolments


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """The campaigns in which the agency's systems are enrolled, with steps met and overdue on `day`; two queries."""
    enrolments = list(
        visible_enrolments(actor)
        .filter(system__in=Coverage.objects.filter(agency=agency).values("system"))
        .select_related("campaign__to_edition")
        .order_by("-campaign__starts_on", "pk")
    )
    if not enrolments:
        return None
    duties = Duty.objects.filter(
        source_kind="campaign",
        source_id__in={e.campaign_id for e in enrolments},
        system__in=[e.system_id for e in enrolments],
        sequence__lte=len(STEPS),
    ).order_by()
    counted = duties.values_list("source_id", "system_id").annotate(
        met=Count("pk", filter=met_on(day)), late=Count("pk", filter=overdue_on(day))
    )
    counts = {(source, system): (met, late) for source, system, met, late in counted}
    lines = [(e, *counts.get((e.campaign_id, e.system_id), (0, 0))) for e in enrolments]
    return {"lines": lines, "steps": len(STEPS), "day": day}
