"""A checklist as a device takes it along: everything that is needed where there is no network."""

from typing import Any

from qlcl.assessments.models import Checklist, Finding, ItemEvidence
from qlcl.assessments.payloads import VERSION
from qlcl.assessments.queries.checklists import standing_of
from qlcl.assessments.reference import scale_json


def checklist_state(checklist: Checklist) -> dict[str, Any]:
    """The checklist in JSON's types: scale, items with revision and conflicts, findings, carriers; five queries.

    `checklist` comes from `checklist_seen`, which has judged who may see it.
    """
    standing = standing_of(checklist)
    uids = {item.pk: str(item.uid) for item in standing.items}
    return {
        "v": VERSION,
        "id": checklist.pk,
        "uid": str(checklist.uid),
        "title": checklist.set.title,
        "agency": checklist.agency.name,
        "opened_on": checklist.opened_on.isoformat(),
        "concluded_on": checklist.concluded_on.isoformat() if checklist.concluded_on else None,
        "scale": scale_json(tuple(checklist.set.steps)),
        "items": [
            {
                "uid": str(item.uid), "code": item.code, "text": item.text, "help": item.help, "group": item.group,
                "clause": item.clause_number, "article": item.article, "last_finding": item.last_finding,
                "answer": item.answer, "note": item.note, "skip_reason": item.skip_reason, "by": item.answered_by,
                "at": item.answered_at.isoformat() if item.answered_at else None, "revision": item.revision,
                "conflicts": [conflict.versions for conflict in standing.conflicts.get(item.pk, [])],
                "evidence": [_proof(proof) for proof in standing.proofs.get(item.pk, [])],
            }
            for item in standing.items
        ],
        "copies": [
            {"device": copy.device, "by": copy.carried_by, "label": copy.label, "waiting": copy.waiting,
             "seen_at": copy.seen_at.isoformat()}
            for copy in standing.copies
        ],
        "findings": [_finding(row, uids) for row in standing.findings if row.withdrawn_on is None],
    }  # fmt: skip


def _proof(proof: ItemEvidence) -> dict[str, Any]:
    return {
        "uid": str(proof.uid), "caption": proof.caption, "awaited": proof.awaited,
        "name": proof.file.name if proof.file else proof.ref_label, "by": proof.added_by,
    }  # fmt: skip


def _finding(row: Finding, uids: dict[int, str]) -> dict[str, Any]:
    return {
        "uid": str(row.uid), "item": uids.get(row.item_id or 0), "statement": row.statement,
        "severity": row.severity, "area": row.area, "by": row.added_by,
    }  # fmt: skip
