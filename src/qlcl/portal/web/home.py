"""The home page: what the actor owes, and the state of what he oversees."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from qlcl.conformity.policies import can_keep
from qlcl.duties.links import form_link, role_name
from qlcl.duties.policies import can_perform
from qlcl.duties.queries import Item, duties_of
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.kernel.clock import today
from qlcl.reports.queries.agency_standing import AgencyStanding, agency_standings
from qlcl.reports.queries.standing import campaign_standings
from qlcl.ui.access import signed_in

#: How many duties the home page shows; the whole list is one tap away.
SHOWN = 6


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """One page for every hat: first what is owed, then the picture of the agency or of the province."""
    actor, day = request.actor, today()
    provincial = bool(actor.roles & PROVINCIAL)
    standings = [] if provincial else agency_standings(actor, day)
    items = [item for band in duties_of(actor, day).values() for item in band]
    context: dict[str, Any] = {
        "day": day,
        "provincial": provincial,
        "heading": _heading(actor, len(items), provincial),
        "lead": " · ".join([f"{day:%d/%m/%Y}", *(f"{p.title}, {p.place}" for p in actor.posts[:1])]),
        "unscoped": _unscoped(actor, standings),
        "tasks": _tasks(actor, items, standings),
        "more": max(0, len(items) - SHOWN),
        "agencies": [(s, role_name(s.next) if s.next else "") for s in standings[:3]],
    }
    context["has_main"] = any(task["main"] for task in context["tasks"])
    if provincial:
        context["campaigns"] = campaign_standings(actor, day)
    return render(request, "portal/home.html", context)


def front(request: HttpRequest) -> HttpResponseBase:
    """The bare address: home for who has signed in, the public register for everybody else."""
    return redirect("register:list") if request.actor.is_anonymous else home(request)


def _heading(actor: Actor, count: int, provincial: bool) -> str:
    """The heading answers the question one comes with: how much waits for me."""
    if not count:
        return "Tình hình chuyển đổi" if provincial else "Không có việc nào đang chờ"
    return f"{count} việc cần quyết" if Role.HEAD in actor.roles else f"{count} việc cần làm"


def _tasks(actor: Actor, items: list[Item], standings: list[AgencyStanding]) -> list[dict[str, Any]]:
    """The most pressing duties; the first that the actor can do now has the main button."""
    by_system = {standing.system.pk: standing for standing in standings}
    tasks: list[dict[str, Any]] = []
    main = False
    for item in items[:SHOWN]:
        duty = item.duty
        standing = by_system.get(duty.system_id)
        awaited = standing.awaited(duty) if standing else None
        open_now = duty.by_hand or awaited is None
        form = form_link(duty) if open_now and can_perform(actor, duty) else ""
        ready = bool(form) and awaited is None and not main
        main = main or ready
        tasks.append({"item": item, "duty": duty, "form": form, "main": ready, "awaited": awaited})
        tasks[-1]["role"] = role_name(duty)
    return tasks


def _unscoped(actor: Actor, standings: list[AgencyStanding]) -> list[AgencyStanding]:
    """Systems that have neither a scope nor a declaration, to those who define scopes; the first of all steps."""
    return [s for s in standings if not s.scoped and s.declaration is None and can_keep(actor, s.system)]
