"""Checklists, and how one stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from qlcl.assessments.models import Checklist, ChecklistItem, ChecklistQuerySet, Conflict, Finding, ItemEvidence
from qlcl.assessments.policies import visible_checklists
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen


@dataclass(frozen=True, slots=True)
class Standing:
    """How a checklist stands: its items, which of them are disputed or await a photo, its findings."""

    items: Sequence[ChecklistItem]
    disputed: frozenset[int] = frozenset()
    awaiting: Sequence[int] = ()
    findings: Sequence[Finding] = ()


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
    """One of them with its members; `Unseen` outside the actor's view."""
    rows = visible_checklists(actor).select_related("agency", "set", "system", "previous")
    found = rows.prefetch_related("members").filter(pk=checklist_id).first()
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
    """The items, conflicts, awaited photos and findings of a checklist; four queries, whatever its size."""
    items = list(ChecklistItem.objects.filter(checklist=checklist).select_related("clause").order_by("position"))
    disputed = Conflict.objects.filter(item__checklist=checklist, resolved_at__isnull=True)
    awaited = ItemEvidence.objects.filter(item__checklist=checklist, awaited=True, removed_on__isnull=True)
    return Standing(
        items=items,
        disputed=frozenset(disputed.values_list("item_id", flat=True)),
        awaiting=list(awaited.values_list("item_id", flat=True)),
        findings=list(Finding.objects.filter(checklist=checklist).order_by("pk")),
    )


def open_conflicts(checklist: Checklist) -> dict[int, list[Conflict]]:
    """The open conflicts by item, oldest first."""
    found: dict[int, list[Conflict]] = defaultdict(list)
    for row in Conflict.objects.filter(item__checklist=checklist, resolved_at__isnull=True).order_by("at", "pk"):
        found[row.item_id].append(row)
    return found


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
