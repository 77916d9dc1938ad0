"""Closes the province's duty to inspect everybody in a year once the register shows it (Circular 26, art. 33.2)."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import Duty
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection
from qlcl.inspections.proposing import third
from qlcl.inspections.queries.plans import systems_bound
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

ACT = "inspections.complete_year"


@transaction.atomic
def complete_years(*, province_id: int, actor: Actor, on: date, at: datetime) -> int:
    """For each year still owed: done on the day by which all that must apply were inspected, a third of them visited.

    Nightly and repeatable: nothing is recorded for a year that owes nothing, or that is not complete.
    """
    waiting = Duty.objects.open().filter(act=ACT, system__province=province_id, period_from__lte=on)
    owed: dict[int, set[int]] = {}
    for year, system in waiting.exclude(year=None).values_list("year", "system_id"):
        owed.setdefault(year or 0, set()).add(system)
    closed = 0
    for year, systems in sorted(owed.items()):
        day = completed_on(province_id, year)
        if day is None or day > on:
            continue
        history.lock(history.province_chain(province_id))
        event = _record(province_id, year, actor, day, at)
        facts = [Fact(system, ACT, None, day, event) for system in sorted(systems)]
        closed += discharge(facts=facts, actor=actor, at=at)
    return closed


def completed_on(province_id: int, year: int) -> date | None:
    """The day by which the year's rule was kept; None while it is not, or where nobody must apply."""
    bound = set(systems_bound(province_id, year).values_list("pk", flat=True))
    rows = Inspection.objects.standing().filter(
        system_id__in=bound, inspected_on__gte=date(year, 1, 1), inspected_on__lte=date(year, 12, 31)
    )
    seen: set[int] = set()
    visited: set[int] = set()
    for system, mode, day in rows.order_by("inspected_on", "pk").values_list("system_id", "mode", "inspected_on"):
        seen.add(system)
        if mode == Mode.ON_SITE:
            visited.add(system)
        if seen == bound and len(visited) >= third(len(bound)):
            return day
    return None


def _record(province_id: int, year: int, actor: Actor, day: date, at: datetime) -> int:
    province = Agency.objects.get(pk=province_id)
    entry = history.Entry(
        chain=history.province_chain(province_id),
        act=ACT,
        on=day,
        summary=f"Đã kiểm tra đủ cơ quan bắt buộc áp dụng năm {year}",
        subject=history.Ref("agency", province_id, province.name),
        payload={"year": year},
    )
    return history.record(actor=actor, at=at, entries=[entry])[0].pk
