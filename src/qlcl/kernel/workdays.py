"""Working days and calendar months: pure arithmetic, told which days are off and which weekend days are worked.

A last day that is a day off ends with the next working day (Civil Code 2015, art. 148.5); who applies that is a
setting of the province, not of this module.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

_ONE = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Workdays:
    """The calendar of a place: weekdays, less those `off`, and the weekend days that are made `working`."""

    off: frozenset[date] = field(default_factory=frozenset)
    working: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`; a day named in both sets is worked."""
        return day in self.working or (day.weekday() < _SATURDAY and day not in self.off)

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first worked one after it."""
        while not self.is_working(day):
            day += _ONE
        return day

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, before it when n is negative; for 0 as `next_working`."""
        if n == 0:
            return self.next_working(day)
        step, left = (_ONE, n) if n > 0 else (-_ONE, -n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def count(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; negative when `end` comes first."""
        if end < start:
            return -self.count(end, start)
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, days + 1))


def add_months(day: date, n: int) -> date:
    """The same day n months on; the last day of that month where it has no such day (31/12 + 2 = 28/2 or 29/2)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
