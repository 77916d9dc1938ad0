"""The desk of who oversees a province: what waits for him, and how the campaigns stand."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.duties.links import doing_link, doing_words, role_name
from qlcl.duties.queries import duties_of
from qlcl.portal.web.desks.beginning import first_steps
from qlcl.portal.web.desks.lines import lead_of
from qlcl.reports.queries.standing import campaign_standings

#: How many duties the page shows; the whole list is one tap away.
SHOWN = 6


def province_desk(request: HttpRequest, day: date) -> HttpResponse:
    """His own duties first, then the campaigns of his provinces; before the first one, what a province begins with."""
    actor = request.actor
    items = [item for band in duties_of(actor, day).values() for item in band]
    tasks = [
        {
            "item": item,
            "duty": item.duty,
            "role": role_name(item.duty),
            "link": doing_link(actor, item.duty),
            "verb": doing_words(actor, item.duty),
        }
        for item in items[:SHOWN]
    ]
    campaigns = campaign_standings(actor, day)
    steps = [] if campaigns else first_steps(actor, day)
    standing = "Bắt đầu với tỉnh" if steps else "Tình hình chuyển đổi"
    context: dict[str, Any] = {
        "day": day,
        "heading": f"{len(items)} việc cần làm" if items else standing,
        "lead": lead_of(actor, f"{day:%d/%m/%Y}"),
        "tasks": tasks,
        "more": max(0, len(items) - SHOWN),
        "campaigns": campaigns,
        "steps": steps,
        "next": next((place for place, step in enumerate(steps) if step.done is False), None),
    }
    return render(request, "portal/desks/province.html", context)
