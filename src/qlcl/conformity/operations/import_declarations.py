"""Records declarations of the past from files: marked as imported, their unknown notices left unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.conformity.enums import SignedAs
from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.recording import entry, facts_of
from qlcl.conformity.operations.timeline import chain, public_address, system_end
from qlcl.conformity.policies import can_import
from qlcl.duties.operations.discharge import discharge
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.history.inserting import insert_objects, number_rows, unsaved
from qlcl.kernel.text import fold, nfc
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.models import Edition


@dataclass(frozen=True, slots=True)
class PastDeclaration:
    """What is known of a declaration of the past; what is empty is unknown."""

    system_id: int
    agency: Agency
    edition: Edition
    signed_on: date
    effective_on: date | None = None
    number: str = ""
    kind: str = ""
    prepared_by: str = ""
    consultant_name: str = ""
    told_on: date | None = None
    posted_on: date | None = None
    published_on: date | None = None
    published_url: str = ""
    illustration: bool = False


@transaction.atomic
def import_declarations(
    *, actor: Actor, on: date, at: datetime, declarations: Sequence[PastDeclaration], batch: str = ""
) -> list[Declaration]:
    """Records past declarations, each in force until the next one of its system, and closes what waited for them.

    No confirmed effect is asked of history; a notice without a day stays unknown. `on` is the day of recording, the
    legal day of each is its own. Raises `Forbidden`.
    """
    ids = {d.system_id for d in declarations}
    history.lock(*map(history.system_chain, ids))
    systems = _systems(ids)
    if not all(can_import(actor, province) for province in {s.province_id for s in systems.values()}):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được nhập hồ sơ công bố.")
    made = _build(declarations)
    number_rows(made)
    changed = _place(made, systems)
    _save(made, changed)
    events = history.record(actor=actor, at=at, batch=batch, entries=_entries(made, changed, on))
    facts = [fact for declaration, event in zip(made, events, strict=True) for fact in facts_of(declaration, event.pk)]
    discharge(facts=facts, actor=actor, at=at)
    return made


def standing_by_system(system_ids: Iterable[int]) -> dict[int, list[Declaration]]:
    """The standing declarations of those systems."""
    found: dict[int, list[Declaration]] = {}
    standing = Declaration.objects.standing().filter(system__listed=system_ids)
    for declaration in standing.select_related("replaces"):
        found.setdefault(declaration.system_id, []).append(declaration)
    return found


def _systems(ids: Iterable[int]) -> dict[int, QualitySystem]:
    return {system.pk: system for system in QualitySystem.objects.filter(pk__listed=ids)}


def _build(declarations: Sequence[PastDeclaration]) -> list[Declaration]:
    """Unsaved rows, each with an address of its own in the public register."""
    taken = _addresses({d.agency.pk for d in declarations})
    made = unsaved(Declaration, (_values(past, taken) for past in declarations))
    for declaration, past in zip(made, declarations, strict=True):
        declaration._state.fields_cache |= {"agency": past.agency, "edition": past.edition}
    return made


def _values(past: PastDeclaration, taken: set[str]) -> dict[str, Any]:
    """The columns of a past declaration; its address is taken from now on."""
    address = public_address(past.agency.code, past.edition.code, taken)
    taken.add(address)
    return {
        "system_id": past.system_id,
        "agency_id": past.agency.pk,
        "edition_id": past.edition.pk,
        "number": nfc(past.number),
        "number_fold": fold(past.number),
        "signed_on": past.signed_on,
        "effective_on": past.effective_on or past.signed_on,
        "kind": past.kind,
        "prepared_by": past.prepared_by,
        "consultant_name": nfc(past.consultant_name),
        "signed_as": SignedAs.IMPORTED.value,
        "told_on": past.told_on,
        "posted_on": past.posted_on,
        "published_on": past.published_on,
        "published_url": past.published_url,
        "imported": True,
        "illustration": past.illustration,
        "public_id": address,
    }


def _addresses(agency_ids: Iterable[int]) -> set[str]:
    """The addresses taken already, void declarations included: an address is never given twice."""
    return set(Declaration.objects.filter(agency__listed=agency_ids).values_list("public_id", flat=True))


def _place(made: Sequence[Declaration], systems: dict[int, QualitySystem]) -> dict[int, list[Declaration]]:
    """Sets each new row into the line of its system; returns the older rows that changed, by system."""
    lines = standing_by_system(systems)
    new = {d.pk for d in made}
    for declaration in made:
        lines.setdefault(declaration.system_id, []).append(declaration)
    return {
        system_id: changed
        for system_id, rows in lines.items()
        if (changed := [d for d in chain(rows, system_end(systems[system_id])) if d.pk not in new])
    }


def _save(made: Sequence[Declaration], changed: dict[int, list[Declaration]]) -> None:
    """Older rows end before newer ones stand, for a system has one open declaration."""
    older = [d for rows in changed.values() for d in rows]
    Declaration.objects.bulk_update(older, ["replaces", "ended_on", "end_reason"], batch_size=200)
    insert_objects(made)


def _entries(made: Sequence[Declaration], changed: dict[int, list[Declaration]], on: date) -> list[history.Entry]:
    """One event each; the first of a system seals the older rows that changed with it."""
    waiting = dict(changed)
    return [
        entry(
            declaration,
            "conformity.import_declarations",
            declaration.signed_on,
            f"Nhập hồ sơ công bố {declaration.edition.label} của {declaration.agency.name}, {declaration.label}",
            changed=waiting.pop(declaration.system_id, ()),
        )
        for declaration in made
    ]
