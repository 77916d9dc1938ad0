"""What devices sent after a checklist was concluded: kept, counted nowhere, seen by who concluded it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from qlcl.assessments.enums import OpKind, Outcome
from qlcl.assessments.models import Checklist, ChecklistItem, SyncOp

LATE = "concluded"
SHOWN = 200


@dataclass(frozen=True, slots=True)
class LateOp:
    """One thing that came too late: what it says, about which question, from whom."""

    kind: str
    item: ChecklistItem | None
    said: str
    severity: str
    by: str
    device: str
    made_at: datetime
    received_at: datetime
    is_finding: bool


def late_ops(checklist: Checklist) -> QuerySet[SyncOp]:
    """What came after the conclusion."""
    return SyncOp.objects.filter(checklist=checklist, outcome=Outcome.REFUSED, code=LATE)


def late_list(checklist: Checklist) -> list[LateOp]:
    """The same in words, in the order in which it came; two queries."""
    items = {str(item.uid): item for item in ChecklistItem.objects.filter(checklist=checklist)}
    labels = {step.code: step.label for step in checklist.set.steps}
    rows = late_ops(checklist).order_by("received_at", "pk")[:SHOWN]
    return [_told(row, items, labels) for row in rows]


def _told(row: SyncOp, items: dict[str, ChecklistItem], labels: dict[str, str]) -> LateOp:
    content: dict[str, Any] = row.content
    answer = labels.get(str(content.get("answer") or ""), "")
    parts = [answer, *(str(content.get(name) or "") for name in ("statement", "note", "skip_reason", "caption"))]
    return LateOp(
        kind=row.get_kind_display(),
        item=items.get(str(content.get("item") or row.subject)),
        said=". ".join(part for part in parts if part),
        severity=str(content.get("severity") or ""),
        by=row.by,
        device=row.device,
        made_at=row.made_at,
        received_at=row.received_at,
        is_finding=row.kind == OpKind.FINDING,
    )
