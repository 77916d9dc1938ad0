"""The desk of who oversees a province: what waits for him, and how the campaigns stand."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.duties.links import form_link, role_name
from qlcl.duties.policies import can_perform
from qlcl.duties.queries import duties_of
from qlcl.reports.queries.standing import campaign_standings

#: How many duties the page shows; the whole list is one tap away.
SHOWN = 6


def province_desk(request: HttpRequest, day: date) -> HttpResponse:
    """His own duties first, then the campaigns of his provinces."""
    actor = request.actor
    items = [item for band in duties_of(actor, day).values() for item in band]
    tasks = [
        {
            "item": item,
            "duty": item.duty,
            "role": role_name(item.duty),
            "form": form_link(item.duty) if can_perform(actor, item.duty) else "",
        }
        for item in items[:SHOWN]
    ]
    context: dict[str, Any] = {
        "day": day,
        "heading": f"{len(items)} việc cần làm" if items else "Tình hình chuyển đổi",
        "lead": " · ".join([f"{day:%d/%m/%Y}", *(f"{p.title}, {p.place}" for p in actor.posts[:1])]),
        "tasks": tasks,
        "more": max(0, len(items) - SHOWN),
        "campaigns": campaign_standings(actor, day),
    }
    return render(request, "portal/desks/province.html", context)
