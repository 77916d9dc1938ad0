"""The bulk reminder: those behind, all chosen at first; a notice to each, and one letter with the list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qlcl.kernel import clock
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.papers.operations.render import render_docx
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.remind import Reminder, behind_on, remind, told_today
from qlcl.transitions.papers import reminder_context
from qlcl.transitions.policies import can_lead_campaign
from qlcl.transitions.queries import campaign_page
from qlcl.ui.access import signed_in
from qlcl.ui.typed import number_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _chosen(request: HttpRequest) -> list[int]:
    return [number for text in request.POST.getlist("co-quan") if (number := number_of(text)) is not None]


def _letter(request: HttpRequest, campaign: Campaign, chosen: list[int]) -> HttpResponse:
    """The draft letter as Word; nothing is recorded, for a draft tells nobody anything."""
    day = clock.today()
    behind = behind_on(campaign, chosen, day)
    if not behind:
        raise DomainError("nobody_behind", "Hãy chọn ít nhất một cơ quan đang quá hạn.")
    response = HttpResponse(
        render_docx("transitions.reminder_letter", reminder_context(campaign, behind, day), campaign.province_id),
        content_type=WORD,
    )
    response["Content-Disposition"] = f'attachment; filename="don-doc-{campaign.code}-{day:%Y%m%d}.docx"'
    return response


def _say(request: HttpRequest, reminder: Reminder) -> None:
    messages.success(request, f"Đã gửi {reminder.notices} thông báo tới {len(reminder.behind)} cơ quan.")
    if reminder.told_before:
        messages.info(request, f"{len(reminder.told_before)} cơ quan đã được nhắc hôm nay, không gửi lại.")
    if reminder.unreachable:
        names = ", ".join(b.agency for b in reminder.unreachable[:5])
        messages.warning(
            request,
            f"{len(reminder.unreachable)} cơ quan chưa có thủ trưởng hoặc thư ký ISO trong phần mềm: {names}"
            f"{'…' if len(reminder.unreachable) > 5 else ''}. Hãy gửi công văn.",
        )


@signed_in
@require_http_methods(["GET", "POST"])
def reminder(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Shows those behind; sends notices, or hands out the letter."""
    campaign = campaign_page(request.actor, campaign_id)
    if not can_lead_campaign(request.actor, campaign.province_id):
        raise Forbidden
    day, error, chosen = clock.today(), "", None
    if request.method == "POST":
        chosen = _chosen(request)
        try:
            if request.POST.get("viec") == "cong-van":
                return _letter(request, campaign, chosen)
            link = reverse("transitions:path", args=[0]).replace("/0/", "/{id}/")
            sent = remind(
                campaign_id=campaign.pk,
                enrolment_ids=chosen,
                link=link,
                actor=request.actor,
                on=day,
                at=clock.now(),
            )
        except DomainError as refusal:
            error = refusal.message
        else:
            _say(request, sent)
            return redirect("transitions:board", campaign_id=campaign.pk)
    behind = behind_on(campaign, None, day)
    context = {
        "campaign": campaign,
        "behind": behind,
        "told": told_today(campaign, day),
        "chosen": {b.enrolment_id for b in behind} if chosen is None else set(chosen),
        "day": day,
        "error": error,
    }
    return render(request, "transitions/remind.html", context, status=422 if error else 200)
