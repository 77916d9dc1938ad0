"""What the page of an inspection says of what follows it; verdicts on what earlier inspections left open."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from qlcl.corrective.enums import State, Verdict
from qlcl.corrective.operations.check_effect import check_effect
from qlcl.inspections import queries
from qlcl.inspections.enums import ReportState, Status
from qlcl.inspections.models import CorrectiveReport, Inspection
from qlcl.inspections.operations.drafting_reports import AWAITING
from qlcl.inspections.operations.recording_cases import reference
from qlcl.inspections.policies import can_answer, can_lead, can_prepare
from qlcl.inspections.queries.follow_up import last_time, unjudged
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.ui.access import signed_in

#: Things are being looked at now.
_LOOKING = (Status.RUNNING, Status.SUBMITTED, Status.RETURNED)
#: A corrective report has come at least once.
_SENT = (Status.REPORTED, Status.REFUSED, Status.ACCEPTED, Status.CLOSED)


def part(request: HttpRequest, inspection: Inspection) -> dict[str, Any] | None:
    """What follows the inspection: where its report stands, last time's findings; None where there is nothing.

    One query while things are looked at or a report was not accepted, none otherwise. Include
    `inspections/follow_up_part.html` with it.
    """
    answers, prepares = can_answer(request.actor, inspection), can_prepare(request.actor, inspection)
    looking = inspection.status in _LOOKING and not inspection.voided_on
    earlier = last_time(inspection) if looking and (prepares or can_lead(request.actor, inspection)) else []
    if not (earlier or inspection.report_due_on):
        return None
    day, due_on = today(), inspection.report_due_on
    refused = _refused(inspection)
    due_on = refused.new_due_on if refused else due_on
    waiting = inspection.status in AWAITING
    return {
        "inspection": inspection,
        "earlier": earlier,
        "unjudged": len(unjudged(earlier)),
        "faults": [f"Điểm lần trước chưa xem lại: {row}." for row in unjudged(earlier)],
        "refused": refused,
        "judges": looking,
        "waiting": waiting,
        "due_on": due_on,
        "days_left": (due_on - day).days if due_on and waiting else 0,
        "answers": answers and inspection.status in AWAITING,
        "prepares": prepares and inspection.status == Status.REPORTED,
        "sent": inspection.status in _SENT,
        "day": day,
        "to_verify": State.TO_VERIFY,
    }


def _refused(inspection: Inspection) -> CorrectiveReport | None:
    """The report that was not accepted, while another one is awaited."""
    if inspection.status != Status.REFUSED:
        return None
    return inspection.reports.filter(state=ReportState.REFUSED).order_by("-number").first()


@signed_in
@require_POST
def look_again(request: HttpRequest, inspection_id: int, nonconformity_id: int) -> HttpResponse:
    """Says at this inspection whether what an earlier one found is cured (Circular 26/2014, art. 37)."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    row = next((row for row in last_time(inspection) if row.pk == nonconformity_id), None)
    if row is None:
        raise Unseen("Điểm này không phải của lần kiểm tra trước.")
    back = reverse("inspections:inspection", args=[inspection.pk]) + "#lan-truoc"
    verdict = request.POST.get("verdict", "")
    try:
        if verdict not in Verdict.values:
            raise DomainError("verdict_missing", "Hãy chọn đã có hiệu quả hay chưa.")
        if inspection.status not in _LOOKING:
            raise DomainError("not_looking", "Chỉ ghi kết luận trong lúc kiểm tra; lúc khác ghi tại trang của điểm.")
        if not can_lead(request.actor, inspection):
            raise Forbidden("Chỉ Đoàn kiểm tra, cán bộ kiểm tra của tỉnh kết luận việc khắc phục tại lần kiểm tra này.")
        check_effect(
            actor=request.actor, nonconformity_id=row.pk, verdict=verdict, note=request.POST.get("note", ""),
            on=today(), at=now(), source=reference(inspection), trusted=True,
        )  # fmt: skip
    except DomainError as refused:
        if refused.status in {403, 404}:
            raise
        messages.error(request, f"{row}: {refused.message}")
        return redirect(back)
    messages.success(request, f"Đã ghi kết luận: {row}.")
    return redirect(back)
