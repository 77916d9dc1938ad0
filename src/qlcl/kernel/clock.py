"""The clock, read by edges only: operations are given their day and their moment."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The working day: the real one in Vietnam, or the fixed one of the example."""
    return settings.TODAY or timezone.localdate()


def now() -> datetime:
    """The moment at which something is recorded, in UTC; never fixed."""
    return timezone.now()


def time_left(days: int) -> str:
    """How long there is left until a day that is so many days away, in words: past, today, to come."""
    if days == 0:
        return "Đến hạn hôm nay"
    return f"{'Quá hạn' if days < 0 else 'Còn'} {abs(days):,} ngày".replace(",", ".")
