"""The page that shows a new holder of a post around: what there is, what is due, where things are, who was before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qlcl.accounts.models import Appointment
from qlcl.accounts.queries.positions import positions_listed
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.kernel.clock import today
from qlcl.portal.queries.handing import minutes_received
from qlcl.portal.queries.matters import awaited
from qlcl.portal.queries.owed import assigned_to, local_agencies, of_rank, open_duties
from qlcl.portal.queries.pictures import pictures
from qlcl.portal.queries.posts import appointments_to_own_posts
from qlcl.portal.web.desks.lines import lines_of
from qlcl.ui.access import signed_in

#: What is due first: no more than this.
FIRST = 3
PEOPLE = 30


@dataclass(frozen=True, slots=True)
class PostTaken:
    """A post of the actor, since when, and who held it before."""

    appointment: Appointment
    before: list[Appointment]


@signed_in
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Open to whoever holds a post in an agency; the home page leads a new one here."""
    actor, day = request.actor, today()
    agency_ids = local_agencies(actor)
    duties = open_duties(actor, agency_ids, day)
    kept = set(local_agencies(actor, [Role.ISO_SECRETARY]))
    own = {d.pk for d in [*assigned_to(actor, duties), *of_rank(actor, duties)]}
    mine = [d for d in duties if d.pk in own or d.agency_id in kept]
    lines = [line for line in lines_of(actor, mine, day, awaited(duties)) if line.link]
    seen = pictures(actor, agency_ids, day)
    context: dict[str, Any] = {
        "day": day,
        "lines": lines[:FIRST],
        "pictures": seen,
        "several": len(seen) > 1,
        "posts": _posts(actor, day),
        "minutes": minutes_received(actor),
        "people": _people(actor, [p.agency.code for p in seen], day),
    }
    return render(request, "portal/desks/start.html", context)


def _posts(actor: Actor, day: date) -> list[PostTaken]:
    """The posts in agencies, the newest first, with those who held each before."""
    known = appointments_to_own_posts(actor)
    held = [a for a in known if a.person_id == actor.person_id and (a.valid_until is None or a.valid_until > day)]
    ended = [a for a in known if a.valid_until is not None and a.valid_until <= day]
    return [PostTaken(a, [b for b in ended if b.position_id == a.position_id][:3]) for a in held]


def _people(actor: Actor, codes: list[str], day: date) -> list[Any]:
    """The positions of the first agency with who holds them."""
    if not codes:
        return []
    rows = positions_listed(actor, day=day, agency_code=codes[0]).exclude(role__in=PROVINCIAL)
    return list(rows.order_by("title", "pk")[:PEOPLE])
