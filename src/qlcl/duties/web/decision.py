"""The screen of one decision: what it is, what changed, the evidence, what is missing, one button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.duties.enums import Outcome
from qlcl.duties.links import form_link, role_name
from qlcl.duties.models import Duty
from qlcl.duties.policies import can_explain, can_perform, closable_by_hand
from qlcl.duties.queries import state_on
from qlcl.duties.web.duty import duty_of
from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import time_left, today
from qlcl.kernel.decisions import DecisionView
from qlcl.ui.access import signed_in

#: Asks for the explanation of a missed duty instead of its act: `?viec=giai-trinh`.
EXPLAINING = "giai-trinh"


@signed_in
@require_GET
def decision(request: HttpRequest, duty_id: int) -> HttpResponse:
    """One duty as its decision; whoever sees the duty sees the same screen, the button stands for who may press it."""
    duty = duty_of(request, duty_id)
    actor, day = request.actor, today()
    explaining = request.GET.get("viec") == EXPLAINING
    ended = duty.outcome in {Outcome.DONE, Outcome.CANCELLED}
    view = _view(actor, duty, explaining=explaining)
    days = (duty.due_on - day).days
    context = {
        "duty": duty,
        "view": view,
        "day": day,
        "ended": ended,
        "may": not ended and (can_explain(actor, duty) if explaining else can_perform(actor, duty)),
        "title": "Giải trình việc quá hạn" if explaining else duty.label,
        "role": role_name(duty),
        "state": "overdue" if days < 0 else "soon" if days <= 7 else "not_due",
        "due": time_left(days),
        "outcome": state_on(duty, day).label,
    }
    return render(request, "duties/decision.html", context)


def _view(actor: Actor, duty: Duty, *, explaining: bool) -> DecisionView:
    """The view of the room that performs the act; by hand where no room does; else only the way to the form."""
    act = "duties.explain" if explaining else duty.act
    make = catalogue.decision(act)
    if make is None and closable_by_hand(duty):
        make = catalogue.decision("duties.close_by_hand")
    if make is not None:
        made: DecisionView = make(actor, duty, today())
        return made
    page = form_link(duty) or reverse("duties:duty", args=[duty.pk])
    return DecisionView(what=duty.label, button="Mở biểu mẫu", url=page)
