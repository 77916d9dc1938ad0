"""What devices sent after the conclusion, for who concluded: to be read, and raised by hand where it matters."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.assessments.models import Checklist
from qlcl.assessments.policies import can_conclude
from qlcl.assessments.queries import checklist_seen
from qlcl.assessments.queries.late import LateOp, late_list
from qlcl.kernel.errors import Forbidden
from qlcl.ui.access import signed_in


@signed_in
@require_GET
def late(request: HttpRequest, checklist_id: int) -> HttpResponse:
    """The list; a finding among it leads to the form that raises it by hand."""
    row = checklist_seen(request.actor, checklist_id)
    if not can_conclude(request.actor, row):
        raise Forbidden("Nội dung gửi sau khi kết luận do người kết luận phiếu kiểm xem.")
    lines = [(op, _raising(row, op) if op.is_finding else "") for op in late_list(row)]
    back = reverse("assessments:checklist", args=[row.pk])
    return render(request, "assessments/late.html", {"row": row, "lines": lines, "back": back})


def _raising(row: Checklist, op: LateOp) -> str:
    """The form of a nonconformity by hand, with what was written on the device."""
    given = {"noi-dung": op.said, "muc": op.severity, "dieu-36": op.item.article if op.item else ""}
    return f"{reverse('corrective:new', args=[row.system_id])}?{urlencode(given)}"
