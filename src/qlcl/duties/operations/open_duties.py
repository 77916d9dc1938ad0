"""Opens duties: idempotent, for many systems at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import transaction

from qlcl.duties.models import Duty
from qlcl.duties.operations.rows import insert_new
from qlcl.kernel.actors import Actor, Role


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
    "outcome",
    "explanation",
    "note",
    "done_by",
)


def _row(spec: DutySpec, on: date, event: int | None) -> tuple[object, ...]:
    subject, source = spec.subject, spec.source
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
        on,
        spec.due_on,
        spec.due_on,
        event,
        "",
        "",
        "",
        "",
    )


@transaction.atomic
def open_duties(*, specs: Sequence[DutySpec], actor: Actor, on: date, at: datetime, event: int | None) -> int:
    """Opens what is not open yet and returns how many duties are new; `event` is the id of the opening event."""
    return insert_new(Duty, _FIELDS, [_row(spec, on, event) for spec in specs])
