"""Takes findings and evidence, and takes them back; a withdrawal that comes first waits for what it withdraws."""

from qlcl.assessments.enums import OpKind, Outcome
from qlcl.assessments.models import ChecklistItem, Finding, ItemEvidence, SyncOp
from qlcl.assessments.operations.answering import UNKNOWN_ITEM
from qlcl.assessments.operations.batch import Batch
from qlcl.assessments.payloads import BadOp, Op, degrees_of, moment_of
from qlcl.kernel import catalogue

REUSED = "Mã này đã dùng cho nội dung của phiếu kiểm khác."


def take_finding(batch: Batch, op: Op, row: SyncOp) -> Outcome:
    """Adds a finding, or its new wording: of two, the one written later stands. `item_unknown`, `uid_reused`."""
    item = _item(batch, op, needed=False)
    finding = batch.findings.get(op.subject)
    if finding is not None and finding.checklist_id != batch.checklist.pk:
        raise BadOp("uid_reused", REUSED)
    fresh = finding is None
    if finding is None:
        finding = Finding(uid=op.subject, checklist=batch.checklist, worded_at=op.made_at)
        batch.findings[op.subject] = finding
        _take_back(batch, finding)
    elif (op.made_at, str(op.uid)) <= (finding.worded_at, finding.worded_op):
        return Outcome.SUPERSEDED
    finding.item, finding.statement, finding.severity = item, op.text("statement"), op.text("severity")
    finding.area, finding.added_by = op.text("area"), batch.actor.name[:200]
    finding.worded_at, finding.worded_op = op.made_at, str(op.uid)
    batch.touch(finding, "phát hiện" if fresh else "phát hiện được sửa")
    return Outcome.APPLIED


def take_evidence(batch: Batch, op: Op, row: SyncOp) -> Outcome:
    """Adds evidence: a reference, a file in hand, or a photo still to come; later its file.

    Refuses `item_unknown`, `uid_reused`, `kind_of_record_unknown`.
    """
    item = _item(batch, op, needed=True)
    proof = batch.evidence.get(op.subject)
    file = batch.files.get(op.subject)
    if proof is not None:
        if proof.item.checklist_id != batch.checklist.pk:
            raise BadOp("uid_reused", REUSED)
        return _completed(batch, proof, op)
    kind = op.text("ref_kind")
    if kind and kind not in {known.code for known in catalogue.kinds()}:
        raise BadOp("kind_of_record_unknown", "Loại bản ghi được dẫn tới không có trong phần mềm.")
    number = op.content.get("ref_id")
    proof = ItemEvidence(
        item=item, uid=op.subject, file=file, awaited=file is None and not op.text("ref_label"), ref_kind=kind,
        ref_id=number if kind and isinstance(number, int) and 0 < number < 2**62 else 0,
        ref_label=op.text("ref_label"), caption=op.text("caption"), taken_at=moment_of(op, "taken_at"),
        latitude=degrees_of(op, "latitude", 90), longitude=degrees_of(op, "longitude", 180),
        added_by=batch.actor.name[:200],
    )  # fmt: skip
    batch.evidence[op.subject] = proof
    _take_back(batch, proof)
    batch.touch(proof, "minh chứng")
    return Outcome.APPLIED


def _completed(batch: Batch, proof: ItemEvidence, op: Op) -> Outcome:
    """What was told before gains its file, and whatever it lacked: telling and file come in either order."""
    told = {
        "caption": op.text("caption"),
        "taken_at": moment_of(op, "taken_at"),
        "latitude": degrees_of(op, "latitude", 90),
        "longitude": degrees_of(op, "longitude", 180),
    }
    gained: dict[str, object] = {name: value for name, value in told.items() if value and not getattr(proof, name)}
    if proof.awaited and op.subject in batch.files:
        gained |= {"file": batch.files[op.subject], "awaited": False}
    for name, value in gained.items():
        setattr(proof, name, value)
    if gained:
        batch.touch(proof, "minh chứng được bổ sung")
    return Outcome.APPLIED


def take_withdrawal(batch: Batch, op: Op, row: SyncOp) -> Outcome:
    """Takes back a finding or evidence; it stays, marked. One that is not known yet is withdrawn when it comes."""
    found: Finding | ItemEvidence | None
    if op.kind == OpKind.WITHDRAW_FINDING:
        found = batch.findings.get(op.subject)
        checklist_id = found.checklist_id if isinstance(found, Finding) else None
    else:
        found = batch.evidence.get(op.subject)
        checklist_id = found.item.checklist_id if isinstance(found, ItemEvidence) else None
    if found is None:
        batch.waiting[op.subject].append(row)
        return Outcome.WAITING
    if checklist_id != batch.checklist.pk:
        raise BadOp("uid_reused", REUSED)
    _mark(batch, found)
    return Outcome.APPLIED


def _take_back(batch: Batch, row: Finding | ItemEvidence) -> None:
    """Withdraws what was withdrawn before it came."""
    kind = OpKind.WITHDRAW_FINDING if isinstance(row, Finding) else OpKind.REMOVE_EVIDENCE
    waiting = [op for op in batch.waiting.get(row.uid, []) if op.kind == kind]
    for op in waiting:
        op.outcome = Outcome.APPLIED
    if waiting:
        _mark(batch, row)


def _mark(batch: Batch, row: Finding | ItemEvidence) -> None:
    if isinstance(row, Finding):
        if row.withdrawn_on is None:
            row.withdrawn_on = batch.on
            batch.touch(row, "phát hiện được rút")
    elif row.removed_on is None:
        row.removed_on = batch.on
        batch.touch(row, "minh chứng được bỏ")


def _item(batch: Batch, op: Op, *, needed: bool) -> ChecklistItem | None:
    if op.item is None and not needed:
        return None
    item = batch.items.get(op.item) if op.item else None
    if item is None:
        raise BadOp("item_unknown", UNKNOWN_ITEM)
    return item
