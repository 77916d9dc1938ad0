"""The page that shows a new holder of a post around: what there is, what is due, where things are, who was before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qlcl.accounts.models import Appointment, Position
from qlcl.duties.queries.assigning import with_holders
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
#: Among so many of the most pressing.
LOOKED = 12
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
    lines = [line for line in lines_of(actor, mine, day, awaited(duties), most=LOOKED) if line.link]
    seen = pictures(actor, agency_ids, day)
    context: dict[str, Any] = {
        "day": day,
        "lines": lines[:FIRST],
        "pictures": seen,
        "several": len(seen) > 1,
        "posts": _posts(actor, day),
        "minutes": minutes_received(actor),
        "people": _people(agency_ids, day),
    }
    return render(request, "portal/desks/start.html", context)


def _posts(actor: Actor, day: date) -> list[PostTaken]:
    """The posts in agencies, the newest first, with those who held each before."""
    known = appointments_to_own_posts(actor)
    held = [a for a in known if a.person_id == actor.person_id and (a.valid_until is None or a.valid_until > day)]
    ended = [a for a in known if a.valid_until is not None and a.valid_until <= day]
    return [PostTaken(a, [b for b in ended if b.position_id == a.position_id][:3]) for a in held]


def _people(agency_ids: list[int], day: date) -> list[Any]:
    """The positions of his agencies with who holds them; two queries."""
    rows = Position.objects.valid_on(day).filter(agency_id__in=agency_ids).exclude(role__in=PROVINCIAL)
    return list(with_holders(rows.order_by("title", "pk"), day)[:PEOPLE])
