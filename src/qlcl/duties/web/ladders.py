"""The form of a ladder: who is told of a duty, how many working days before or after it is due."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from qlcl.duties.models import Ladder
from qlcl.duties.operations.change_ladders import change_ladder
from qlcl.duties.web.rule_forms import LadderForm
from qlcl.duties.web.rules import province_to_edit
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Stale, Unseen
from qlcl.ui.access import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def ladder(request: HttpRequest, ladder_id: int) -> HttpResponse:
    """Shows the rungs to the administrator, who changes them."""
    province = province_to_edit(request)
    found = Ladder.objects.filter(province=province, pk=ladder_id).first()
    if found is None:
        raise Unseen("Không tìm thấy thang nhắc việc này.")
    timeline = history.events_of(kind="ladder", id=found.pk, limit=20)
    initial: dict[str, object] = {"label": found.label, "seen": timeline[0].event_id if timeline else 0}
    for rung in found.rungs.all():
        initial |= {f"offset_{rung.number}": rung.offset, f"audience_{rung.number}": rung.audience}
    form = LadderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_ladder(
                actor=request.actor, ladder=found, label=form.cleaned_data["label"], steps=form.steps(),
                on=today(), at=now(), seen=form.cleaned_data["seen"],
            )  # fmt: skip
        except Stale:
            raise
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi thang “{form.cleaned_data['label']}”.")
            return redirect("duties:rules")
    context = {"form": form, "ladder": found, "timeline": timeline}
    return render(request, "duties/ladder.html", context, status=422 if form.errors else 200)
