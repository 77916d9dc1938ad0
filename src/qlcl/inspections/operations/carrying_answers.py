"""Carries what a report says into the findings' own records, through their operations: nobody types twice."""

from datetime import date, datetime

from qlcl.corrective.models import CorrectiveAction, Nonconformity
from qlcl.corrective.operations.act import Evidence, complete_action, drop_action, plan_action
from qlcl.corrective.operations.find_cause import find_cause
from qlcl.corrective.workflow import guards_of_cause
from qlcl.inspections.enums import AnswerKind, LineVerdict
from qlcl.inspections.models import ReportEvidence
from qlcl.inspections.queries.answers import Answer
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Ref
from qlcl.kernel.text import fold


def carry(*, answer: Answer, actor: Actor, on: date, at: datetime) -> CorrectiveAction | None:
    """Cause, action, evidence of one answer, where the finding does not hold them yet; the action written or met.

    Done: what was planned is completed with the evidence given; nothing planned, the deed becomes an action that is
    done. Proposed: an action is planned, in the
    place of the one that was not accepted. The guards of the corrective room hold throughout.
    """
    if not answer.finding.is_live or answer.done_on is None:
        return None
    if answer.kind == AnswerKind.DONE:
        return _done(answer, actor, at)
    return _proposed(answer, actor, on, at)


def _done(answer: Answer, actor: Actor, at: datetime) -> CorrectiveAction | None:
    day, row = answer.done_on, answer.finding
    assert day is not None
    proofs = [_evidence(proof) for proof in answer.proofs]
    if answer.undone:
        _explain(answer, actor, day, at)
        for action in answer.undone:
            _complete(action, answer, proofs, actor, at)
        return answer.undone[-1]
    if not proofs:
        return answer.done[-1] if answer.done else None
    if not row.cause:
        _explain(answer, actor, day, at)
    action = plan_action(actor=actor, nonconformity_id=row.pk, what=answer.text, due_on=day, on=day, at=at)
    if row.cause:
        _explain(answer, actor, day, at)
    _complete(action, answer, proofs, actor, at)
    return action


def _proposed(answer: Answer, actor: Actor, on: date, at: datetime) -> CorrectiveAction | None:
    assert answer.done_on is not None
    _explain(answer, actor, on, at)
    if not (answer.cause or answer.finding.cause):
        return None
    same = [action for action in answer.undone if fold(action.what) == fold(answer.text)]
    if same or (answer.undone and answer.line is None):
        return (same or answer.undone)[-1]
    planned = plan_action(
        actor=actor, nonconformity_id=answer.finding.pk, what=answer.text, due_on=answer.done_on, on=on, at=at
    )
    _replace(answer, actor, on, at)
    return planned


def _replace(answer: Answer, actor: Actor, on: date, at: datetime) -> None:
    """The measure that was not accepted gives way to the one now proposed."""
    before = answer.before
    if before is None or before.verdict != LineVerdict.REFUSED:
        return
    for action in answer.undone:
        if action.pk == before.action_id:
            reason = "Thay bằng biện pháp trong báo cáo khắc phục sau"
            drop_action(actor=actor, action_id=action.pk, reason=reason, on=on, at=at)


def _explain(answer: Answer, actor: Actor, on: date, at: datetime) -> None:
    """Writes the cause where there is none, or another one where it may still be written."""
    row = Nonconformity.objects.get(pk=answer.finding.pk)
    if answer.cause and answer.cause != row.cause and not guards_of_cause(row):
        find_cause(actor=actor, nonconformity_id=row.pk, cause=answer.cause, on=on, at=at)


def _complete(
    action: CorrectiveAction, answer: Answer, proofs: list[Evidence], actor: Actor, at: datetime
) -> CorrectiveAction:
    assert answer.done_on is not None
    return complete_action(
        actor=actor, action_id=action.pk, note=answer.text, evidence=proofs, on=answer.done_on, at=at
    )


def _evidence(proof: ReportEvidence) -> Evidence:
    if proof.file is not None:
        return Evidence(file=proof.file)
    if proof.ref_kind:
        return Evidence(ref=Ref(proof.ref_kind, proof.ref_id, proof.ref_label))
    return Evidence(note=proof.ref_label)
