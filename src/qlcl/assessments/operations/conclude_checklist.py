"""Concludes a checklist: nothing open, and what was found becomes nonconformities."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.assessments.models import Checklist, ChecklistItem, Finding
from qlcl.assessments.operations.recording import NOT_YOURS, entry, occasion, to_change
from qlcl.assessments.policies import can_conclude, concluding_post
from qlcl.assessments.queries import Standing, standing_of
from qlcl.assessments.workflow import (
    failing_codes,
    failing_without_finding,
    guards_of_conclusion,
    require,
)
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity, raise_nonconformities
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden


@transaction.atomic
def conclude_checklist(
    *, actor: Actor, checklist_id: int, on: date, at: datetime, batch: str = "", trusted: bool = False
) -> Checklist:
    """Closes the checklist and raises a nonconformity for each finding (Circular 26/2014, art. 37).

    A question answered as not conforming without a finding of its own is one, in the words of its note. Concluding
    again changes nothing. `trusted`: the act that calls has checked the right. Raises `Unseen`, `Forbidden`, `guards`
    with every sentence, `before_opened`.
    """
    checklist = to_change(checklist_id, actor, trusted=trusted)
    if not trusted and not can_conclude(actor, checklist):
        raise Forbidden(NOT_YOURS)
    if checklist.concluded_on is not None:
        return checklist
    standing = standing_of(checklist)
    require(guards_of_conclusion(checklist, standing))
    if on < checklist.opened_on:
        raise DomainError(
            "before_opened", f"Ngày kết luận phải từ ngày mở phiếu {checklist.opened_on:%d/%m/%Y} trở đi.", field="on"
        )
    findings = [f for f in standing.findings if f.withdrawn_on is None] + _from_notes(checklist, standing, actor, at)
    _raise(checklist, findings, standing.items, actor, on, at, batch, trusted=trusted)
    checklist.concluded_on, checklist.concluded_by = on, actor.name[:200]
    checklist.save(update_fields=["concluded_on", "concluded_by"])
    told = entry(
        checklist, "assessments.conclude_checklist", on,
        f"Kết luận phiếu kiểm: {len(standing.items)} câu, {len(findings)} điểm không phù hợp",
        changed=[checklist, *findings],
        payload={"findings": len(findings)}, post=concluding_post(actor, checklist),
    )  # fmt: skip
    history.record(actor=actor, at=at, entries=[told], batch=batch)
    return checklist


def _from_notes(checklist: Checklist, standing: Standing, actor: Actor, at: datetime) -> list[Finding]:
    severities = failing_codes(checklist)
    made = [
        Finding(
            checklist=checklist, item=item, statement=item.note, severity=severities[item.answer],
            added_by=item.answered_by or actor.name[:200], worded_at=item.answered_at or at,
        )
        for item in failing_without_finding(checklist, standing)
    ]  # fmt: skip
    return Finding.objects.bulk_create(made)


def _raise(
    checklist: Checklist,
    findings: Sequence[Finding],
    items: Sequence[ChecklistItem],
    actor: Actor,
    on: date,
    at: datetime,
    batch: str,
    *,
    trusted: bool,
) -> None:
    """One nonconformity for each, known by the same uid; a repeated one names that of last time."""
    by_id = {item.pk: item for item in items}
    earlier = _earlier(checklist)
    source = occasion(checklist)
    new = []
    for finding in findings:
        item = by_id.get(finding.item_id or 0)
        new.append(
            NewNonconformity(
                system=checklist.system, agency=checklist.agency, statement=finding.statement, raised_on=on,
                raised_by=finding.added_by, severity=finding.severity, source=source,
                clause=item.clause if item else None, article=item.article if item else "", area=finding.area,
                repeats=earlier.get(item.code) if item else None, illustration=checklist.illustration,
                uid=finding.uid,
            )
        )  # fmt: skip
    raise_nonconformities(actor=actor, new=new, on=on, at=at, batch=batch, trusted=trusted)
    raised = {row.uid: row for row in Nonconformity.objects.filter(uid__in=[f.uid for f in findings])}
    for finding in findings:
        finding.nonconformity = raised[finding.uid]
    Finding.objects.bulk_update(findings, ["nonconformity"], batch_size=200)


def _earlier(checklist: Checklist) -> dict[str, Nonconformity]:
    """The nonconformity that last time's checklist raised, by the code of its question."""
    if checklist.previous_id is None:
        return {}
    rows = Finding.objects.filter(checklist_id=checklist.previous_id, item__isnull=False, nonconformity__isnull=False)
    found: dict[str, Nonconformity] = {}
    for finding in rows.select_related("item", "nonconformity").order_by("pk"):
        if finding.item is not None and finding.nonconformity is not None:
            found[finding.item.code] = finding.nonconformity
    return found
