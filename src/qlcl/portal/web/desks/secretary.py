"""The desk of a secretary: one queue across all hats, in bands; a page that shows a new one around."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.conformity.policies import KEEPERS
from qlcl.duties.queries.previous import previous_of
from qlcl.kernel.actors import Role
from qlcl.portal.queries.coming import coming
from qlcl.portal.queries.handing import handovers_waiting
from qlcl.portal.queries.matters import awaited
from qlcl.portal.queries.owed import assigned_to, local_agencies, of_rank, open_duties
from qlcl.portal.queries.pictures import pictures
from qlcl.portal.queries.posts import taken_up_lately
from qlcl.portal.web.desks.lines import banded, grouped, lead_of, lines_of

#: How many lines the desk shows; the rest is one tap away.
SHOWN = 15


def secretary_desk(request: HttpRequest, day: date) -> HttpResponse:
    """What he owes himself and what he keeps for others, soonest first, over all his agencies."""
    actor = request.actor
    agency_ids = local_agencies(actor)
    duties = open_duties(actor, agency_ids, day)
    kept = set(local_agencies(actor, [Role.ISO_SECRETARY]))
    own = {d.pk for d in [*assigned_to(actor, duties), *of_rank(actor, duties)]}
    queue = [d for d in duties if d.pk in own or d.agency_id in kept]
    queue.sort(key=lambda d: (d.due_on, d.pk not in own))  # of one day his own first
    before = previous_of([d for d in queue if d.rule is not None and d.rule.may_confirm_unchanged])
    count = len(grouped(queue))
    shown = lines_of(actor, queue, day, awaited(duties), before, SHOWN)
    seen = pictures(actor, agency_ids, day)
    keeping = set(local_agencies(actor, KEEPERS))
    context: dict[str, Any] = {
        "day": day,
        "lead": lead_of(actor, f"{day:%d/%m/%Y}"),
        "handovers": handovers_waiting(actor, day),
        "heading": f"{count} việc cần làm" if count else "Không có việc nào đang chờ",
        "bands": banded(shown),
        "more": count - len(shown),
        "coming": coming(actor, agency_ids, day),
        "pictures": seen,
        "unscoped": [p for p in seen if p.agency.pk in keeping and p.system_id and not p.scoped and not p.declaration],
        "several": len(agency_ids) > 1,
        "new": taken_up_lately(actor, day),
    }
    return render(request, "portal/desks/secretary.html", context)
