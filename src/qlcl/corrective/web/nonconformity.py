"""The page of one nonconformity: what was found, why, what was done, whether it helped."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.corrective.enums import State
from qlcl.corrective.models import ActionEvidence
from qlcl.corrective.policies import can_cure, can_verify, can_withdraw, visible_nonconformities
from qlcl.corrective.queries import nonconformity_seen, passed_on_to
from qlcl.corrective.web.listing import state_chip
from qlcl.corrective.workflow import guards_of_action, guards_of_cause, guards_of_effect
from qlcl.duties.links import thing_link
from qlcl.kernel import history
from qlcl.kernel.clock import today
from qlcl.kernel.errors import Unseen
from qlcl.kernel.files import attachment
from qlcl.ui.access import signed_in


@signed_in
def detail(request: HttpRequest, nonconformity_id: int) -> HttpResponse:
    """One nonconformity with the one thing to do next."""
    row = nonconformity_seen(request.actor, nonconformity_id)
    actor, day = request.actor, today()
    cures, verifies = can_cure(actor, row) and row.is_live, can_verify(actor, row) and row.is_live
    context = {
        "row": row,
        "state": state_chip(row),
        "source": thing_link(row.source_kind, row.source_id),
        "actions": sorted(row.actions.all(), key=lambda action: (action.due_on, action.pk)),
        "checks": sorted(row.checks.all(), key=lambda check: (check.checked_on, check.pk)),
        "loose": [item for item in row.evidence.all() if item.action_id is None],
        "cures": cures,
        "verifies": verifies,
        "withdraws": row.is_live and can_withdraw(actor, row),
        "ended": row.state == State.SUBJECT_ENDED,
        "heir": passed_on_to(actor, row) if row.state == State.SUBJECT_ENDED else None,
        "next": _next(row.state, cures=cures, verifies=verifies),
        "missing": guards_of_effect(row, actor, day) if verifies else [],
        "may_analyse": cures and not guards_of_cause(row),
        "may_plan": cures and not guards_of_action(row),
        "events": history.events_of(kind="nonconformity", id=row.pk, limit=20),
    }
    return render(request, "corrective/nonconformity.html", context)


def _next(state: str, *, cures: bool, verifies: bool) -> str:
    """The primary act: the step that the nonconformity waits for, for who may take it."""
    if state in {"open", "analysed"} and cures:
        return "cause" if state == "open" else "plan"
    return "effect" if state == "to_verify" and verifies else ""


@signed_in
def evidence(request: HttpRequest, evidence_id: int) -> FileResponse:
    """A file of evidence, to those who see the nonconformity."""
    seen = visible_nonconformities(request.actor).values("pk")
    found = ActionEvidence.objects.filter(pk=evidence_id, nonconformity__in=seen).select_related("file").first()
    if found is None or found.file is None:
        raise Unseen
    return attachment(found.file)
