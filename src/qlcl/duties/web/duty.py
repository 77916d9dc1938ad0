"""The page of one duty: why it exists, how it stands, who was told when."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.duties.enums import Outcome
from qlcl.duties.links import doing_link, form_link, role_name, source_link
from qlcl.duties.models import Duty
from qlcl.duties.policies import (
    can_assign,
    can_close_by_hand,
    can_explain,
    can_perform,
    can_reschedule,
    closable_by_hand,
    is_for_head_only,
    visible_duties,
)
from qlcl.duties.queries import state_on
from qlcl.duties.queries.why import why
from qlcl.kernel import clock
from qlcl.kernel.errors import Unseen
from qlcl.kernel.files import attachment
from qlcl.organisations.policies import is_provincial
from qlcl.ui.access import signed_in

#: What a page of a duty shows of other tables.
RELATED = ("agency", "system__holder", "system__province", "evidence", "rule", "position")


def duty_of(request: HttpRequest, duty_id: int) -> Duty:
    """The duty, if the actor may see it."""
    seen = visible_duties(request.actor).select_related(*RELATED)
    duty = seen.filter(pk=duty_id).first()
    if duty is None:
        raise Unseen("Không tìm thấy việc này.")
    return duty


@signed_in
@require_GET
def detail(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Everything about a duty on one page."""
    duty = duty_of(request, duty_id)
    day = clock.today()
    ended = duty.outcome in {Outcome.DONE, Outcome.CANCELLED}
    state = state_on(duty, day)
    context = {
        "duty": duty,
        "day": day,
        "state": "none" if state == "cancelled" else state.value,
        "word": state.label,
        "role": role_name(duty),
        "source": source_link(request.actor, duty),
        "form": form_link(duty)
        if not ended and not closable_by_hand(duty) and can_perform(request.actor, duty)
        else "",
        "may_close": not ended and closable_by_hand(duty) and can_close_by_hand(request.actor, duty),
        "may_explain": duty.outcome in {"", Outcome.UNKNOWN} and can_explain(request.actor, duty),
        "may_assign": not duty.outcome and not is_for_head_only(duty) and can_assign(request.actor, duty),
        "may_move": not duty.outcome and not duty.statutory and can_reschedule(request.actor, duty),
        "why": why(duty),
        "rule_url": _rule_link(request, duty),
    }
    return render(request, "duties/duty.html", context)


@signed_in
@require_GET
def open_duty(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Where a notice about one duty leads: its decision or form while it is the actor's to do, else its page."""
    duty = duty_of(request, duty_id)
    ended = duty.outcome in {Outcome.DONE, Outcome.CANCELLED}
    link = "" if ended else doing_link(request.actor, duty)
    return redirect(link or reverse("duties:duty", args=[duty.pk]))


def _rule_link(request: HttpRequest, duty: Duty) -> str:
    """The page of its rule, for those who may open it."""
    if duty.rule is None or not is_provincial(request.actor):
        return ""
    return reverse("duties:rule", args=[duty.rule.source_id])


@signed_in
@require_GET
def evidence(request: HttpRequest, duty_id: int) -> HttpResponseBase:
    """The file that proves it, to whoever may see the duty."""
    duty = duty_of(request, duty_id)
    if duty.evidence is None:
        raise Http404
    return attachment(duty.evidence)
