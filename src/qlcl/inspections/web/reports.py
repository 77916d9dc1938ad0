"""The corrective report of an inspection: the agency answers, the unit says what it accepts, all read."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qlcl.inspections import queries
from qlcl.inspections.enums import ReportState, Status
from qlcl.inspections.follow_papers import refusal_context, report_context
from qlcl.inspections.models import CorrectiveReport, Inspection, ReportEvidence
from qlcl.inspections.operations.answer_report import answer_report
from qlcl.inspections.operations.drafting_reports import AWAITING, remove_proof, save_answers
from qlcl.inspections.policies import can_answer, can_prepare
from qlcl.inspections.queries.answers import Answer, answers_of, missing_of
from qlcl.inspections.queries.follow_up import last_shown, reports_of
from qlcl.inspections.web.judging import judging_page
from qlcl.inspections.web.report_forms import AnswerForm, SendingForm
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.files import attachment
from qlcl.papers.operations.render import render_docx
from qlcl.ui.access import signed_in

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@signed_in
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The report as the actor has to do with it: answers it, says what is accepted, or reads it."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    reports = reports_of(inspection)
    answers = can_answer(request.actor, inspection)
    if answers and inspection.status in AWAITING and not inspection.voided_on:
        return _answering(request, inspection, reports)
    if can_prepare(request.actor, inspection) and inspection.status == Status.REPORTED:
        return judging_page(request, inspection, reports)
    if request.method == "POST":
        if answers or can_prepare(request.actor, inspection):
            seen = request.POST.get("seen", "")
            history.refuse_touched(reports, int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0)
        raise Forbidden("Báo cáo khắc phục không ở bước mà ông/bà thực hiện.")
    return _reading(request, inspection, reports, drafts=answers)


def _answering(request: HttpRequest, inspection: Inspection, reports: list[CorrectiveReport]) -> HttpResponse:
    last = reports[-1] if reports else None
    draft = last if last and last.state == ReportState.DRAFT else None
    answers = answers_of(inspection, last)
    posted, files = request.POST or None, request.FILES or None
    forms = [AnswerForm(posted, files, answer=answer) for answer in answers if answer.finding.is_live]
    sending = SendingForm(
        posted,
        initial={
            "introduction": draft.introduction if draft else "",
            "paper_number": draft.paper_number if draft else "",
            "seen": last_shown(reports),
        },
    )
    status = 200
    if request.method == "POST":
        status = 422
        valid = [form.is_valid() for form in (sending, *forms)]
        if all(valid):
            try:
                return _written(request, inspection, forms, sending)
            except DomainError as refused:
                if refused.status in {403, 404}:
                    raise
                status = refused.status
                sending.add_error(refused.field if refused.field in sending.fields else None, refused.message)
    by_id = {form.answer.finding.pk: form for form in forms}
    missing = missing_of(answers, today())
    context = {
        **_shared(inspection, reports, today()),
        "sending": sending,
        "lines": [(answer, by_id.get(answer.finding.pk), missing.get(answer.finding.pk, [])) for answer in answers],
        "missing": [f"Điểm {n}: {text}" for n, a in enumerate(answers, 1) for text in missing.get(a.finding.pk, [])],
        "refused": next((row for row in reversed(reports) if row.state == ReportState.REFUSED), None),
    }
    return render(request, "inspections/report_answer.html", context, status=status)


def _written(
    request: HttpRequest, inspection: Inspection, forms: list[AnswerForm], sending: SendingForm
) -> HttpResponse:
    """Keeps what was typed; with the button “send” it is sent as well, all or nothing."""
    at = now()
    given: dict[str, Any] = {"actor": request.actor, "inspection_id": inspection.pk, "on": today(), "at": at}
    given |= sending.cleaned_data | {"seen": sending.cleaned_data["seen"] or 0}
    with transaction.atomic():
        typed = [form.typed(request.actor, at) for form in forms if form.has_changed()]
        if "gui" in request.POST:
            made = answer_report(answers=typed, **given)
            messages.success(request, f"Đã gửi báo cáo khắc phục lần {made.number}.")
            return redirect("inspections:report", inspection_id=inspection.pk)
        save_answers(answers=typed, **given)
    messages.success(request, "Đã lưu, chưa gửi.")
    return redirect("inspections:report", inspection_id=inspection.pk)


def _shared(inspection: Inspection, reports: list[CorrectiveReport], day: date) -> dict[str, Any]:
    last = reports[-1] if reports else None
    again = last.new_due_on if last and last.state == ReportState.REFUSED else None
    due_on = again or (last.due_on if last else inspection.report_due_on)
    waiting = inspection.status in AWAITING
    return {
        "inspection": inspection,
        "reports": reports,
        "due_on": due_on,
        "first_due_on": inspection.report_due_on,
        "days_left": (due_on - day).days if due_on and waiting else None,
        "days_late": (day - due_on).days if due_on and waiting else None,
        "day": day,
        "back": reverse("inspections:inspection", args=[inspection.pk]),
    }


def _reading(
    request: HttpRequest, inspection: Inspection, reports: list[CorrectiveReport], *, drafts: bool
) -> HttpResponse:
    shown = [row for row in reports if drafts or row.state != ReportState.DRAFT]
    wanted = request.GET.get("lan", "")
    chosen = next((row for row in shown if str(row.number) == wanted), shown[-1] if shown else None)
    lines: list[Answer] = answers_of(inspection, chosen, reading=True) if chosen else []
    context = {
        **_shared(inspection, shown, today()),
        "report": chosen,
        "lines": lines,
        "prepares": can_prepare(request.actor, inspection),
    }
    return render(request, "inspections/report_read.html", context)


def _report_seen(
    request: HttpRequest, inspection: Inspection, reports: list[CorrectiveReport], *states: str
) -> CorrectiveReport:
    """The latest of its reports in one of the states; a draft is its agency's alone."""
    seen = [row for row in reports if not states or row.state in states]
    if not can_answer(request.actor, inspection):
        seen = [row for row in seen if row.state != ReportState.DRAFT]
    if not seen:
        raise Unseen("Chưa có báo cáo khắc phục.")
    return seen[-1]


