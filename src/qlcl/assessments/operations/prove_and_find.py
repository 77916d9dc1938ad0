"""Evidence and findings from a page, and the files of photos: through the same door as a device's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db import transaction

from qlcl.assessments.enums import Severity
from qlcl.assessments.models import Finding, ItemEvidence
from qlcl.assessments.operations.apply_ops import OpResult, apply_ops, page_device
from qlcl.assessments.payloads import VERSION
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.kernel.history import Ref
from qlcl.kernel.models import StoredFile


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What was found; `item` is the uid of the question, None for what belongs to none. The same `uid`: rewording."""

    statement: str
    severity: str = Severity.ORDINARY.value
    item: UUID | None = None
    area: str = ""
    uid: UUID = field(default_factory=uuid4)


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    checklist_id: int,
    item: UUID,
    at: datetime,
    on: date | None = None,
    file: StoredFile | None = None,
    reference: Ref | None = None,
    caption: str = "",
    uid: UUID | None = None,
    taken_at: datetime | None = None,
    latitude: object = None,
    longitude: object = None,
    device: str = "",
) -> ItemEvidence:
    """Adds a file or a reference to a question; with the `uid` of a photo told of before, brings its file.

    Repeating it for the same `uid` adds nothing. Raises `evidence_missing`, `item_unknown`, `concluded`.
    """
    if file is None and (reference is None or not reference.label):
        raise DomainError("evidence_missing", "Cần tải tệp lên hoặc ghi văn bản, bản ghi làm minh chứng.", field="file")
    known = uid or uuid4()
    op: dict[str, Any] = _op("evidence", at, uuid5(NAMESPACE_URL, f"file:{known}")) | {
        "evidence": str(known), "item": str(item), "caption": caption[:300],
        "taken_at": taken_at.isoformat() if taken_at else None,
        "latitude": None if latitude is None else str(latitude),
        "longitude": None if longitude is None else str(longitude),
    }  # fmt: skip
    if reference is not None:
        op |= {"ref_kind": reference.kind, "ref_id": reference.id, "ref_label": reference.label[:300]}
    files = {known: file} if file is not None else {}
    done = apply_ops(
        actor=actor, checklist_id=checklist_id, device=device or page_device(actor), ops=[op], at=at, on=on, files=files
    )
    if done[0].code != "uid_reused":  # the same file sent again at another moment is still the same file
        _require(done)
    found = ItemEvidence.objects.filter(uid=known, item__checklist_id=checklist_id).first()
    if found is None:
        raise Unseen
    return found


@transaction.atomic
def add_findings(
    *, actor: Actor, checklist_id: int, findings: Sequence[NewFinding], at: datetime, on: date | None = None
) -> list[Finding]:
    """Notes what does not conform. Raises `statement_missing`, `severity_unknown`, `item_unknown`, `concluded`."""
    ops = [
        _op("finding", at)
        | {
            "finding": str(new.uid), "item": str(new.item) if new.item else None, "statement": new.statement,
            "severity": new.severity, "area": new.area,
        }
        for new in findings
    ]  # fmt: skip
    _require(apply_ops(actor=actor, checklist_id=checklist_id, device=page_device(actor), ops=ops, at=at, on=on))
    return list(Finding.objects.filter(uid__in=[new.uid for new in findings]).order_by("pk"))


@transaction.atomic
def withdraw_finding(
    *, actor: Actor, checklist_id: int, finding: UUID, at: datetime, on: date | None = None
) -> OpResult:
    """Takes a finding back; it stays, marked, and raises no nonconformity. Raises `concluded`."""
    op = _op("withdraw_finding", at) | {"finding": str(finding)}
    return _sent(actor, checklist_id, op, at, on)


@transaction.atomic
def remove_evidence(
    *, actor: Actor, checklist_id: int, evidence: UUID, at: datetime, on: date | None = None
) -> OpResult:
    """Takes evidence back, also a photo whose device is lost; it stays, marked. Raises `concluded`."""
    op = _op("remove_evidence", at) | {"evidence": str(evidence)}
    return _sent(actor, checklist_id, op, at, on)


def _sent(actor: Actor, checklist_id: int, op: dict[str, Any], at: datetime, on: date | None) -> OpResult:
    done = apply_ops(actor=actor, checklist_id=checklist_id, device=page_device(actor), ops=[op], at=at, on=on)
    _require(done)
    return done[0]


def _op(kind: str, at: datetime, uid: UUID | None = None) -> dict[str, Any]:
    return {"uid": str(uid or uuid4()), "v": VERSION, "kind": kind, "at": at.isoformat(), "n": int(at.timestamp())}


def _require(results: Sequence[OpResult]) -> None:
    """Raises the first refusal: who sits before a page is told at once."""
    refused = next((result for result in results if result.refused), None)
    if refused is not None:
        raise DomainError(refused.code, refused.message)
