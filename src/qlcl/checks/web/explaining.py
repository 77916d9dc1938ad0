"""Where the duty to explain leads: the statutory duties of a system that were missed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qlcl.checks.operations.explain_missed import explain_missed
from qlcl.checks.queries import missed_duties
from qlcl.checks.web.forms import FORM, ExplanationForm
from qlcl.duties.policies import KEEPERS, can_explain
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.organisations.queries import visible_systems
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


@signed_in
def explain(request: HttpRequest, system_id: int) -> HttpResponse:
    """Explains one of them; the oldest, or the one that the address names, stands first."""
    system = visible_systems(request.actor).select_related("holder").filter(pk=system_id).first()
    if system is None:
        raise Unseen
    duties = missed_duties(request.actor, system.pk, today())
    if not any(can_explain(request.actor, duty) for duty in duties) and not request.actor.post_at(
        system.holder_id, KEEPERS
    ):
        asked = request.GET.get("viec", "")
        if request.method == "GET" and any(str(duty.pk) == asked for duty in duties):
            return redirect("duties:duty", int(asked))  # who only reads sees the duty itself
        raise Forbidden("Chỉ lãnh đạo, thư ký ISO của cơ quan giải trình việc của mình.")
    if not duties:
        messages.info(request, "Không còn việc luật định quá hạn nào cần giải trình.")
        return redirect("duties:mine")
    form = ExplanationForm(request.POST or None, initial={"duty": request.GET.get("viec", "")})
    form.fields["duty"].choices = [(str(d.pk), f"{d.label} (hạn {d.due_on:%d/%m/%Y})") for d in duties]  # type: ignore[attr-defined]

    def act(data: dict[str, Any]) -> tuple[str, str]:
        explain_missed(
            duty_id=int(data["duty"]), explanation=data["explanation"], actor=request.actor, on=today(), at=now()
        )
        return "Đã ghi giải trình. Việc vẫn phải làm.", reverse("duties:duty", args=[int(data["duty"])])

    lead = f"{system.holder.name}: việc pháp luật quy định không được miễn, giải trình nêu lý do."
    back = reverse("duties:mine")
    return submitted(
        request, form, FORM, act, title="Giải trình việc quá hạn", lead=lead, button="Ghi giải trình", back=back
    )
