"""Scheduling: the lines of a plan, one or many; unplanned inspections; new days; cancelling."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from qlcl.inspections.enums import Status
from qlcl.inspections.operations.schedule import (
    NewCase,
    cancel_inspection,
    reschedule_inspection,
    schedule_inspections,
    schedule_lines,
)
from qlcl.inspections.policies import can_record_inspections, recorded_provinces
from qlcl.inspections.queries import plans as plan_queries
from qlcl.inspections.web.case_acts import act_page, case_for
from qlcl.inspections.web.case_forms import ReasonForm, ScheduleCaseForm, UnplannedForm
from qlcl.inspections.web.plans import narrowed
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.imports import AgencyResolver
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted

FORM = "inspections/case_form.html"


@signed_in
def unplanned(request: HttpRequest) -> HttpResponse:
    """An inspection that no plan foresees, on order (art. 34.3)."""
    if not recorded_provinces(request.actor):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được mở cuộc kiểm tra.")
    form = UnplannedForm(request.POST or None, initial={"agency": request.GET.get("co-quan", "")})

    def act(data: dict[str, Any]) -> tuple[str, str] | None:
        day = data["planned_from"] or today()
        agency = AgencyResolver(request.actor, [data["agency"]]).resolve(data["agency"], day)
        if isinstance(agency, str):
            form.add_error("agency", agency)
            return None
        new = NewCase(**{**data, "agency": agency})
        (made,) = schedule_inspections(actor=request.actor, new=[new], on=today(), at=now())
        url = reverse("inspections:inspection", args=[made.pk])
        return f"Đã mở cuộc kiểm tra đột xuất {agency.short_name}.", url

    return submitted(
        request, form, FORM, act, title="Kiểm tra đột xuất", button="Mở cuộc kiểm tra",
        back=reverse("inspections:cases"),
        lead="Ngoài kế hoạch năm, theo chỉ đạo của Ủy ban nhân dân tỉnh.",
    )  # fmt: skip


@signed_in
@require_POST
def plan_cases(request: HttpRequest, plan_id: int) -> HttpResponse:
    """An inspection for each line chosen, or for all that the address narrows to, that has none yet."""
    plan = plan_queries.plan_seen(request.actor, plan_id)
    if not can_record_inspections(request.actor, plan.province_id):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được mở cuộc kiểm tra.")
    chosen = [int(text) for text in request.POST.getlist("dong") if text.isdecimal() and len(text) < 19]
    ids = chosen or list(narrowed(plan, request).values_list("pk", flat=True))
    query = request.META.get("QUERY_STRING", "")
    back = reverse("inspections:plan", args=[plan.pk]) + (f"?{query}" if query else "")
    try:
        made = schedule_lines(actor=request.actor, plan_id=plan.pk, line_ids=ids, on=today(), at=now())
    except DomainError as refused:
        if refused.status in {403, 404}:
            raise
        messages.error(request, refused.message)
        return redirect(back)
    messages.success(request, f"Đã mở {len(made)} cuộc kiểm tra.")
    return redirect(reverse("inspections:inspection", args=[made[0].pk]) if len(made) == 1 else back)


@signed_in
def reschedule(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """New days, another place."""
    inspection = case_for(request, inspection_id)
    names = ("planned_from", "planned_until", "place")
    initial = {name: getattr(inspection, name) for name in names}
    initial["seen"] = history.last_event_id("inspection", inspection.pk)
    decided = inspection.status != Status.PLANNED
    form = ScheduleCaseForm(request.POST or None, initial=initial, decided=decided)

    def act(data: dict[str, Any]) -> str:
        data["seen"] = data["seen"] or 0
        reschedule_inspection(actor=request.actor, inspection_id=inspection.pk, on=today(), at=now(), **data)
        return "Đã đổi lịch kiểm tra."

    return act_page(request, inspection, form, act, title="Đổi lịch kiểm tra", button="Lưu")


@signed_in
def cancel(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The inspection will not be made."""
    inspection = case_for(request, inspection_id)

    def act(data: dict[str, Any]) -> str:
        cancel_inspection(actor=request.actor, inspection_id=inspection.pk, reason=data["reason"], on=today(), at=now())
        return "Đã hủy cuộc kiểm tra."

    return act_page(
        request, inspection, ReasonForm(request.POST or None), act, title="Hủy cuộc kiểm tra",
        button="Hủy cuộc kiểm tra", lead="Bản ghi được giữ lại cùng lý do; dòng kế hoạch mở lại được cuộc khác.",
    )  # fmt: skip
