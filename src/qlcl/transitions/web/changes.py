"""Forms that change a campaign: one more system, dates of steps, how a system is prepared."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qlcl.kernel import clock
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.transitions.operations.enrol_systems import enrol_system
from qlcl.transitions.operations.set_preparation import Preparation, set_preparation
from qlcl.transitions.operations.set_step_dates import set_step_dates
from qlcl.transitions.policies import can_lead_campaign, can_set_preparation
from qlcl.transitions.queries import campaign_page, enrolment_page
from qlcl.transitions.web.forms import DatesForm, EnrolForm, PreparationForm
from qlcl.ui.access import signed_in


def _act(
    request: HttpRequest,
    form: forms.Form,
    context: dict[str, Any],
    back: str,
    perform: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Shows the form, or performs the act and goes back; `perform` returns a warning or nothing."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                warning = perform(form.cleaned_data)
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
                status = error.status
            else:
                messages.success(request, "Đã ghi.")
                if warning:
                    messages.warning(request, warning)
                return redirect(back)
    return render(request, "transitions/form.html", {**context, "form": form, "back": back}, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The days by which the steps are due."""
    campaign = campaign_page(request.actor, campaign_id)
    if not can_lead_campaign(request.actor, campaign.province_id):
        raise Forbidden
    form = DatesForm(request.POST or None, steps=campaign.steps.all())

    def perform(given: dict[str, Any]) -> str:
        set_step_dates(campaign_id=campaign.pk, dates=given, actor=request.actor, on=clock.today(), at=clock.now())
        return ""

    context = {
        "title": "Hạn các bước",
        "lead": campaign.name,
        "campaign": campaign,
        "help": "Hạn mới áp dụng cho mọi cơ quan trong kế hoạch; hạn ban đầu vẫn được giữ để đối chiếu.",
    }
    return _act(request, form, context, reverse("transitions:campaign", args=[campaign.pk]), perform)


@signed_in
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One more system."""
    campaign = campaign_page(request.actor, campaign_id)
    if not can_lead_campaign(request.actor, campaign.province_id):
        raise Forbidden
    form = EnrolForm(request.POST or None, campaign=campaign)

    def perform(given: dict[str, Any]) -> str:
        enrol_system(
            campaign_id=campaign.pk,
            system_id=given["system"].pk,
            actor=request.actor,
            on=clock.today(),
            at=clock.now(),
        )
        return ""

    context = {"title": "Thêm cơ quan vào kế hoạch", "lead": campaign.name, "campaign": campaign}
    return _act(request, form, context, reverse("transitions:enrolments", args=[campaign.pk]), perform)


@signed_in
@require_http_methods(["GET", "POST"])
def preparation(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """How a system is prepared, by whom, with which certificate."""
    enrolment = enrolment_page(request.actor, enrolment_id)
    if not can_set_preparation(request.actor, enrolment):
        raise Forbidden
    names = ("kind", "prepared_by", "consultant_name", "certificate_number", "certificate_until", "planned_year")
    form = PreparationForm(request.POST or None, initial={name: getattr(enrolment, name) for name in names})

    def perform(given: dict[str, Any]) -> str:
        stated = Preparation(**given)
        return set_preparation(
            enrolment_id=enrolment.pk, stated=stated, actor=request.actor, on=clock.today(), at=clock.now()
        )[1]

    context = {
        "title": "Phương thức thực hiện",
        "lead": enrolment.system.holder.name,
        "campaign": enrolment.campaign,
        "help": "Giấy xác nhận phải còn giá trị trong suốt hợp đồng (Thông tư 26/2014/TT-BKHCN, Điều 41).",
    }
    return _act(request, form, context, reverse("transitions:path", args=[enrolment.pk]), perform)
