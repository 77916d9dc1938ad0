"""Corrects imported declarations from a corrected file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.import_declarations import standing_by_system
from qlcl.conformity.operations.recording import NOTICE_DAYS, entry, events_about, facts_of
from qlcl.conformity.operations.timeline import chain, system_end
from qlcl.conformity.policies import can_import
from qlcl.duties.operations.discharge import discharge
from qlcl.duties.operations.reopen_duties import reopen
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import fold
from qlcl.organisations.models import QualitySystem

#: What a file may correct.
CORRECTABLE = (
    "signed_on", "effective_on", "number", "kind", "prepared_by", "consultant_name", "told_on", "posted_on",
    "published_on", "published_url", "illustration",
)  # fmt: skip
_DAYS = {"signed_on", *NOTICE_DAYS.values()}


@dataclass(frozen=True, slots=True)
class Correction:
    """New values of some fields of an imported declaration."""

    declaration_id: int
    values: Mapping[str, Any]


@transaction.atomic
def correct_declarations(
    *, actor: Actor, on: date, at: datetime, corrections: Sequence[Correction], batch: str = ""
) -> list[Declaration]:
    """Writes corrected values, puts the line of each system in order again, and closes or reopens what waited.

    Raises `Forbidden`, and `not_imported` for a declaration issued in the product, which only its agency voids.
    """
    ids = [c.declaration_id for c in corrections]
    systems = set(Declaration.objects.filter(pk__listed=ids).values_list("system", flat=True))
    history.lock(*map(history.system_chain, systems))
    lines = standing_by_system(systems)
    rows = {d.pk: d for line in lines.values() for d in line}
    known = {s.pk: s for s in QualitySystem.objects.filter(pk__listed=systems)}
    if not all(can_import(actor, s.province_id) for s in known.values()):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được sửa hồ sơ công bố đã nhập.")
    corrected = [_apply(rows[c.declaration_id], c) for c in corrections]
    touched = {d.pk: d for s, line in lines.items() for d in chain(line, system_end(known[s]))}
    moved = [c.declaration_id for c in corrections if _DAYS & set(c.values)]
    reopen(events=events_about(moved), actor=actor, at=at)
    _save({d.pk: d for d in corrected} | touched)
    _record(actor, on, at, batch, corrected, touched)
    return corrected


def _apply(declaration: Declaration, correction: Correction) -> Declaration:
    if not declaration.imported:
        raise DomainError(
            "not_imported",
            f"Quyết định {declaration.label} được ban hành trong phần mềm, không sửa bằng tệp; "
            "nếu ghi nhầm, thủ trưởng cơ quan hủy bản ghi rồi ghi lại.",
        )
    for name in CORRECTABLE:
        if name in correction.values:
            setattr(declaration, name, correction.values[name])
    declaration.number_fold = fold(declaration.number)
    return declaration


def _save(rows: dict[int, Declaration]) -> None:
    """Ended rows first, for a system has one open declaration."""
    fields = [*CORRECTABLE, "number_fold", "reason", "replaces", "ended_on", "end_reason"]
    ordered = sorted(rows.values(), key=lambda d: d.ended_on is None)
    Declaration.objects.bulk_update([d for d in ordered if d.ended_on is not None], fields, batch_size=100)
    Declaration.objects.bulk_update([d for d in ordered if d.ended_on is None], fields, batch_size=100)


def _record(
    actor: Actor,
    on: date,
    at: datetime,
    batch: str,
    corrected: Sequence[Declaration],
    touched: Mapping[int, Declaration],
) -> None:
    neighbours: dict[int, list[Declaration]] = {}
    names = {d.pk for d in corrected}
    for declaration in touched.values():
        if declaration.pk not in names:
            neighbours.setdefault(declaration.system_id, []).append(declaration)
    entries = [
        entry(
            declaration,
            "conformity.correct_declarations",
            on,
            f"Sửa hồ sơ công bố đã nhập, {declaration.label}",
            changed=neighbours.pop(declaration.system_id, ()),
        )
        for declaration in corrected
    ]
    events = history.record(actor=actor, at=at, entries=entries, batch=batch)
    facts = [f for declaration, event in zip(corrected, events, strict=True) for f in facts_of(declaration, event.pk)]
    discharge(facts=facts, actor=actor, at=at)
