"""The rules and ladders that hold in a province on a day."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from qlcl.duties.enums import Trigger
from qlcl.duties.models import DutyRule, Ladder, Rung


class Step(NamedTuple):
    """A rung of a ladder: its number, its working days from the day a duty is due, whom it tells."""

    number: int
    offset: int
    audience: str


def yearly_rules(province_id: int, day: date) -> list[DutyRule]:
    """The yearly rules of the province in force on `day`, in their order."""
    return _on(province_id, day, Trigger.YEARLY)


def event_rules(province_id: int, day: date) -> list[DutyRule]:
    """The event rules of the province in force on `day`, in their order."""
    return _on(province_id, day, Trigger.EVENT)


def _on(province_id: int, day: date, trigger: Trigger) -> list[DutyRule]:
    rules = DutyRule.objects.valid_on(day).filter(province=province_id, trigger=trigger)
    return list(rules.order_by("sequence", "code"))


def ladder_steps(province_ids: Iterable[int]) -> dict[tuple[int, str], list[Step]]:
    """The rungs of every ladder of those provinces, in order, by province and code of the ladder; one query."""
    rows = (
        Rung.objects.filter(ladder__province__in=list(province_ids))
        .order_by("ladder_id", "number")
        .values_list("ladder__province_id", "ladder__code", "number", "offset", "audience")
    )
    found: dict[tuple[int, str], list[Step]] = {}
    for province_id, code, number, offset, audience in rows:
        found.setdefault((province_id, code), []).append(Step(number, offset, audience))
    return found


def rules_of(province_id: int) -> list[DutyRule]:
    """Every version of every rule of the province, in the order of the rules, newest first."""
    rules = DutyRule.objects.filter(province=province_id)
    return list(rules.order_by("sequence", "code", "-valid_from"))


def versions_of(province_id: int, source_id: int) -> list[DutyRule]:
    """The versions of one rule, newest first; none where the province has no such rule."""
    rules = DutyRule.objects.filter(province=province_id)
    first = rules.filter(pk=source_id).first()
    later = rules.filter(origin=first) if first else ()
    return sorted((*([first] if first else ()), *later), key=lambda r: r.valid_from)[::-1]


def ladders_of(province_id: int) -> list[Ladder]:
    """The ladders of the province, by label."""
    return list(Ladder.objects.filter(province=province_id).order_by("label"))


def rungs_by_ladder(province_id: int) -> list[tuple[Ladder, list[Rung]]]:
    """The ladders of the province with their rungs in order; one query."""
    rungs = Rung.objects.filter(ladder__province=province_id).select_related("ladder")
    ordered = rungs.order_by("ladder__label", "ladder_id", "number")
    return [(held[0].ladder, held) for _, group in groupby(ordered, key=lambda r: r.ladder_id) if (held := list(group))]
