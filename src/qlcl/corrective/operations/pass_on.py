"""When an agency ends, what is still to be cured goes over to the one successor named, then or later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.corrective.enums import State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity, raise_nonconformities
from qlcl.corrective.operations.recording import entry
from qlcl.corrective.operations.withdraw import end_subject
from qlcl.corrective.passing_on import uid_passed_on
from qlcl.corrective.policies import can_raise
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency, QualitySystem


@dataclass(frozen=True, slots=True)
class Heir:
    """Who takes the findings of an ended system over."""

    system: QualitySystem
    agency: Agency


@transaction.atomic
def pass_on(*, actor: Actor, heirs: Mapping[int, Heir], reason: str, on: date, at: datetime, batch: str = "") -> int:
    """Raises what lives of each ended system (its id → the heir) anew with the heir, then ends it as its agency did.

    Source, clause, area and severity go along; a date still to come stays, else the province's days run anew. Where
    the actor may raise nothing with the heir, it only ends. Called by the operation that ends the systems, which
    checks the right; returns how many were ended.
    """
    taking = _taking(actor, heirs)
    rows = Nonconformity.objects.live().filter(system__in=list(taking)).select_related("agency", "clause")
    new = [_anew(row, taking[row.system_id], on) for row in rows.order_by("pk")]
    if new:
        raise_nonconformities(actor=actor, new=new, on=on, at=at, batch=batch)
    ended = 0
    for system_id, heir in heirs.items():
        said = f"{reason}; chuyển {heir.agency.short_name}" if system_id in taking else reason
        ended += end_subject(actor=actor, system_ids=[system_id], reason=said, on=on, at=at, batch=batch)
    return ended


@transaction.atomic
def pass_on_ended(*, actor: Actor, heirs: Mapping[int, Heir], on: date, at: datetime, batch: str = "") -> int:
    """The same for findings that ended with their agency before anybody named its one successor.

    Called by the operation that records who follows, which checks the right; doing it again does nothing more.
    Returns how many went over.
    """
    taking = _taking(actor, heirs)
    ended = Nonconformity.objects.filter(system__in=list(taking), state=State.SUBJECT_ENDED)
    rows = list(ended.exclude(end_reason__contains="; chuyển ").select_related("agency", "clause").order_by("pk"))
    if not rows:
        return 0
    new = [_anew(row, taking[row.system_id], on) for row in rows]
    raise_nonconformities(actor=actor, new=new, on=on, at=at, batch=batch)
    for row in rows:
        row.end_reason = f"{row.end_reason}; chuyển {taking[row.system_id].agency.short_name}"[:300]
        row.save(update_fields=["end_reason"])
    said = "Chuyển sang cơ quan kế thừa"
    entries = [entry(row, "corrective.end_subject", on, f"{said}: {row}. {row.end_reason}") for row in rows]
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return len(rows)


def _taking(actor: Actor, heirs: Mapping[int, Heir]) -> dict[int, Heir]:
    """The heirs with whom the actor may raise anything."""
    return {pk: heir for pk, heir in heirs.items() if can_raise(actor, heir.system)}


def _anew(row: Nonconformity, heir: Heir, on: date) -> NewNonconformity:
    source = Ref(row.source_kind, row.source_id, row.source_label) if row.source_kind else None
    return NewNonconformity(
        system=heir.system, agency=heir.agency, statement=f"{row.statement} (nhận từ {row.agency.short_name})",
        raised_on=on, raised_by=row.raised_by, severity=row.severity, source=source, clause=row.clause,
        article=row.article, area=row.area, due_on=row.due_on if row.due_on > on else None,
        illustration=row.illustration, uid=uid_passed_on(row.uid),
    )  # fmt: skip
