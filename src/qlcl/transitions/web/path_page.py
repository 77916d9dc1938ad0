"""One agency's path: twelve steps with dates, proof, the next act and who performs it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qlcl.duties.enums import State
from qlcl.duties.links import form_link, role_name, thing_link
from qlcl.duties.policies import can_perform
from qlcl.kernel import catalogue, clock
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import time_left
from qlcl.transitions.models import Enrolment
from qlcl.transitions.policies import can_lead_campaign, can_set_preparation
from qlcl.transitions.queries import enrolment_page
from qlcl.transitions.queries.path import PathStep, next_step, path_of
from qlcl.ui.access import signed_in

_MET = {State.DONE, State.LATE, State.EXPLAINED}


def _line(step: PathStep, actor: Actor, enrolment: Enrolment) -> dict[str, object]:
    duty = step.duty
    kind, id_ = step.proof
    known = {k.code: k.label for k in catalogue.kinds()}
    proof = thing_link(kind, id_) if kind not in {"campaign", "duty"} else ""
    duty.system = enrolment.system
    may = not step.ended and can_perform(actor, duty)
    return {
        "step": step,
        "mark": "none" if step.state == "cancelled" else step.state.value,
        "word": step.state.label,
        "role": role_name(duty),
        "proof": proof,
        "proof_label": known.get(kind, ""),
        "form": form_link(duty) if may else "",
        "tone": "overdue" if step.days < 0 else "late" if step.days <= 30 else "info",
        "due": time_left(step.days),
    }


@signed_in
@require_GET
def detail(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """The path of one agency as it stands today."""
    enrolment = enrolment_page(request.actor, enrolment_id)
    day = clock.today()
    path = path_of(enrolment, day)
    lines = [_line(step, request.actor, enrolment) for step in path]
    following = next_step(path)
    context = {
        "enrolment": enrolment,
        "campaign": enrolment.campaign,
        "agency": enrolment.system.holder,
        "day": day,
        "lines": lines,
        "next": next((line for line in lines if line["step"] is following), None),
        "met": f"{sum(1 for s in path if s.state in _MET)}/{len(path)}",
        "late": sum(1 for step in path if step.state == "overdue"),
        "unknown": sum(1 for step in path if step.state == "unknown"),
        "expired": enrolment.certificate_expired_on(day),
        "may_prepare": can_set_preparation(request.actor, enrolment),
        "may_lead": can_lead_campaign(request.actor, enrolment.campaign.province_id),
    }
    return render(request, "transitions/path.html", context)
