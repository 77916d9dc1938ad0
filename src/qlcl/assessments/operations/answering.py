"""Takes one answer: settles it with the others of its question and keeps conflicts for both."""

import json

from qlcl.assessments.enums import OpKind, Outcome
from qlcl.assessments.merging import Settled, Version, settle
from qlcl.assessments.models import ChecklistItem, Conflict, SyncOp
from qlcl.assessments.operations.batch import Batch, version_of
from qlcl.assessments.payloads import BadOp, Op

UNKNOWN_ITEM = "Câu hỏi này không có trong phiếu kiểm."


def take_answer(batch: Batch, op: Op, row: SyncOp) -> Outcome:
    """Counts the version in, whoever's stands. Refuses `item_unknown`, `answer_unknown`, `stale` for a choice."""
    item = batch.items.get(op.subject)
    if item is None:
        raise BadOp("item_unknown", UNKNOWN_ITEM)
    if op.text("answer") and op.text("answer") not in {step.code for step in batch.checklist.set.steps}:
        raise BadOp("answer_unknown", "Câu trả lời không có trong thang của phiếu kiểm.")
    if op.kind == OpKind.RESOLVE and op.base != item.revision:
        raise BadOp("stale", f"Câu {item.code} vừa có thêm câu trả lời khác; hãy xem lại rồi chọn.")
    item.revision += 1
    row.item, row.revision, row.base = item, item.revision, min(op.base, item.revision - 1)
    version = version_of(row)
    versions = batch.versions[item.pk]
    versions.append(version)
    settled = settle(versions)
    _stand(item, settled.standing)
    _dispute(batch, item, settled, chosen=op.kind == OpKind.RESOLVE)
    batch.touch(item, "câu trả lời")
    if version.uid not in settled.live:
        return Outcome.SUPERSEDED
    return Outcome.CONFLICT if settled.others else Outcome.APPLIED


def _stand(item: ChecklistItem, version: Version | None) -> None:
    """Puts the answer that is shown on the item."""
    if version is None:
        return
    item.answer, item.note, item.skip_reason = version.answer, version.note, version.skip_reason
    item.answered_by, item.answered_person_id = version.by, version.person_id
    item.answered_at = version.made_at


def _dispute(batch: Batch, item: ChecklistItem, settled: Settled, *, chosen: bool) -> None:
    """Keeps one open conflict for each answer that differs from the standing one; ends the others."""
    kept = batch.conflicts[item.pk]
    standing = settled.standing
    for other in settled.others:
        if other.device not in kept:
            batch.tally["câu có ý kiến khác"] += 1
        conflict = kept.get(other.device) or Conflict(item=item, device=other.device)
        conflict.mine, conflict.theirs = _shown(other), _shown(standing) if standing else "{}"
        conflict.by, conflict.at = other.by, other.made_at
        kept[other.device] = conflict
        batch.touch(conflict)
    devices = {other.device for other in settled.others}
    for device in [device for device in kept if device not in devices]:
        ended = kept.pop(device)
        ended.resolved_at = batch.at
        ended.resolved_by = batch.actor.name[:200] if chosen else "Hai bên thống nhất"
        batch.touch(ended)


def _shown(version: Version) -> str:
    shown = {
        "answer": version.answer, "note": version.note, "skip_reason": version.skip_reason, "by": version.by,
        "at": version.made_at.isoformat(), "op": version.uid, "device": version.device,
    }  # fmt: skip
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)
