"""The rules and ladders that hold in a province on a day."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from qlcl.duties.enums import Trigger
from qlcl.duties.models import DutyRule, Rung


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
