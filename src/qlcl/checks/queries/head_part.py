"""The head's part and the spread of work: always by their parts, never as one score.

Nothing here measures how fast anybody clicked: neither a figure nor an order of rows depends on durations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import Person
from qlcl.checks.enums import Doer
from qlcl.checks.measures import HEAD_DUTIES, HEAD_WORK, OWN_WORK, head_duties, head_work, own_work
from qlcl.duties.enums import State
from qlcl.kernel.errors import Unseen
from qlcl.kernel.measures import Measure, Scope

#: Measures whose rows may be opened, by the name in the address.
MEASURES: Mapping[str, Measure] = {"viec": HEAD_WORK, "han": HEAD_DUTIES, "phan-bo": OWN_WORK}


@dataclass(slots=True)
class Part:
    """One agency's figures: the head's work by who did it, his duties by how they stand, the spread of all work."""

    agency_id: int
    doers: dict[str, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)
    divisions: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)

    @property
    def head_work(self) -> int:
        """What belongs to the head and was recorded: the denominator of its parts."""
        return sum(self.doers.values())

    @property
    def by_head(self) -> int:
        """What the head did himself."""
        return self.doers.get(Doer.HEAD.value, 0)

    @property
    def by_others(self) -> int:
        """What an acting head or a delegate did."""
        return self.doers.get(Doer.ACTING.value, 0) + self.doers.get(Doer.DELEGATE.value, 0)

    @property
    def duties(self) -> int:
        """What the head owed that has come due or is done: the denominator of late."""
        return sum(n for state, n in self.states.items() if state != State.NOT_DUE)

    @property
    def late(self) -> int:
        """What was done late or stands overdue."""
        return self.states.get(State.LATE.value, 0) + self.states.get(State.OVERDUE.value, 0)

    @property
    def work(self) -> int:
        """Everything that the agency's own people recorded."""
        return sum(self.persons.values())

    @property
    def people(self) -> int:
        """How many persons recorded anything."""
        return len(self.persons)

    @property
    def busiest(self) -> int:
        """What the person who recorded most recorded; a share of the whole, whoever it is."""
        return max(self.persons.values(), default=0)


def head_parts(scope: Scope, shown: Mapping[int, date], agency_id: int | None = None) -> dict[int, Part]:
    """The figures of every agency that the actor of the scope may read (or of one), by three grouped queries.

    `shown` is what `days_shown` gave.
    """
    parts: dict[int, Part] = {}
    sources: tuple[tuple[QuerySet[Any], tuple[str, ...]], ...] = (
        (head_work(scope, shown), ("doer",)),
        (head_duties(scope, shown), ("state",)),
        (own_work(scope, shown), ("person_id", "division", "role")),
    )
    for (rows, names), kinds in zip(sources, (("doers",), ("states",), ("persons", "divisions", "roles")), strict=True):
        of_one = rows if agency_id is None else rows.filter(agency_id=agency_id)
        for agency, *values, n in of_one.order_by().values_list("agency_id", *names).annotate(n=Count("pk")):
            part = parts.setdefault(agency, Part(agency))
            for kind, value in zip(kinds, values, strict=True):
                counted = getattr(part, kind)
                counted[value] = counted.get(value, 0) + n
    return parts


@dataclass(frozen=True, slots=True)
class Spread:
    """A person's, division's or role's share: label, number, value by which its rows are opened."""

    label: str
    n: int
    cut: str


def spread_of(part: Part) -> dict[str, list[Spread]]:
    """How an agency's work is spread over persons, divisions and roles; the largest first; one query for names."""
    people = dict(Person.objects.filter(pk__in=list(part.persons)).values_list("pk", "full_name"))
    roles = {str(code): str(label) for code, label in RoleChoice.choices}
    return {
        "person": _spread(part.persons, people),
        "division": _spread(part.divisions, {}),
        "role": _spread(part.roles, roles),
    }


def _spread(counted: Mapping[Any, int], names: Mapping[Any, str]) -> list[Spread]:
    rows = [Spread(str(names.get(value, value)), n, str(value)) for value, n in counted.items()]
    return sorted(rows, key=lambda row: (-row.n, row.label))


def rows_behind(scope: Scope, name: str, agency_id: int, cut: Mapping[str, str]) -> tuple[Measure, QuerySet[Any]]:
    """The rows behind a figure of an agency; `Unseen` for an unknown figure or dimension."""
    measure = MEASURES.get(name)
    if measure is None or not set(cut) <= set(measure.dimensions):
        raise Unseen
    wanted = {key: int(value) if key == "person" and value.isdigit() else value for key, value in cut.items()}
    return measure, measure.opened(scope, {"agency": agency_id, **wanted})
