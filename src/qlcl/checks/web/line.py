"""One finding: what was seen, why it is worth a look, the records behind it, the answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.checks.models import CheckLine
from qlcl.checks.operations.answer_line import answer_line
from qlcl.checks.policies import agencies_read, can_answer
from qlcl.checks.queries import line_page, line_rows
from qlcl.checks.standing import checks
from qlcl.checks.terms import Check
from qlcl.checks.web.forms import FORM, AnswerForm
from qlcl.checks.web.lines import mark
from qlcl.duties.links import thing_link
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


@signed_in
@require_GET
def detail(request: HttpRequest, line_id: int) -> HttpResponse:
    """The finding with its rows; the one button leads to where it is mended."""
    line = line_page(request.actor, line_id, today())
    check = checks().get(line.code)
    own = line.agency_id in agencies_read(request.actor)
    context = {
        "line": line,
        "check": check,
        "mark": mark(line.severity),
        "rows": line_rows(request.actor, line, today()),
        "own": own,
        "link": _link(request.actor, line, check),
        "may_answer": line.resolved_on is None and can_answer(request.actor, line),
        "events": history.events_of(kind="check_line", id=line.pk, limit=10),
    }
    return render(request, "checks/line.html", context)


def _link(actor: Actor, line: CheckLine, check: Check | None) -> str:
    """Where it is mended, for who may; for others the record that it is about."""
    if line.resolved_on is not None:
        return ""
    if line.mend and (check is None or check.leads(actor, line.agency)):
        return line.mend
    return thing_link(line.subject_kind, line.subject_id)


@signed_in
def answer(request: HttpRequest, line_id: int) -> HttpResponse:
    """The agency's answer to the finding."""
    line = line_page(request.actor, line_id, today())
    if not can_answer(request.actor, line):
        raise Forbidden("Chỉ Thủ trưởng, Thư ký ISO của cơ quan trả lời điểm rà soát.")
    back = reverse("checks:line", args=[line.pk])
    form = AnswerForm(request.POST or None, initial={"answer": line.answer})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        answer_line(line_id=line.pk, answer=data["answer"], actor=request.actor, on=today(), at=now())
        return "Đã ghi câu trả lời.", back

    return submitted(
        request, form, FORM, act, title="Trả lời điểm rà soát", lead=line.facts, button="Ghi trả lời", back=back
    )
