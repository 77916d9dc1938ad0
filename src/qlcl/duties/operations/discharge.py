"""Closes duties by the acts that perform them; whoever performs an act need not know who waits for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.open_duties import Reference
from qlcl.kernel.actors import Actor
from qlcl.kernel.rows import update_by_key


@dataclass(frozen=True, slots=True)
class Fact:
    """An act performed: by the system, about `subject`, on its legal day, recorded as `event` (its id).

    `also` names other things the act is about, such as the edition that a declaration declares; a duty about
    another thing of the same kind is not closed by it.
    """

    system_id: int
    act: str
    subject: Reference | None
    on: date
    event: int
    complete: bool | None = True
    also: tuple[Reference, ...] = ()


@dataclass(slots=True)
class _Waiting:
    id: int
    subject: tuple[str, int]
    period_from: date | None
    period_until: date | None
    outcome: str
    due_on: date
    closed_on: date | None
    fact: Fact | None = None

    def rank(self, fact: Fact, named: set[tuple[str, int]], kinds: set[str]) -> int | None:
        """How well the fact fits: 0 by subject, 1 by period, 2 for it is open, 3 for lack of any."""
        if self.subject[0] and self.subject in named:
            return 0
        if self.subject[0] in kinds:
            return None
        if self.period_from and self.period_from <= fact.on and (not self.period_until or fact.on < self.period_until):
            return 1
        return 3 if self.outcome else 2

    def can_close(self, on: date) -> bool:
        """Open, excused or unknown duties; a done one only by an earlier act, for the first act counts."""
        if self.outcome == Outcome.DONE:
            return self.closed_on is not None and on < self.closed_on
        return self.outcome != Outcome.CANCELLED

    def take(self, fact: Fact) -> None:
        self.fact, self.outcome, self.closed_on = fact, Outcome.DONE, fact.on


Waiting = dict[tuple[int, str], dict[tuple[str, int], list[_Waiting]]]


def _waiting(system_ids: Iterable[int], acts: Iterable[str]) -> Waiting:
    found: Waiting = {}
    rows = Duty.objects.filter(system__listed=set(system_ids), act__in=sorted(set(acts))).values_list(
        "system_id", "act", "source_kind", "source_id", "id", "subject_kind", "subject_id",
        "period_from", "period_until", "outcome", "due_on", "closed_on",
    )  # fmt: skip
    for system, act, source_kind, source, id_, kind, subject, begins, ends, outcome, due, closed in rows.iterator():
        by_source = found.setdefault((system, act), {})
        row = _Waiting(id_, (kind, subject), begins, ends, outcome, due, closed)
        by_source.setdefault((source_kind, source), []).append(row)
    return found


def _best(waiting: list[_Waiting], fact: Fact, named: set[tuple[str, int]], kinds: set[str]) -> _Waiting | None:
    fitting = [(rank, bool(w.outcome), w.due_on, w.id, w) for w in waiting
               if (rank := w.rank(fact, named, kinds)) is not None]  # fmt: skip
    return min(fitting, key=lambda f: f[:4])[4] if fitting else None


@transaction.atomic
def discharge(*, facts: Sequence[Fact], actor: Actor, at: datetime) -> int:
    """Closes what the facts perform and returns how many duties were closed.

    One act serves everyone who waits for it: for each source, the duty with that subject, else the one whose
    period holds that day, else the open one of that system and act. The first act counts, in whatever order the
    facts arrive. An excused duty, or one whose end was unknown, becomes done when the act is recorded after all.
    """
    waiting = _waiting({f.system_id for f in facts}, {f.act for f in facts})
    taken: dict[int, _Waiting] = {}
    for fact in sorted(facts, key=lambda f: (f.on, f.event)):
        refs = [r for r in (fact.subject, *fact.also) if r is not None]
        named, kinds = {(r.kind, r.id) for r in refs}, {r.kind for r in refs}
        for duties in waiting.get((fact.system_id, fact.act), {}).values():
            best = _best(duties, fact, named, kinds)
            if best is not None and best.can_close(fact.on):
                best.take(fact)
                taken[best.id] = best
    closed = [(w, w.fact) for w in taken.values() if w.fact is not None]
    update_by_key(
        Duty,
        ("closed_on", "outcome", "on_time", "complete", "closed_by", "next_rung_on"),
        [(f.on, Outcome.DONE.value, f.on <= w.due_on, f.complete, f.event, None, w.id) for w, f in closed],
    )
    return len(closed)
