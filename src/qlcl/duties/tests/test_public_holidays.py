"""The table of days off against the library it was taken from."""

import holidays

from qlcl.duties.public_holidays import days
from qlcl.duties.reference import FIRST_YEAR, LAST_YEAR


def test_the_days_off_are_those_that_the_library_knows() -> None:
    known = {}
    worked = set()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        found = holidays.country_holidays("VN", years=year, language="vi")
        known |= dict(found.items())
        worked |= {day for day in found.weekend_workdays if FIRST_YEAR <= day.year <= LAST_YEAR}
    expected = {day: label for day, label in known.items() if day not in worked} | dict.fromkeys(worked, "")
    assert dict(days()) == expected


def test_the_days_stand_in_order() -> None:
    stated = [day for day, _ in days()]
    assert stated == sorted(set(stated))
