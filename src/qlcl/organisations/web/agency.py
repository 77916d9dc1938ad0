"""The page of one agency: identity, system, lineage, what other rooms say of it, timeline."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.kernel import catalogue, history
from qlcl.kernel.clock import today
from qlcl.kernel.text import fold
from qlcl.organisations.models import Agency, Coverage, QualitySystem
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.queries import lineage_of, system_of
from qlcl.organisations.web.listing import agency_of
from qlcl.ui.access import signed_in

OVERVIEW, JOURNAL = "Tổng quan", "Nhật ký"


@signed_in
def detail(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency: its identity, what other rooms say of it under some headings, its journal; one heading at a time."""
    agency = agency_of(request, agency_id)
    panels = catalogue.panels("agency")
    names = list(dict.fromkeys([OVERVIEW, *(panel.tab or OVERVIEW for panel in panels), JOURNAL]))
    codes = {fold(name).replace(" ", "-"): name for name in names}
    tab = codes.get(request.GET.get("muc", ""), OVERVIEW)
    context = _overview(request, agency) if tab == OVERVIEW else {}
    if tab == JOURNAL:
        context |= _journal(agency)
    return render(
        request,
        "organisations/agency.html",
        context
        | {
            "agency": agency,
            "tabs": [(n, request.path + (f"?muc={c}" if n != OVERVIEW else ""), n == tab) for c, n in codes.items()],
            "tab": tab,
            "panels": _panels(request, agency, [panel for panel in panels if (panel.tab or OVERVIEW) == tab]),
            "may_edit": can_manage_register(request.actor, agency.province_id),
        },
    )


def _overview(request: HttpRequest, agency: Agency) -> dict[str, Any]:
    """Who the agency is, what it came from, which system covers it."""
    day = today()
    seen = day if agency.is_valid_on(day) else (agency.valid_until or agency.valid_from)
    before, after = lineage_of(agency)
    system = _last_system(agency, seen)
    shared = _shared_with(agency, system)
    actor = request.actor
    named = [*shared, *(s.predecessor for s in before), *(s.successor for s in after)]
    named += [agency.parent] if agency.parent else []
    return {
        "overview": True,
        "open": {a.pk for a in named if a.province_id in actor.oversees or a.pk in actor.agency_ids},
        "system": system,
        "before": before,
        "after": after,
        "duty": agency.duties_to_apply.order_by("-valid_from").first(),
        "shared_with": shared,
    }


def _journal(agency: Agency) -> dict[str, Any]:
    """What happened to its system and to its entry in the register."""
    day = today()
    system = _last_system(agency, day if agency.is_valid_on(day) else (agency.valid_until or agency.valid_from))
    return {
        "journal": True,
        "events": history.events_of(chain=history.system_chain(system.pk), limit=40) if system else [],
        "register_events": history.events_of(touching=agency, limit=20),
    }


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


def _panels(request: HttpRequest, agency: Agency, panels: Sequence[catalogue.Panel]) -> list[dict[str, Any]]:
    """What the rooms above show on this page, as they registered it."""
    shown = []
    for panel in panels:
        context = catalogue.load(panel.path)(request.actor, agency, today())
        if context is not None:
            shown.append({"label": panel.label, "template": panel.template, "context": context, "code": panel.code})
    return shown
