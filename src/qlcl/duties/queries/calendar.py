"""The working days of a province."""

from django.db.models import F, Q

from qlcl.duties.enums import DayOffKind
from qlcl.duties.models import DayOff
from qlcl.kernel.workdays import Workdays


def workdays_of(province_id: int | None) -> Workdays:
    """The calendar of the country, with a province's own days before it; one query."""
    rows = (
        DayOff.objects.filter(Q(province__isnull=True) | Q(province=province_id))
        .order_by(F("province").asc(nulls_first=True))
        .values_list("day", "kind")
    )
    kinds = dict(rows)
    working = frozenset(day for day, kind in kinds.items() if kind == DayOffKind.SWAPPED_WORKING)
    return Workdays(off=frozenset(kinds) - working, working=working)
