"""The desk of a head, and of the deputy who acts for him: three decisions, six kinds of acts, a plain picture."""

from collections import Counter
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.kernel.actors import Role
from qlcl.portal.queries.coming import coming
from qlcl.portal.queries.handing import handovers_waiting
from qlcl.portal.queries.matters import LABELS, RULE, Kind, Matter, awaited, matters_of, three
from qlcl.portal.queries.owed import assigned_to, local_agencies, open_duties
from qlcl.portal.queries.pictures import pictures
from qlcl.portal.queries.posts import vacant_positions
from qlcl.portal.web.desks.lines import lead_of, lines_of

HEADING = {
    0: "Không có việc nào cần quyết định",
    1: "Một việc cần quyết định",
    2: "Hai việc cần quyết định",
    3: "Ba việc cần quyết định",
}
#: Where the list behind a kind opens; the others open their only or first matter.
LISTS = {Kind.FILL: "accounts:positions"}


def head_desk(request: HttpRequest, day: date) -> HttpResponse:
    """What he decides first; what his agency looks like second."""
    actor = request.actor
    agency_ids = local_agencies(actor, [Role.HEAD, Role.DEPUTY])
    duties = open_duties(actor, local_agencies(actor), day)
    vacant = vacant_positions(actor, agency_ids, day)
    ours = [d for d in duties if d.agency_id in agency_ids]
    matters = matters_of(ours, vacant, handovers_waiting(actor, day), agency_ids, day)
    first = three(matters)
    mine = [d for d in assigned_to(actor, duties) if d.role != Role.HEAD]
    context: dict[str, Any] = {
        "day": day,
        "heading": HEADING[len(first)],
        "lead": lead_of(actor, f"Tháng {day:%m/%Y}"),
        "three": first,
        "next": None if first else next((m for m in matters if m.days is not None), None),
        "rule": RULE,
        "kinds": _kinds(matters, first),
        "assigned": lines_of(actor, mine, day, awaited(duties)),
        "coming": coming(actor, local_agencies(actor), day),
        "pictures": pictures(actor, agency_ids, day),
        "several": len(agency_ids) > 1,
        "is_head": Role.HEAD in actor.roles,
        "vacant": sum(1 for m in matters if m.kind == Kind.FILL),
    }
    return render(request, "portal/desks/head.html", context)


def _kinds(matters: list[Matter], first: list[Matter]) -> list[dict[str, Any]]:
    """Each kind that has anything waiting, with how many and where they open."""
    counts = Counter(m.kind for m in matters)
    opening = {kind: next(m for m in matters if m.kind == kind) for kind in counts}
    return [
        {
            "label": LABELS[kind],
            "count": counts[kind] + sum(m.more for m in matters if m.kind == kind),
            "matters": [m for m in matters if m.kind == kind],
            "first": opening[kind],
            "late": sum(1 for m in matters if m.kind == kind and (m.days or 0) < 0),
        }
        for kind in Kind
        if kind in counts
    ]
