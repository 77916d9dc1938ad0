"""“My work”: one list across all positions, in bands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.duties.enums import Band
from qlcl.duties.links import doing_link, doing_words, role_name, source_link
from qlcl.duties.queries import Item, duties_of
from qlcl.kernel import clock
from qlcl.kernel.actors import Actor
from qlcl.ui.access import signed_in

LIMIT = 300


def _line(item: Item, actor: Actor) -> dict[str, object]:
    return {
        "duty": item.duty,
        "state": item.state,
        "due": item.due,
        "role": role_name(item.duty),
        "form": doing_link(actor, item.duty),
        "source": source_link(actor, item.duty),
        "page": reverse("duties:duty", args=[item.duty.pk]),
        "others": item.others,
        "verb": doing_words(actor, item.duty),
    }


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Open duties of the actor's positions; empty bands are hidden."""
    day = clock.today()
    bands = duties_of(request.actor, day, LIMIT)
    shown = [
        {"code": band.value, "label": Band(band).label, "items": [_line(item, request.actor) for item in items]}
        for band, items in bands.items()
    ]
    several = len(request.actor.agency_ids) > 1 or bool(request.actor.oversees)
    total = sum(len(band["items"]) for band in shown)
    context = {"bands": shown, "day": day, "several": several, "total": total}
    return render(request, "duties/mine.html", context)
