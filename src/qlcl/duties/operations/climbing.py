"""Keeps `next_rung_on` of duties in step with their dates: whoever moves, reopens or closes calls it.

The run that reminds reads it and nothing else; a closed duty has none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from qlcl.duties.models import Duty, DutyQuerySet
from qlcl.duties.queries import Step, ladder_steps, workdays_of
from qlcl.duties.workflow import next_rung
from qlcl.kernel.rows import update_by_key
from qlcl.kernel.workdays import Workdays

#: The ladders of every province's first set of rules.
STATUTORY, ORDINARY, SHORT = "statutory", "ordinary", "short"


@dataclass(slots=True)
class Ladders:
    """Ladders and calendars of the provinces, read once for a whole run."""

    steps: dict[tuple[int, str], list[Step]]
    calendars: dict[int, Workdays]
    _known: dict[tuple[int, str, int, date], date | None] = field(default_factory=dict)

    @classmethod
    def of(cls, province_ids: Iterable[int]) -> "Ladders":
        """Those of the provinces: one query for the ladders, one for each calendar."""
        ids = sorted(set(province_ids))
        return cls(ladder_steps(ids), {p: workdays_of(p) for p in ids})

    def next(self, province_id: int, ladder: str, passed: int, due_on: date) -> date | None:
        """The day of the next rung; many duties share their ladder and their day."""
        key = (province_id, ladder, passed, due_on)
        if key not in self._known:
            steps = self.steps.get((province_id, ladder), [])
            self._known[key] = next_rung(steps, passed, due_on, self.calendars[province_id])
        return self._known[key]


def ladder_for(code: str, *, statutory: bool) -> str:
    """The ladder a duty climbs: the one its rule names, else the province's ordinary or statutory one."""
    return code or (STATUTORY if statutory else ORDINARY)


def reckon_rungs(duties: DutyQuerySet, *, from_start: bool = False) -> int:
    """Sets `next_rung_on` of the open ones among `duties` by their present dates and returns how many changed.

    `from_start` begins the ladder anew, as for a duty whose date has moved; else the rungs passed stay passed.
    """
    rows = list(
        duties.open().values_list(
            "id", "system__province_id", "ladder", "statutory", "rungs_passed", "due_on", "next_rung_on"
        )
    )
    ladders = Ladders.of({row[1] for row in rows})
    changed: list[tuple[object, ...]] = []
    for id_, province, code, statutory, rungs, due_on, standing in rows:
        passed = 0 if from_start else rungs
        code = ladder_for(code, statutory=statutory)
        day = ladders.next(province, code, passed, due_on)
        if (day, passed) != (standing, rungs):
            changed.append((code, day, passed, id_))
    update_by_key(Duty, ("ladder", "next_rung_on", "rungs_passed"), changed)
    return len(changed)


def reckon_by_id(ids: Sequence[int], *, from_start: bool = False) -> int:
    """As `reckon_rungs`, for the duties with those ids, however many."""
    return reckon_rungs(Duty.objects.filter(pk__listed=ids), from_start=from_start)


def reckon_province(province_id: int, ladder: str | None = None) -> int:
    """Sets `next_rung_on` of all open duties of a province anew, when its calendar or a ladder has changed.

    One statement for each due day and number of rungs passed, not for each duty.
    """
    duties = Duty.objects.open().filter(system__province=province_id)
    if ladder is not None:
        duties = duties.filter(ladder=ladder)
    ladders, changed = Ladders.of([province_id]), 0
    shapes = duties.order_by().values_list("ladder", "rungs_passed", "due_on", "next_rung_on").distinct()
    for code, passed, due_on, standing in list(shapes):
        day = ladders.next(province_id, code, passed, due_on)
        if day != standing:
            alike = duties.filter(ladder=code, rungs_passed=passed, due_on=due_on, next_rung_on=standing)
            changed += alike.update(next_rung_on=day)
    return changed
