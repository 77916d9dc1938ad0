"""Days off of a year, of the country and of one province."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from qlcl.duties.models import DayOff


def days_off_of(province_id: int, year: int) -> list[DayOff]:
    """The year's days in order; a province's own row stands in place of the country's."""
    rows = DayOff.objects.filter(
        Q(province__isnull=True) | Q(province=province_id), day__gte=date(year, 1, 1), day__lte=date(year, 12, 31)
    )
    found: dict[date, DayOff] = {}
    for row in rows.order_by("day"):
        if row.day not in found or row.province_id is not None:
            found[row.day] = row
    return list(found.values())


def years_with_days_off(province_id: int) -> Iterable[int]:
    """The years of which days are known, latest first."""
    rows = DayOff.objects.filter(Q(province__isnull=True) | Q(province=province_id)).dates("day", "year", order="DESC")
    return [day.year for day in rows]
