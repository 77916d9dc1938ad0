"""Checklists, and how one stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qlcl.assessments.models import (
    CarriedCopy,
    Checklist,
    ChecklistItem,
    ChecklistQuerySet,
    Conflict,
    Finding,
    ItemEvidence,
)
from qlcl.assessments.policies import can_start, visible_checklists
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import system_of

PANEL_ROWS = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """How a checklist stands: items, open conflicts and evidence by item, findings, devices that carry it."""

    items: Sequence[ChecklistItem]
    conflicts: Mapping[int, Sequence[Conflict]]
    proofs: Mapping[int, Sequence[ItemEvidence]]
    findings: Sequence[Finding]
    copies: Sequence[CarriedCopy] = ()

    @property
    def awaiting(self) -> list[int]:
        """The item of each photo that a device told of and has not brought."""
        return [proof.item_id for proofs in self.proofs.values() for proof in proofs if proof.awaited]


@dataclass(frozen=True, slots=True)
class LastTime:
    """What last time's checklist found for a question, and how its nonconformity stands now."""

    statement: str
    severity: str
    nonconformity_id: int | None
    state: str
    live: bool


def checklist_list(actor: Actor) -> ChecklistQuerySet:
    """Those the actor sees, newest first."""
    return visible_checklists(actor).select_related("agency", "set").order_by("-opened_on", "-pk")


def checklist_seen(actor: Actor, checklist_id: int) -> Checklist:
    """One of them; `Unseen` outside the actor's view."""
    rows = visible_checklists(actor).select_related("agency", "set", "system", "previous")
    found = rows.filter(pk=checklist_id).first()
    if found is None:
        raise Unseen
    return found


def checklists_of(actor: Actor, kind: str, occasion_id: int) -> ChecklistQuerySet:
    """The checklists of one occasion, such as an inspection, as far as the actor sees them."""
    return checklist_list(actor).of_occasion(kind, occasion_id)


def previous_of(system_id: int, set_code: str) -> Checklist | None:
    """The last concluded checklist of a system by the same set, whichever its version: what one starts from."""
    rows = Checklist.objects.concluded().filter(system_id=system_id, set__code=set_code)
    return rows.order_by("-concluded_on", "-pk").first()


def standing_of(checklist: Checklist) -> Standing:
    """The items, open conflicts, evidence, findings and carriers of a checklist; five queries, whatever its size."""
    conflicts: dict[int, list[Conflict]] = defaultdict(list)
    for row in Conflict.objects.filter(item__checklist=checklist, resolved_at__isnull=True).order_by("at", "pk"):
        conflicts[row.item_id].append(row)
    proofs: dict[int, list[ItemEvidence]] = defaultdict(list)
    shown = ItemEvidence.objects.filter(item__checklist=checklist, removed_on__isnull=True)
    for proof in shown.select_related("file").order_by("pk"):
        proofs[proof.item_id].append(proof)
    items = ChecklistItem.objects.filter(checklist=checklist).select_related("clause").order_by("position")
    findings = Finding.objects.filter(checklist=checklist).order_by("pk")
    copies = CarriedCopy.objects.out().filter(checklist=checklist).order_by("carried_at", "pk")
    return Standing(list(items), conflicts, proofs, list(findings), list(copies))


def last_time(checklist: Checklist) -> dict[str, list[LastTime]]:
    """What was found last time, by the code of the question, with the state of today; one query."""
    found: dict[str, list[LastTime]] = defaultdict(list)
    if checklist.previous_id is None:
        return found
    rows = Finding.objects.filter(checklist_id=checklist.previous_id, withdrawn_on__isnull=True, item__isnull=False)
    for row in rows.select_related("item", "nonconformity").order_by("pk"):
        known = row.nonconformity
        if row.item is not None:
            found[row.item.code].append(
                LastTime(
                    row.statement, row.get_severity_display(), known.pk if known else None,
                    known.get_state_display() if known else "", bool(known and known.is_live),
                )
            )  # fmt: skip
    return found


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """What an agency's page shows: its last checklists, as far as the actor sees them."""
    rows = list(checklist_list(actor).filter(agency=agency, opened_on__lte=day)[:PANEL_ROWS])
    system = system_of(agency.pk, day)
    starts = system is not None and system.holder_id == agency.pk and can_start(actor, system)
    return {"checklists": rows, "system": system.pk if starts and system else None}
