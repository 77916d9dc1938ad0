"""The page of one agency: identity, system, lineage, what other rooms say of it, timeline."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.kernel import catalogue, history
from qlcl.kernel.clock import today
from qlcl.organisations.models import Agency, Coverage, QualitySystem
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.queries import lineage_of, system_of
from qlcl.organisations.web.listing import agency_of
from qlcl.ui.access import signed_in


@signed_in
def detail(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency, with a panel from each room that has something to say of it."""
    agency = agency_of(request, agency_id)
    day = today()
    seen = day if agency.is_valid_on(day) else (agency.valid_until or agency.valid_from)
    before, after = lineage_of(agency)
    system = _last_system(agency, seen)
    chains = [history.system_chain(system.pk)] if system else []
    return render(
        request,
        "organisations/agency.html",
        {
            "agency": agency,
            "system": system,
            "before": before,
            "after": after,
            "duty": agency.duties_to_apply.order_by("-valid_from").first(),
            "shared_with": _shared_with(agency, system),
            "panels": _panels(request, agency),
            "events": history.events_of(chain=chains[0], limit=12) if chains else [],
            "register_events": history.events_of(touching=agency, limit=6),
            "may_edit": can_manage_register(request.actor, agency.province_id),
            "day": day,
        },
    )


def _last_system(agency: Agency, day: Any) -> QualitySystem | None:
    """The system that covers the agency now, or covered it last."""
    current = system_of(agency.pk, day)
    if current is not None:
        return current
    last = Coverage.objects.filter(agency=agency).select_related("system__holder").order_by("-valid_from").first()
    return last.system if last else None


def _shared_with(agency: Agency, system: QualitySystem | None) -> list[Agency]:
    """The other agencies that the system covers."""
    if system is None:
        return []
    return list(Agency.objects.filter(coverages__system=system).exclude(pk=agency.pk).distinct())


def _panels(request: HttpRequest, agency: Agency) -> list[dict[str, Any]]:
    """What the rooms above show on this page, as they registered it."""
    shown = []
    for panel in catalogue.panels("agency"):
        context = catalogue.load(panel.path)(request.actor, agency, today())
        if context is not None:
            shown.append({"label": panel.label, "template": panel.template, "context": context, "code": panel.code})
    return shown
