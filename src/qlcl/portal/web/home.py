"""The home page: what the actor owes, and the state of what he oversees."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from qlcl.duties.queries import duties_of
from qlcl.kernel.actors import PROVINCIAL
from qlcl.kernel.clock import today
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import system_of
from qlcl.reports.queries.standing import campaign_standings, declaration_standing
from qlcl.ui.access import signed_in

#: How many duties of a band the home page shows; the whole list is one tap away.
SHOWN = 6


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """One page for every hat: first what is owed, then the picture of the agency or of the province."""
    actor, day = request.actor, today()
    context: dict[str, Any] = {"day": day, "bands": _bands(request), "provincial": bool(actor.roles & PROVINCIAL)}
    if context["provincial"]:
        context["campaigns"] = campaign_standings(actor, day)
    else:
        context["agencies"] = _agencies(request)
    return render(request, "portal/home.html", context)


def front(request: HttpRequest) -> HttpResponseBase:
    """The bare address: home for who has signed in, the public register for everybody else."""
    return redirect("register:list") if request.actor.is_anonymous else home(request)


def _bands(request: HttpRequest) -> list[dict[str, Any]]:
    bands = duties_of(request.actor, today())
    return [
        {"label": band.label, "items": items[:SHOWN], "more": max(0, len(items) - SHOWN)}
        for band, items in bands.items()
    ]


def _agencies(request: HttpRequest) -> list[dict[str, Any]]:
    """The actor's agencies with their system and what it has declared."""
    found = []
    for agency in Agency.objects.filter(pk__in=request.actor.agency_ids).order_by("name_sort")[:3]:
        system = system_of(agency.pk, today())
        found.append({"agency": agency, "system": system, "declaration": declaration_standing(system, today())})
    return found
