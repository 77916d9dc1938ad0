"""Working days and months: ends of months, days off, swapped days; a term never ends on a day off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qlcl.kernel.workdays import Workdays, add_months

days = st.dates(date(2018, 1, 1), date(2030, 12, 31))
calendars = st.builds(Workdays, st.frozensets(days, max_size=60), st.frozensets(days, max_size=20))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2021, 12, 31), 2, date(2022, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2021, 11, 30), 3, date(2022, 2, 28)),
        (date(2021, 5, 31), 1, date(2021, 6, 30)),
        (date(2021, 1, 15), -2, date(2020, 11, 15)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
    ],
)
def test_months_end_where_the_month_ends(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@given(days, st.integers(-60, 60))
def test_months_keep_the_day_or_end_the_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(calendars, days, st.integers(-60, 60))
def test_what_is_added_counts_back(calendar: Workdays, start: date, n: int) -> None:
    end = calendar.add(start, n)
    assert calendar.is_working(end)
    if n:
        between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
        assert n < 0 or calendar.count(start, end) == n == sum(map(calendar.is_working, between))
        assert (end > start) == (n > 0)


@given(calendars, days)
def test_the_next_working_day_is_the_first_one(calendar: Workdays, day: date) -> None:
    found = calendar.next_working(day)
    assert found >= day
    assert calendar.is_working(found)
    assert not any(calendar.is_working(day + timedelta(days=i)) for i in range((found - day).days))


def test_a_swapped_saturday_is_worked() -> None:
    calendar = Workdays(off=frozenset({date(2024, 4, 29)}), working=frozenset({date(2024, 5, 4)}))
    assert calendar.next_working(date(2024, 4, 29)) == date(2024, 4, 30)
    assert calendar.is_working(date(2024, 5, 4))
    assert calendar.add(date(2024, 5, 3), 1) == date(2024, 5, 4)
