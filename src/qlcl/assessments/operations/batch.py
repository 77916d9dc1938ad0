"""What one call to the door has in hand: the rows it is about, read once, and what it changed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Model

from qlcl.assessments.enums import OpKind, Outcome
from qlcl.assessments.merging import Version
from qlcl.assessments.models import Checklist, ChecklistItem, Conflict, Finding, ItemEvidence, SyncOp
from qlcl.assessments.payloads import Op
from qlcl.kernel.actors import Actor
from qlcl.kernel.models import StoredFile

_ANSWERS = (OpKind.ANSWER, OpKind.RESOLVE)
_ANSWER_FIELDS = (
    "answer", "note", "skip_reason", "answered_by", "answered_person_id", "answered_at", "revision",
)  # fmt: skip
_FINDING_FIELDS = (
    "item", "statement", "severity", "area", "added_by", "worded_at", "worded_op", "withdrawn_on",
)  # fmt: skip
_EVIDENCE_FIELDS = ("file", "awaited", "caption", "taken_at", "latitude", "longitude", "removed_on")
_CONFLICT_FIELDS = ("mine", "theirs", "by", "at", "resolved_at", "resolved_by")


@dataclass(slots=True)
class Batch:
    """One call: who, on which device, when; the rows by uid; what changed."""

    checklist: Checklist
    actor: Actor
    device: str
    at: datetime
    on: date
    files: dict[UUID, StoredFile]
    items: dict[UUID, ChecklistItem] = field(default_factory=dict)
    versions: dict[int, list[Version]] = field(default_factory=lambda: defaultdict(list))
    conflicts: dict[int, dict[str, Conflict]] = field(default_factory=lambda: defaultdict(dict))
    findings: dict[UUID, Finding] = field(default_factory=dict)
    evidence: dict[UUID, ItemEvidence] = field(default_factory=dict)
    waiting: dict[UUID, list[SyncOp]] = field(default_factory=lambda: defaultdict(list))
    tally: Counter[str] = field(default_factory=Counter)
    _touched: dict[tuple[str, int], Model] = field(default_factory=dict)

    def load(self, ops: Sequence[Op]) -> None:
        """Reads every row that the operations speak of: six queries, whatever their number."""
        subjects = {op.subject for op in ops} | {op.item for op in ops if op.item is not None}
        rows = ChecklistItem.objects.filter(checklist=self.checklist, uid__in=subjects)
        self.items = {item.uid: item for item in rows}
        answered = [self.items[op.subject].pk for op in ops if op.kind in _ANSWERS and op.subject in self.items]
        for row in SyncOp.objects.filter(item_id__in=answered, revision__gt=0).order_by("revision"):
            self.versions[row.item_id or 0].append(version_of(row))
        for conflict in Conflict.objects.filter(item_id__in=answered, resolved_at__isnull=True):
            self.conflicts[conflict.item_id][conflict.device] = conflict
        self.findings = {row.uid: row for row in Finding.objects.filter(uid__in=subjects)}
        proofs = ItemEvidence.objects.filter(uid__in=subjects).select_related("item")
        self.evidence = {row.uid: row for row in proofs}
        waiting = SyncOp.objects.filter(checklist=self.checklist, subject__in=subjects, outcome=Outcome.WAITING)
        for row in waiting.filter(kind__in=[OpKind.WITHDRAW_FINDING, OpKind.REMOVE_EVIDENCE]):
            if row.subject is not None:
                self.waiting[row.subject].append(row)

    def touch(self, row: Model, words: str = "") -> None:
        """Remembers that the row is to be written and sealed."""
        self._touched[row._meta.model_name or "", id(row)] = row
        if words:
            self.tally[words] += 1

    @property
    def changed(self) -> list[Model]:
        """Every row that was changed."""
        return list(self._touched.values())

    @property
    def touched_items(self) -> list[ChecklistItem]:
        """The items whose answers changed."""
        return [row for row in self._touched.values() if isinstance(row, ChecklistItem)]

    def save(self, ops: Sequence[SyncOp]) -> None:
        """Writes what changed, each table at once, and remembers the operations."""
        self._write(ChecklistItem, _ANSWER_FIELDS)
        self._write(Conflict, _CONFLICT_FIELDS)
        self._write(Finding, _FINDING_FIELDS)
        self._write(ItemEvidence, _EVIDENCE_FIELDS)
        known = [row for rows in self.waiting.values() for row in rows if row.pk is not None]
        SyncOp.objects.filter(pk__in=[r.pk for r in known if r.outcome != Outcome.WAITING]).update(
            outcome=Outcome.APPLIED
        )
        SyncOp.objects.bulk_create(ops)

    def _write(self, model: type[Model], fields: Sequence[str]) -> None:
        rows = [row for row in self._touched.values() if isinstance(row, model)]
        fresh = [row for row in rows if row.pk is None]
        if fresh:
            model._default_manager.bulk_create(fresh)
        if len(fresh) < len(rows):
            made = {id(row) for row in fresh}
            model._default_manager.bulk_update([row for row in rows if id(row) not in made], fields, batch_size=200)


def version_of(row: SyncOp) -> Version:
    """The answer that an operation brought."""
    content = row.content
    return Version(
        uid=str(row.uid), device=row.device, number=row.number, made_at=row.made_at, base=row.base,
        stamp=row.revision, answer=content.get("answer") or "", note=content.get("note") or "",
        skip_reason=content.get("skip_reason") or "", by=row.by, person_id=row.person_id,
        resolves=row.kind == OpKind.RESOLVE,
    )  # fmt: skip
