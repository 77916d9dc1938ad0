"""The head's part and the spread of work: always by their parts, never as one score.

Nothing here measures how fast anybody clicked: neither a figure nor an order of rows depends on durations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import Person
from qlcl.checks.enums import Doer
from qlcl.checks.measures import HEAD_DUTIES, HEAD_WORK, OWN_WORK
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


def head_parts(scope: Scope) -> dict[int, Part]:
    """The figures of every agency that the actor of the scope may read, by three grouped queries."""
    parts: dict[int, Part] = {}
    for (agency, doer), n in HEAD_WORK.cells(scope, ["agency", "doer"]).items():
        parts.setdefault(agency, Part(agency)).doers[doer] = n
    for (agency, state), n in HEAD_DUTIES.cells(scope, ["agency", "state"]).items():
        parts.setdefault(agency, Part(agency)).states[state] = n
    for (agency, person), n in OWN_WORK.cells(scope, ["agency", "person"]).items():
        parts.setdefault(agency, Part(agency)).persons[person] = n
    return parts


@dataclass(frozen=True, slots=True)
class Spread:
    """A person's, division's or role's share: label, number, value by which its rows are opened."""

    label: str
    n: int
    cut: str


def spread_of(scope: Scope, agency_id: int, dimension: str) -> list[Spread]:
    """How an agency's work is spread over one dimension: person, division or role; the largest first."""
    cells = OWN_WORK.cells(scope, ["agency", dimension])
    found = {value: n for (agency, value), n in cells.items() if agency == agency_id}
    names: Mapping[Any, str] = {}
    if dimension == "person":
        names = dict(Person.objects.filter(pk__in=list(found)).values_list("pk", "full_name"))
    elif dimension == "role":
        names = {str(code): str(label) for code, label in RoleChoice.choices}
    rows = [Spread(str(names.get(value, value)), n, str(value)) for value, n in found.items()]
    return sorted(rows, key=lambda row: (-row.n, row.label))


def rows_behind(scope: Scope, name: str, agency_id: int, cut: Mapping[str, str]) -> tuple[Measure, QuerySet[Any]]:
    """The rows behind a figure of an agency; `Unseen` for an unknown figure or dimension."""
    measure = MEASURES.get(name)
    if measure is None or not set(cut) <= set(measure.dimensions):
        raise Unseen
    wanted = {key: int(value) if key == "person" and value.isdigit() else value for key, value in cut.items()}
    return measure, measure.opened(scope, {"agency": agency_id, **wanted})
