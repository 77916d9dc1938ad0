"""The days off of 2019–2027 as announced or as the lunar calendar sets them; a province's own days before them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qlcl.duties.enums import DayOffKind, Unit
from qlcl.duties.models import DayOff, DutyRule
from qlcl.duties.operations.change_days_off import add_day_off, remove_day_off
from qlcl.duties.operations.seed import seed_days
from qlcl.duties.queries import workdays_of
from qlcl.duties.reference import day_rows
from qlcl.duties.tests.factories import AT, SYSTEM
from qlcl.duties.workflow import due_after, due_in
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.workdays import Workdays
from qlcl.organisations.models import Agency

ROWS = {row.day: row for row in day_rows()}
WORKED = frozenset(d for d, row in ROWS.items() if row.kind == DayOffKind.SWAPPED_WORKING)
CALENDAR = Workdays(frozenset(ROWS) - WORKED, WORKED)
#: First day of the lunar year, and the tenth of its third month: known from any printed calendar.
TET = {
    2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29),
    2026: (2, 17), 2027: (2, 6),
}  # fmt: skip
HUNG_VUONG = {
    2019: (4, 14), 2020: (4, 2), 2021: (4, 21), 2022: (4, 10), 2023: (4, 29), 2024: (4, 18), 2025: (4, 7),
    2026: (4, 26), 2027: (4, 16),
}  # fmt: skip
#: Weekdays off at Tết, as announced each year: first and last.
TET_LEAVE = {
    2019: ((2, 4), (2, 8)), 2020: ((1, 23), (1, 29)), 2021: ((2, 10), (2, 16)), 2022: ((1, 31), (2, 4)),
    2023: ((1, 20), (1, 26)), 2024: ((2, 8), (2, 14)), 2025: ((1, 27), (1, 31)), 2026: ((2, 16), (2, 20)),
}  # fmt: skip
#: The second day off of the National Day, since 2021.
SECOND = {2021: (9, 3), 2022: (9, 1), 2023: (9, 1), 2024: (9, 3), 2025: (9, 1), 2026: (9, 1)}


@pytest.mark.parametrize("year", TET)
def test_tet_hung_vuong_and_the_fixed_days_are_off(year: int) -> None:
    first = date(year, *TET[year])
    fixed = [date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2), date(year, *HUNG_VUONG[year])]
    for day in [*fixed, *(first + timedelta(days=n) for n in range(-1, 4))]:
        assert day in ROWS
        assert not CALENDAR.is_working(day)


@pytest.mark.parametrize("year", TET_LEAVE)
def test_the_leave_at_tet_is_as_announced(year: int) -> None:
    first, last = (date(year, *day) for day in TET_LEAVE[year])
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert not any(map(CALENDAR.is_working, days))
    before, after = CALENDAR.add(first, -1), CALENDAR.add(last, 1)
    assert (first - before).days <= 3
    assert (after - last).days <= 3


@pytest.mark.parametrize("year", SECOND)
def test_the_national_day_has_a_second_day(year: int) -> None:
    assert not CALENDAR.is_working(date(year, *SECOND[year]))


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2018, 12, 31), date(2019, 1, 5)),
        (date(2019, 4, 29), date(2019, 5, 4)),
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
    ],
)
def test_announced_swaps(off: date, worked: date) -> None:
    assert not CALENDAR.is_working(off)
    assert CALENDAR.is_working(worked)


@pytest.mark.parametrize(
    "day", [date(2021, 5, 3), date(2022, 1, 3), date(2022, 4, 11), date(2022, 5, 3), date(2023, 1, 2), date(2023, 5, 3)]
)
def test_days_in_lieu_of_a_weekend(day: date) -> None:
    assert ROWS[day].kind == DayOffKind.SUBSTITUTED


def test_what_no_announcement_confirms_says_so() -> None:
    assert not any(row.confirmed for day, row in ROWS.items() if (day.month, day.day) == (11, 24))
    assert date(2025, 11, 24) not in ROWS
    assert not ROWS[date(2027, 2, 4)].confirmed
    assert ROWS[date(2027, 9, 2)].confirmed
    assert all(row.confirmed for day, row in ROWS.items() if day.year <= 2025)


@given(
    st.dates(date(2019, 1, 1), date(2027, 12, 31)),
    st.sampled_from([Unit.DAYS, Unit.MONTHS, Unit.WORKING_DAYS]),
    st.integers(1, 60),
)
def test_a_term_ends_on_a_working_day_and_never_early(start: date, unit: Unit, amount: int) -> None:
    rule = DutyRule(unit=unit, amount=amount)
    due, plain = (due_after(rule, start, CALENDAR, roll=roll) for roll in (True, False))
    assert CALENDAR.is_working(due)
    assert start < plain <= due == CALENDAR.next_working(plain)


@given(st.integers(2019, 2027), st.integers(1, 12), st.integers(1, 31))
def test_a_day_of_the_year_stays_in_its_year(year: int, month: int, day: int) -> None:
    rule = DutyRule(unit=Unit.FIXED, due_month=month, due_day=day)
    plain, due = (due_in(rule, year, CALENDAR, roll=roll) for roll in (False, True))
    assert (plain.year, plain.month, due.year) == (year, month, year)
    assert due >= plain
    assert CALENDAR.is_working(due) or due == plain


@pytest.mark.django_db
def test_a_province_sets_its_own_days(province: Agency, administrator: Actor, officer: Actor) -> None:
    seed_days(actor=SYSTEM, on=date(2026, 1, 1), at=AT)
    worked, free = date(2026, 1, 10), date(2026, 1, 2)
    common = {"province": province, "basis": "", "on": date(2026, 1, 1), "at": AT}
    for day, kind in ((worked, "swapped_working"), (free, "swapped_off")):
        add_day_off(actor=administrator, day=day, kind=kind, label="Hoán đổi", **common)  # type: ignore[arg-type]
    here, elsewhere = workdays_of(province.pk), workdays_of(None)
    assert (here.is_working(worked), here.is_working(free)) == (True, False)
    assert (elsewhere.is_working(worked), elsewhere.is_working(free)) == (False, True)
    with pytest.raises(Forbidden):
        add_day_off(actor=officer, day=date(2026, 3, 3), kind="local", label="x", **common)  # type: ignore[arg-type]
    with pytest.raises(DomainError):
        add_day_off(actor=administrator, day=date(2026, 3, 1), kind="local", label="x", **common)  # type: ignore[arg-type]
    own = DayOff.objects.get(province=province, day=free)
    remove_day_off(actor=administrator, province=province, day_off_id=own.pk, on=date(2026, 1, 1), at=AT)
    assert workdays_of(province.pk).is_working(free)
    assert not [b for b in history.verify(None).breaks if str(b.where).startswith("duties.")]


@pytest.mark.django_db
def test_a_province_works_on_a_day_off_of_the_country(province: Agency, administrator: Actor) -> None:
    seed_days(actor=SYSTEM, on=date(2026, 1, 1), at=AT)
    day = date(2026, 11, 24)
    add_day_off(
        actor=administrator, province=province, day=day, kind="swapped_working", label="Chưa áp dụng", basis="",
        on=date(2026, 1, 1), at=AT,
    )  # fmt: skip
    assert workdays_of(province.pk).is_working(day)
    assert not workdays_of(None).is_working(day)
