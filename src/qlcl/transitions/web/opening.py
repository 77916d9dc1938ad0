"""The form that opens a campaign from an approved plan."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from qlcl.kernel import clock
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.files import PAPERS, store
from qlcl.organisations.queries import visible_provinces
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.open_campaigns import CampaignSpec, open_campaign
from qlcl.transitions.policies import can_open_campaign
from qlcl.transitions.web.forms import CampaignForm
from qlcl.ui.access import signed_in


def _open(request: HttpRequest, given: dict[str, Any]) -> Campaign:
    at, upload = clock.now(), given.pop("plan_file")
    with transaction.atomic():
        file = store(upload, at=at, by=request.actor.signature, allowed=PAPERS) if upload else None
        earlier = given.pop("from_edition")
        spec = CampaignSpec(
            province_id=given.pop("province").pk,
            from_edition_id=earlier.pk if earlier else None,
            to_edition_id=given.pop("to_edition").pk,
            plan_file=file,
            **given,
        )
        return open_campaign(spec=spec, actor=request.actor, on=clock.today(), at=at)


@signed_in
@require_http_methods(["GET", "POST"])
def open_page(request: HttpRequest) -> HttpResponse:
    """Opens a campaign; the systems bound on its first day are enrolled at once."""
    if not can_open_campaign(request.actor):
        raise Forbidden
    provinces = visible_provinces(request.actor).order_by("-valid_from", "name_sort")
    form = CampaignForm(
        request.POST or None, request.FILES or None, provinces=provinces, initial={"starts_on": clock.today()}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                campaign = _open(request, dict(form.cleaned_data))
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
                status = error.status
            else:
                count = campaign.enrolments.count()
                messages.success(request, f"Đã mở chiến dịch; đưa vào kế hoạch {count} hệ thống.")
                return redirect("transitions:campaign", campaign_id=campaign.pk)
    return render(request, "transitions/open.html", {"form": form}, status=status)