@signed_in
@require_GET
def report_word(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The report as a draft paper of the agency (Decree 30/2020)."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    reports = reports_of(inspection)
    last = reports[-1:]
    if not can_answer(request.actor, inspection) or (last and last[0].state != ReportState.DRAFT):
        last = [_report_seen(request, inspection, reports)]
    context = report_context(inspection, last[0] if last else None, today())
    return _word("inspections.corrective_report", context, inspection, "bao-cao-khac-phuc")


@signed_in
@require_GET
def refusal_word(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The letter that the report is not accepted, as a draft."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    found = _report_seen(request, inspection, reports_of(inspection), ReportState.REFUSED)
    return _word("inspections.refusal_letter", refusal_context(found), inspection, "chua-chap-nhan")


def _word(kind: str, context: dict[str, Any], inspection: Inspection, name: str) -> HttpResponse:
    response = HttpResponse(render_docx(kind, context, inspection.province_id), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{name}-{inspection.pk}.docx"'
    return response


def _proof(request: HttpRequest, inspection_id: int, report_proof_id: int) -> ReportEvidence:
    inspection = queries.inspection_seen(request.actor, inspection_id)
    rows = ReportEvidence.objects.filter(line__report__inspection=inspection).select_related("line__report", "file")
    found = rows.filter(pk=report_proof_id).first()
    hidden = found and found.line.report.state == ReportState.DRAFT and not can_answer(request.actor, inspection)
    if found is None or hidden:
        raise Unseen
    return found


@signed_in
@require_GET
def report_proof(request: HttpRequest, inspection_id: int, report_proof_id: int) -> FileResponse:
    """A file that came with an answer."""
    found = _proof(request, inspection_id, report_proof_id)
    if found.file is None:
        raise Unseen
    return attachment(found.file)


@signed_in
@require_POST
def report_proof_remove(request: HttpRequest, inspection_id: int, report_proof_id: int) -> HttpResponse:
    """Takes evidence off an answer that is not sent yet."""
    found = _proof(request, inspection_id, report_proof_id)
    remove_proof(actor=request.actor, inspection_id=inspection_id, proof_id=found.pk, on=today(), at=now())
    messages.success(request, "Đã bỏ bằng chứng.")
    return redirect("inspections:report", inspection_id=inspection_id)
