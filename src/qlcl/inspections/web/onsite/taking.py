"""What a device takes along and gives back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from qlcl.assessments.operations.carry_checklist import carry_checklist, return_copy
from qlcl.assessments.queries import checklist_state
from qlcl.inspections.queries.onsite import (
    checklist_to_answer,
    checklists_to_answer,
    listed,
    open_checklists,
    taken_along,
)
from qlcl.inspections.web.onsite.answering import device_of, for_device, sent, text_of, told
from qlcl.kernel.clock import now, today


@for_device
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The inspections that may be taken along now."""
    return told({"inspections": listed(open_checklists(request.actor))})


@for_device
@require_POST
def take(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """An inspection with all it needs; from now on concluding waits for the device."""
    rows, values = checklists_to_answer(request.actor, inspection_id), sent(request)
    device, label, at = device_of(values), text_of(values, "label", 120), now()
    for row in rows:
        carry_checklist(actor=request.actor, checklist_id=row.pk, device=device, label=label, on=today(), at=at)
    kept = taken_along(request.actor, inspection_id, today())
    return told({**kept, "conclude_url": _where_to_conclude(kept)})


def _where_to_conclude(kept: dict[str, Any]) -> str:
    """The inspection's page; without one, the page that concludes its checklist."""
    if kept["known"]:
        return reverse("inspections:inspection", args=[kept["id"]])
    return reverse("assessments:conclude", args=[kept["checklists"][0]["id"]])


@for_device
@require_POST
def give_back(request: HttpRequest, checklist_id: int) -> HttpResponse:
    """The device keeps nothing of the checklist any more."""
    row = checklist_to_answer(request.actor, checklist_id)
    return_copy(actor=request.actor, checklist_id=row.pk, device=device_of(sent(request)), at=now())
    return told({"returned": True})


@for_device
@require_GET
def state(request: HttpRequest, checklist_id: int) -> HttpResponse:
    """How the checklist stands."""
    return told(checklist_state(checklist_to_answer(request.actor, checklist_id)))
