"""Forms of the minutes: written, agreed in the team, remarked on by the agency, signed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.sign_minutes import (
    TEXTS,
    agree_minutes,
    remark_on_minutes,
    sign_minutes,
    write_minutes,
)
from qlcl.inspections.policies import can_answer, can_lead
from qlcl.inspections.queries.minutes import found_of, proposals_draft, situation_draft
from qlcl.inspections.web.case_acts import act_page, case_for, kept, page_of
from qlcl.inspections.web.case_forms import MinutesForm, RemarkForm, SignForm
from qlcl.inspections.workflow import guards_of_signing
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError
from qlcl.ui.access import signed_in


@signed_in
def minutes(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Writes the words of the minutes; the situation comes prefilled from what the product holds."""
    inspection = case_for(request, inspection_id, can_lead)
    initial = {name: getattr(inspection, name) for name in TEXTS}
    if request.method != "POST":
        found, before = found_of(inspection)
        initial["situation"] = initial["situation"] or situation_draft(inspection, today(), before)
        initial["proposals"] = initial["proposals"] or proposals_draft(found)
    initial["seen"] = history.last_event_id("inspection", inspection.pk)
    form = MinutesForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> str:
        seen = data.pop("seen")
        write_minutes(
            actor=request.actor, inspection_id=inspection.pk, values=data, on=today(), at=now(), seen=seen or 0
        )
        return "Đã lưu biên bản."

    return act_page(
        request, inspection, form, act, title="Soạn biên bản kiểm tra", button="Lưu",
        lead="Mục II (kết quả) và IV (tồn tại) lấy từ phiếu kiểm; mục V là ý kiến của cơ quan.",
    )  # fmt: skip


@signed_in
@require_POST
def agree(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The team has agreed on the minutes."""
    inspection = case_for(request, inspection_id, can_lead)
    try:
        agree_minutes(actor=request.actor, inspection_id=inspection.pk, on=today(), at=now())
    except DomainError as refused:
        if refused.status in {403, 404}:
            raise
        messages.error(request, refused.message)
    else:
        messages.success(request, "Đoàn đã thống nhất biên bản; cơ quan được kiểm tra ghi ý kiến được.")
    return redirect(page_of(inspection))


@signed_in
def remark(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """What the agency says to the minutes."""
    inspection = case_for(request, inspection_id, _may_remark)
    initial = {
        "remarks": inspection.agency_remarks,
        "seen": history.last_event_id("inspection", inspection.pk),
    }
    form = RemarkForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> str:
        remark_on_minutes(
            actor=request.actor, inspection_id=inspection.pk, remarks=data["remarks"], on=today(), at=now(),
            seen=data["seen"] or 0,
        )  # fmt: skip
        return "Đã ghi ý kiến vào biên bản."

    return act_page(request, inspection, form, act, title="Ý kiến của cơ quan được kiểm tra", button="Ghi ý kiến")


def _may_remark(actor: Actor, inspection: Inspection) -> bool:
    return can_answer(actor, inspection) or can_lead(actor, inspection)


@signed_in
def sign(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Records the signed minutes; the two months begin where something was found."""
    inspection = case_for(request, inspection_id, can_lead)
    form = SignForm(request.POST or None, request.FILES or None, initial={"on": today()})

    def act(data: dict[str, Any]) -> str:
        file = kept(request, data["file"])
        done = sign_minutes(actor=request.actor, inspection_id=inspection.pk, file=file, on=data["on"], at=now())
        due = done.report_due_on
        return f"Đã ghi biên bản; báo cáo khắc phục đến hạn {due:%d/%m/%Y}." if due else "Đã ghi biên bản."

    return act_page(
        request, inspection, form, act, title="Ghi biên bản đã ký", button="Ghi biên bản",
        missing=guards_of_signing(inspection), ok="Đoàn đã thống nhất biên bản.",
        lead="Biên bản ký ngoài phần mềm, hai bản; từ ngày ký, cơ quan có hai tháng để báo cáo khắc phục.",
    )  # fmt: skip
