"""Opens duties: idempotent, for many systems at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import transaction

from qlcl.duties.models import Duty
from qlcl.duties.operations.climbing import Ladders, ladder_for
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.rows import insert_new
from qlcl.organisations.models import QualitySystem

_CHUNK = 5000


class Reference(Protocol):
    """What `kernel.history.Ref` offers: a thing of another room, by kind and id."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> int: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class DutySpec:
    """A duty to open.

    `source` is why it exists (a campaign, a declaration); `subject` the thing the act is about, where it is known
    already. `sequence` tells apart duties of one source for the same act: the number of a step, a year. The same
    system, act, source, subject and sequence open one duty only, however often they are asked for.
    `rule_id` is the version of the rule that asks for it, `year` the year it is owed for, `position_id` the one post
    to which it is assigned, `ladder` how it is reminded of; `opened_on` where it differs from the day of the act,
    `event` where one call opens what several events asked for.
    """

    system_id: int
    agency_id: int
    act: str
    label: str
    due_on: date
    role: Role = Role.ISO_SECRETARY
    subject: Reference | None = None
    source: Reference | None = None
    sequence: int = 0
    legal_basis: str = ""
    statutory: bool = False
    by_hand: bool = False
    period_from: date | None = None
    period_until: date | None = None
    rule_id: int | None = None
    year: int | None = None
    position_id: int | None = None
    ladder: str = ""
    opened_on: date | None = None
    event: int | None = None


_FIELDS = (
    "system",
    "agency",
    "role",
    "act",
    "label",
    "subject_kind",
    "subject_id",
    "subject_label",
    "source_kind",
    "source_id",
    "source_label",
    "sequence",
    "legal_basis",
    "statutory",
    "by_hand",
    "period_from",
    "period_until",
    "opened_on",
    "first_due_on",
    "due_on",
    "opened_by",
    "rule",
    "year",
    "position",
    "ladder",
    "next_rung_on",
    "rungs_passed",
    "outcome",
    "explanation",
    "note",
    "done_by",
)


def _row(spec: DutySpec, on: date, event: int | None, province: int, ladders: Ladders) -> tuple[object, ...]:
    subject, source = spec.subject, spec.source
    ladder = ladder_for(spec.ladder, statutory=spec.statutory)
    return (
        spec.system_id,
        spec.agency_id,
        str(spec.role),
        spec.act,
        spec.label,
        subject.kind if subject else "",
        subject.id if subject else 0,
        subject.label[:300] if subject else "",
        source.kind if source else "",
        source.id if source else 0,
        source.label[:300] if source else "",
        spec.sequence,
        spec.legal_basis,
        spec.statutory,
        spec.by_hand,
        spec.period_from,
        spec.period_until,
        spec.opened_on or on,
        spec.due_on,
        spec.due_on,
        event if spec.event is None else spec.event,
        spec.rule_id,
        spec.year,
        spec.position_id,
        ladder,
        ladders.next(province, ladder, 0, spec.due_on),
        0,
        "",
        "",
        "",
        "",
    )


@transaction.atomic
def open_duties(*, specs: Sequence[DutySpec], actor: Actor, on: date, at: datetime, event: int | None) -> int:
    """Opens what is not open yet and returns how many duties are new; `event` is the id of the opening event."""
    provinces = provinces_of({spec.system_id for spec in specs})
    ladders = Ladders.of(provinces.values())
    rows = [_row(spec, on, event, provinces[spec.system_id], ladders) for spec in specs]
    return insert_new(Duty, _FIELDS, rows)


def provinces_of(system_ids: Iterable[int]) -> dict[int, int]:
    """The province of each system, however many."""
    ids, found = sorted(system_ids), dict[int, int]()
    for start in range(0, len(ids), _CHUNK):
        part = QualitySystem.objects.filter(pk__in=ids[start : start + _CHUNK])
        found.update(part.values_list("pk", "province_id"))
    return found
