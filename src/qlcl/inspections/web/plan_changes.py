"""Forms of the plan of a year: schedule many lines, change one, add, drop, submit, approve."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from qlcl.inspections.models import InspectionPlan, PlanLine
from qlcl.inspections.operations.approve_plan import approve_plan, return_plan, submit_plan
from qlcl.inspections.operations.change_plan import SCHEDULE, add_lines, change_lines, drop_lines
from qlcl.inspections.policies import can_plan_inspections, can_record_inspections
from qlcl.inspections.queries import plans as queries
from qlcl.inspections.web.plan_forms import AddForm, ApprovalForm, DropForm, LineForm, ScheduleForm
from qlcl.inspections.web.plans import narrowed
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.files import PAPERS, store
from qlcl.organisations.imports import AgencyResolver
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted

FORM = "inspections/plan_form.html"


def _plan_to_change(request: HttpRequest, plan_id: int) -> InspectionPlan:
    plan = queries.plan_seen(request.actor, plan_id)
    if not can_plan_inspections(request.actor, plan.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối, quản trị của tỉnh được sửa kế hoạch kiểm tra.")
    return plan


def _page(plan: InspectionPlan) -> str:
    return reverse("inspections:plan", args=[plan.pk])


def _moment() -> dict[str, Any]:
    return {"on": today(), "at": now()}


@signed_in
@require_POST
def schedule(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Sets the fields given of the lines chosen, or of all that the address narrows to."""
    plan = _plan_to_change(request, plan_id)
    query = request.META.get("QUERY_STRING", "")
    back = f"{_page(plan)}?{query}" if query else _page(plan)
    form = ScheduleForm(request.POST, approved=plan.is_approved)
    if not form.is_valid():
        messages.error(request, " ".join(f"{form.fields[n].label}: {e[0]}" for n, e in form.errors.items()))
        return redirect(back)
    chosen = [int(text) for text in request.POST.getlist("dong") if text.isdecimal() and len(text) < 19]
    ids = chosen or list(narrowed(plan, request).values_list("pk", flat=True))
    try:
        changed = change_lines(
            actor=request.actor, plan_id=plan.pk, line_ids=ids, values=form.given(),
            reason=form.cleaned_data.get("reason", ""), **_moment(),
        )  # fmt: skip
    except DomainError as refused:
        if refused.status in {403, 404}:
            raise
        messages.error(request, refused.message)
        return redirect(back)
    messages.success(request, f"Đã điều chỉnh {len(changed)} cơ quan." if changed else "Không có gì thay đổi.")
    return redirect(back)


def _line(plan: InspectionPlan, plan_line_id: int) -> PlanLine:
    line = queries.plan_lines(plan).filter(pk=plan_line_id).first()
    if line is None:
        raise Unseen("Không tìm thấy cơ quan này trong kế hoạch.")
    return line


@signed_in
@require_http_methods(["GET", "POST"])
def plan_line(request: HttpRequest, plan_id: int, plan_line_id: int) -> HttpResponse:
    """One agency of the plan: why it stands there, and what is planned of it."""
    plan = queries.plan_seen(request.actor, plan_id)
    line = _line(plan, plan_line_id)
    may_plan = can_plan_inspections(request.actor, plan.province_id)
    if request.method == "POST" and not may_plan:
        raise Forbidden("Chỉ cán bộ đầu mối, quản trị của tỉnh được sửa kế hoạch kiểm tra.")
    initial = {name: getattr(line, name) for name in SCHEDULE}
    initial["seen"] = history.last_event_id("inspection_plan", plan.pk)
    form = LineForm(request.POST or None, initial=initial, approved=plan.is_approved)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        values = {name: data[name] for name in SCHEDULE}
        done = change_lines(
            actor=request.actor, plan_id=plan.pk, line_ids=[line.pk], values=values, reason=data.get("reason", ""),
            seen=data["seen"] or 0, **_moment(),
        )  # fmt: skip
        return "Đã lưu." if done else "Không có gì thay đổi.", _page(plan)

    editable = may_plan and plan.is_open and line.dropped_on is None
    schedules = plan.is_approved and line.dropped_on is None
    return submitted(
        request, form, "inspections/plan_line.html", act, plan=plan, line=line, editable=editable, back=_page(plan),
        may_schedule=schedules and can_record_inspections(request.actor, plan.province_id),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "POST"])
