"""Two months from the signed minutes (Circular 26/2014, art. 37.2c): ends of months, leap years, days off."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qlcl.duties.models import DayOff
from qlcl.duties.queries import workdays_of
from qlcl.inspections.operations.reporting_term import report_due_on
from qlcl.inspections.tests.factories import make_inspection
from qlcl.kernel.workdays import Workdays, add_months
from qlcl.organisations.models import Agency
from tests.engines.examples import examples

days = st.dates(date(2015, 1, 1), date(2040, 12, 31))
gaps = st.frozensets(st.integers(0, 40), max_size=15)


@settings(max_examples=examples(100))
@given(days, gaps, gaps)
def test_the_same_day_two_months_on_or_the_last_of_the_month(signed: date, off: frozenset[int], worked: frozenset[int]):
    there = add_months(signed, 2)
    last = monthrange(there.year, there.month)[1]
    assert (there.year * 12 + there.month) - (signed.year * 12 + signed.month) == 2
    assert there.day == min(signed.day, last)
    assert add_months(add_months(signed, 1), 1) <= there
    assert not signed < add_months(signed + timedelta(days=1), 2) < there
    calendar = Workdays(
        frozenset(there + timedelta(days=n) for n in off), frozenset(there + timedelta(days=n) for n in worked)
    )
    due = calendar.next_working(there)
    assert due >= there and calendar.is_working(due)
    assert not any(calendar.is_working(there + timedelta(days=n)) for n in range((due - there).days))


@pytest.mark.django_db
def test_the_province_s_rule_and_days_off_count(commune: Agency) -> None:
    inspection = make_inspection(commune)
    expected = {
        date(2021, 12, 31): date(2022, 2, 28),
        date(2023, 12, 31): date(2024, 2, 29),
        date(2021, 6, 30): date(2021, 8, 30),
        date(2021, 3, 15): date(2021, 5, 17),  # a Saturday
    }
    assert {day: report_due_on(inspection, day) for day in expected} == expected
    DayOff.objects.create(province_id=commune.province_id, day=date(2021, 5, 17), kind="local", label="Ngày của tỉnh")
    assert not workdays_of(commune.province_id).is_working(date(2021, 5, 17))
    assert report_due_on(inspection, date(2021, 3, 15)) == date(2021, 5, 18)
