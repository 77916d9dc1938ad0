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