def plan_drop(request: HttpRequest, plan_id: int, plan_line_id: int) -> HttpResponse:
    """Takes an agency out of the plan, with a reason."""
    plan = _plan_to_change(request, plan_id)
    line = _line(plan, plan_line_id)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        drop_lines(actor=request.actor, plan_id=plan.pk, line_ids=[line.pk], reason=data["reason"], **_moment())
        return f"Đã đưa {line.agency.short_name} ra khỏi kế hoạch.", _page(plan)

    return submitted(
        request, DropForm(request.POST or None), FORM, act, plan=plan, title="Đưa ra khỏi kế hoạch",
        lead=line.agency.short_name, button="Đưa ra", back=_page(plan),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "POST"])
def plan_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Adds an agency, or an unplanned inspection on order."""
    plan = _plan_to_change(request, plan_id)
    form = AddForm(request.POST or None)

    def act(data: dict[str, Any]) -> tuple[str, str] | None:
        name = data.pop("agency")
        agency = AgencyResolver(request.actor, [name]).resolve(name, today())
        if isinstance(agency, str):
            form.add_error("agency", agency)
            return None
        add_lines(actor=request.actor, plan_id=plan.pk, agencies=[agency], **data, **_moment())
        return f"Đã thêm {agency.short_name}.", _page(plan)

    return submitted(
        request, form, FORM, act, plan=plan, title="Thêm cơ quan vào kế hoạch", lead=str(plan), button="Thêm",
        back=_page(plan),
    )  # fmt: skip


@signed_in
@require_POST
def plan_add_missing(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Adds, by file, everybody who must apply and stands in no line."""
    plan = _plan_to_change(request, plan_id)
    made = add_lines(
        actor=request.actor, plan_id=plan.pk, agencies=queries.unplanned_bound(plan),
        reason="Bổ sung cơ quan bắt buộc áp dụng còn thiếu (Điều 33 khoản 2)", **_moment(),
    )  # fmt: skip
    messages.success(request, f"Đã thêm {len(made)} cơ quan, kiểm tra qua hồ sơ.")
    return redirect(_page(plan))


@signed_in
@require_POST
def plan_submit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Submits the draft to the People's Committee."""
    plan = _plan_to_change(request, plan_id)
    submit_plan(actor=request.actor, plan_id=plan.pk, **_moment())
    messages.success(request, "Đã trình kế hoạch; in dự thảo để trình ký.")
    return redirect(_page(plan))


@signed_in
@require_POST
def plan_return(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Makes what was submitted a draft again."""
    plan = _plan_to_change(request, plan_id)
    return_plan(actor=request.actor, plan_id=plan.pk, **_moment())
    messages.success(request, "Đã rút kế hoạch về dự thảo.")
    return redirect(_page(plan))


@signed_in
@require_http_methods(["GET", "POST"])
def plan_approve(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Records the decision that approved the plan: number, date, scan."""
    plan = _plan_to_change(request, plan_id)
    broken = queries.plan_check(plan).broken
    form = ApprovalForm(request.POST or None, request.FILES or None, broken=bool(broken))

    def act(data: dict[str, Any]) -> tuple[str, str]:
        moment, upload = _moment(), data.pop("file")
        by = request.actor.signature
        with transaction.atomic():
            file = store(upload, at=moment["at"], by=by, allowed=PAPERS) if upload else None
            approve_plan(actor=request.actor, plan_id=plan.pk, file=file, **data, **moment)
        return "Đã ghi phê duyệt kế hoạch.", _page(plan)

    return submitted(
        request, form, FORM, act, plan=plan, title="Ghi phê duyệt kế hoạch", lead=str(plan), button="Ghi phê duyệt",
        back=_page(plan), broken=broken, upload=True,
    )  # fmt: skip
