"""The inspecting unit reads a corrective report and says, answer by answer, what it accepts."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qlcl.inspections import queries
from qlcl.inspections.enums import LineVerdict
from qlcl.inspections.models import CorrectiveReport, Inspection
from qlcl.inspections.operations.judge_report import (
    NOT_YOURS,
    accept_report,
    judge_lines,
    number_refusal,
    refuse_report,
)
from qlcl.inspections.policies import can_prepare
from qlcl.inspections.queries.answers import answers_of
from qlcl.inspections.queries.follow_up import last_shown
from qlcl.inspections.web.forms import FORM
from qlcl.inspections.web.report_forms import NumberForm, RefusalForm, VerdictForm
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.workdays import Workdays
from qlcl.organisations import parameters
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted

AGAIN = "inspections.report_again_days"


def judging_page(request: HttpRequest, inspection: Inspection, reports: list[CorrectiveReport]) -> HttpResponse:
    """The answers with what is said to each; keeps it, accepts the report, or answers “not accepted”."""
    report, day = reports[-1], today()
    answers = answers_of(inspection, report)
    posted = request.POST or None
    forms = [VerdictForm(posted, line=answer.line) for answer in answers if answer.line]
    days = parameters.number(inspection.province_id, AGAIN, day)
    again, seen = (
        Workdays().next_working(day + timedelta(days=days)),
        last_shown(reports),
    )
    refusal = RefusalForm(posted, initial={"new_due_on": again, "seen": seen})
    status = 200
    if request.method == "POST":
        status = 422
        valid = [form.is_valid() for form in (refusal, *forms)]
        if all(valid):
            try:
                return _said(request, inspection, forms, refusal)
            except DomainError as refused:
                if refused.status in {403, 404}:
                    raise
                status = refused.status
                refusal.add_error(refused.field if refused.field in refusal.fields else None, refused.message)
    by_id = {form.line.nonconformity_id: form for form in forms}
    context = {
        "inspection": inspection,
        "reports": reports,
        "report": report,
        "lines": [(answer, by_id.get(answer.finding.pk)) for answer in answers],
        "refusal": refusal,
        "day": day,
        "back": reverse("inspections:inspection", args=[inspection.pk]),
    }
    return render(request, "inspections/report_judge.html", context, status=status)


def _said(request: HttpRequest, inspection: Inspection, forms: list[VerdictForm], refusal: RefusalForm) -> HttpResponse:
    verdicts = {f.line.nonconformity_id: (f.cleaned_data["verdict"], f.cleaned_data["note"]) for f in forms}
    given: dict[str, Any] = {"actor": request.actor, "inspection_id": inspection.pk, "on": today(), "at": now()}
    given["seen"] = refusal.cleaned_data.pop("seen") or 0
    if "chua-chap-nhan" in request.POST:
        data = refusal.cleaned_data
        if data["new_due_on"] is None:
            raise DomainError("due_missing", "Cần ghi hạn báo cáo lại.", field="new_due_on")
        refuse_report(verdicts=verdicts, **data, **given)
        messages.success(request, "Đã trả lời chưa chấp nhận; tải dự thảo văn bản để trình ký.")
    elif "chap-nhan" in request.POST:
        if any(verdict == LineVerdict.REFUSED for verdict, _note in verdicts.values()):
            raise DomainError("line_refused", "Có điểm chưa được chấp nhận; hãy trả lời chưa chấp nhận bằng văn bản.")
        accept_report(**given)
        messages.success(request, "Đã chấp nhận báo cáo; hiệu quả được xem tại lần kiểm tra sau.")
    else:
        judge_lines(verdicts=verdicts, **given)
        messages.success(request, "Đã lưu ý kiến, chưa trả lời cơ quan.")
    return redirect("inspections:report", inspection_id=inspection.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def refusal_number(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Writes down the number of the letter of refusal."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    if not can_prepare(request.actor, inspection):
        raise Forbidden(NOT_YOURS)
    back = reverse("inspections:report", args=[inspection.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        number_refusal(actor=request.actor, inspection_id=inspection.pk, on=today(), at=now(), **data)
        return "Đã ghi số văn bản.", back

    form = NumberForm(request.POST or None)
    title = "Số văn bản chưa chấp nhận"
    return submitted(request, form, FORM, act, title=title, button="Ghi", back=back, lead=inspection.agency.name)
