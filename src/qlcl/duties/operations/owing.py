"""Who owes what a rule asks, and until when: the systems of a day with level and duty to apply, and their terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Q

from qlcl.duties.models import DutyRule
from qlcl.duties.queries import workdays_of
from qlcl.duties.workflow import due_after, due_in
from qlcl.kernel.workdays import Workdays
from qlcl.organisations import parameters
from qlcl.organisations.enums import DutyKind
from qlcl.organisations.models import Coverage, DutyToApply, OverseeingBody, QualitySystem, QualitySystemQuerySet

_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Terms:
    """How the province counts to the day by which something is due."""

    calendar: Workdays
    roll: bool

    @classmethod
    def of(cls, province_id: int, day: date) -> Self:
        """Its calendar, and whether a last day off passes to the next working day."""
        return cls(workdays_of(province_id), parameters.switch(province_id, "duties.roll_forward", day))

    def due_after(self, rule: DutyRule, start: date) -> date:
        """The day by which what an event on `start` opens is due."""
        return due_after(rule, start, self.calendar, roll=self.roll)

    def due_in(self, rule: DutyRule, year: int) -> date:
        """The day of the year by which a yearly duty is due."""
        return due_in(rule, year, self.calendar, roll=self.roll)


@dataclass(frozen=True, slots=True)
class Owner:
    """A system with the agency that owes its duties, as they stood on a day."""

    system_id: int
    agency_id: int
    level: str
    bound: bool
    since: date = date.min
    until: date | None = None

    def lives_on(self, day: date) -> bool:
        """Whether the system has not ended by the day: nobody owes what is due after his end."""
        return self.until is None or day < self.until

    def owes(self, rule: DutyRule) -> bool:
        """Whether the rule is meant for agencies of that level and duty to apply."""
        return (not rule.levels or self.level in rule.levels) and (self.bound or not rule.bound_only)


def owners_of(system_ids: Iterable[int], day: date) -> dict[int, Owner]:
    """Those systems with their holders, by id."""
    ids, found = sorted(system_ids), dict[int, Owner]()
    for start in range(0, len(ids), _CHUNK):
        found |= _owners(QualitySystem.objects.filter(pk__in=ids[start : start + _CHUNK]), day)
    return found


def owners_in(province_id: int, day: date) -> dict[int, Owner]:
    """The systems of the province that live on `day`, by id."""
    return _owners(QualitySystem.objects.filter(province=province_id).valid_on(day), day)


def _owners(systems: QualitySystemQuerySet, day: date) -> dict[int, Owner]:
    bound = set(
        DutyToApply.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=day),
            kind=DutyKind.MANDATORY,
            valid_from__lte=day,
            agency__held_systems__in=systems,
        ).values_list("agency_id", flat=True)
    )
    rows = systems.values_list("pk", "holder_id", "holder__level", "valid_from", "valid_until")
    return {pk: Owner(pk, holder, level, holder in bound, since, until) for pk, holder, level, since, until in rows}


def overseer_of(province_id: int, day: date) -> Owner | None:
    """The body that leads the application in the province on the day, if there is one, with the system covering it."""
    body = (
        OverseeingBody.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), province=province_id)
        .filter(valid_from__lte=day)
        .order_by("-valid_from", "-pk")
        .values_list("agency_id", "agency__level")
        .first()
    )
    if body is None:
        return None
    covering = Coverage.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)
    fields = ("system_id", "system__valid_from", "system__valid_until")
    system = covering.filter(agency=body[0]).values_list(*fields).first()
    return Owner(system[0], body[0], body[1], bound=True, since=system[1], until=system[2]) if system else None
