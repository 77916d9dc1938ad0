"""The one door for answers, findings and evidence: of a page, of a device that was offline, sent once or ten times."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from qlcl.assessments.enums import OpKind, Outcome
from qlcl.assessments.models import Checklist, ChecklistItem, SyncOp
from qlcl.assessments.operations.answering import take_answer
from qlcl.assessments.operations.batch import Batch
from qlcl.assessments.operations.finding_and_proving import take_evidence, take_finding, take_withdrawal
from qlcl.assessments.operations.recording import entry, to_change
from qlcl.assessments.payloads import VERSION, BadOp, Op, read_op, uid_of
from qlcl.assessments.policies import concluding_post
from qlcl.assessments.workflow import guards_of_answers
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.models import StoredFile

_TAKES = {
    OpKind.ANSWER: take_answer,
    OpKind.RESOLVE: take_answer,
    OpKind.FINDING: take_finding,
    OpKind.WITHDRAW_FINDING: take_withdrawal,
    OpKind.EVIDENCE: take_evidence,
    OpKind.REMOVE_EVIDENCE: take_withdrawal,
}
#: Refusals that a newer server, or a device that reads again, can undo: they are not remembered.
_TRY_AGAIN = {"not_an_object", "uid_missing", "kind_unknown", "subject_missing", "too_new", "stale"}


@dataclass(frozen=True, slots=True)
class OpResult:
    """What became of one operation. `repeated`: it had come before, and this is what became of it then."""

    uid: str
    outcome: str
    code: str = ""
    message: str = ""
    revision: int = 0
    repeated: bool = False

    @property
    def refused(self) -> bool:
        """It was not taken."""
        return self.outcome == Outcome.REFUSED


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question; `base` is the revision that its author had seen."""

    item: UUID
    answer: str = ""
    note: str = ""
    skip_reason: str = ""
    base: int = 0
    resolves: bool = False
    uid: UUID = field(default_factory=uuid4)


@transaction.atomic
def apply_ops(
    *,
    actor: Actor,
    checklist_id: int,
    device: str,
    ops: Sequence[Any],
    at: datetime,
    on: date | None = None,
    files: Mapping[UUID, StoredFile] | None = None,
) -> list[OpResult]:
    """Takes each operation once, in the order given; one event for all. Shapes: `payloads`.

    A bad one is refused by itself; what came already is answered as before. `files` are stored files by the uid of
    their evidence. Raises `Unseen`, `Forbidden` for the whole call.
    """
    checklist = to_change(checklist_id, actor)
    batch = Batch(checklist, actor, device[:60], at, on or timezone.localdate(at), dict(files or {}))
    results: list[OpResult] = []
    known = _known(ops)
    read = [_read(raw, at) for raw in ops]
    batch.load([op for op in read if isinstance(op, Op)])
    for raw, op in zip(ops, read, strict=True):
        if isinstance(op, BadOp):
            uid = uid_of(raw)
            results.append(OpResult(str(uid or ""), Outcome.REFUSED.value, op.code, op.message))
            continue
        if op.uid in known:
            results.append(_again(known[op.uid], op, checklist))
            continue
        row, message = _take(batch, op)
        if row.code not in _TRY_AGAIN:
            known[op.uid] = row
        results.append(_result(row, message))
    batch.save([row for row in known.values() if row.pk is None])
    _record(batch)
    return results


@transaction.atomic
def answer_items(
    *, actor: Actor, checklist_id: int, answers: Sequence[Answer], at: datetime, on: date | None = None
) -> list[OpResult]:
    """Answers from a page, through the same door; a person's pages are one device."""
    ops = [
        {
            "uid": str(answer.uid), "v": VERSION, "kind": "resolve" if answer.resolves else "answer",
            "item": str(answer.item), "base": answer.base, "answer": answer.answer, "note": answer.note,
            "skip_reason": answer.skip_reason, "at": at.isoformat(),
            "n": round(at.timestamp() * 1_000_000) + answer.base,
        }
        for answer in answers
    ]  # fmt: skip
    return apply_ops(actor=actor, checklist_id=checklist_id, device=page_device(actor), ops=ops, at=at, on=on)


@transaction.atomic
def resolve_conflict(
    *, actor: Actor, checklist_id: int, answer: Answer, at: datetime, on: date | None = None
) -> OpResult:
    """Chooses among answers that differ; refused as `stale` when another came since `answer.base`."""
    chosen = Answer(
        answer.item, answer.answer, answer.note, answer.skip_reason, answer.base, resolves=True, uid=answer.uid
    )
    return answer_items(actor=actor, checklist_id=checklist_id, answers=[chosen], at=at, on=on)[0]


def page_device(actor: Actor) -> str:
    """The name under which the pages of one person answer."""
    return f"web:{actor.person_id or 0}"


def _known(ops: Sequence[Any]) -> dict[UUID, SyncOp]:
    uids = {uid for uid in map(uid_of, ops) if uid is not None}
    return {row.uid: row for row in SyncOp.objects.filter(uid__in=uids)}


def _read(raw: Any, at: datetime) -> Op | BadOp:
    try:
        return read_op(raw, at)
    except BadOp as refused:
        return refused


def _again(row: SyncOp, op: Op, checklist: Checklist) -> OpResult:
    if row.checklist_id != checklist.pk or row.payload_sha != op.sha:
        message = "Mã này đã dùng cho nội dung khác; hãy ghi lại với mã mới."
        return OpResult(str(op.uid), Outcome.REFUSED.value, "uid_reused", message)
    return OpResult(str(row.uid), row.outcome, row.code, "", row.revision, repeated=True)


def _result(row: SyncOp, message: str) -> OpResult:
    return OpResult(str(row.uid), str(row.outcome), row.code, message, row.revision)


def _take(batch: Batch, op: Op) -> tuple[SyncOp, str]:
    """The operation as it is remembered, and the sentence where it is refused."""
    row = SyncOp(
        uid=op.uid, checklist=batch.checklist, device=batch.device, kind=op.kind, subject=op.subject, base=op.base,
        number=op.number, made_at=op.made_at, received_at=batch.at, by=batch.actor.name[:200],
        person_id=batch.actor.person_id, payload=op.payload, payload_sha=op.sha,
    )  # fmt: skip
    try:
        if closed := guards_of_answers(batch.checklist):
            raise BadOp("concluded", closed[0])
        row.outcome = _TAKES[op.kind](batch, op, row)
    except BadOp as refused:
        row.outcome, row.code = Outcome.REFUSED, refused.code
        return row, refused.message
    return row, ""


def _record(batch: Batch) -> None:
    changed = batch.changed
    if not changed:
        return
    _count(batch.checklist, batch.touched_items)
    parts = [f"{number} {words}" for words, number in batch.tally.items()]
    told = entry(
        batch.checklist, "assessments.answer", batch.on, f"Ghi phiếu kiểm: {', '.join(parts)}", changed=changed,
        payload={"items": sorted(item.code for item in batch.touched_items)},
        post=concluding_post(batch.actor, batch.checklist),
    )  # fmt: skip
    history.record(actor=batch.actor, at=batch.at, entries=[told])


def _count(checklist: Checklist, touched: Iterable[ChecklistItem]) -> None:
    """Counts again what is answered, when answers changed."""
    if not list(touched):
        return
    blank = ChecklistItem.objects.filter(checklist=checklist, answer="", skip_reason="").count()
    checklist.answered = checklist.total - blank
    Checklist.objects.filter(pk=checklist.pk).update(answered=checklist.answered)
