"""How figures, days and moments are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms

from qlcl.ui.forms import VnDateField
from qlcl.ui.writing import moment, percent, rate, vn_date, vn_number, written


def test_writes_days_as_vietnamese_do() -> None:
    assert vn_date(date(2021, 3, 4)) == "04/03/2021"
    assert vn_date(None) == "–"


def test_a_moment_is_taken_on_its_day_in_vietnam() -> None:
    late = datetime(2021, 12, 31, 17, 30, tzinfo=UTC)
    assert moment(late) == "00:30 01/01/2022"
    assert vn_date(late) == "01/01/2022"


@pytest.mark.parametrize(
    ("number", "text"), [(1234567, "1.234.567"), (1234.5, "1.234,5"), (0, "0"), (-3, "−3"), (None, "–")]
)
def test_writes_numbers_with_dots_and_a_decimal_comma(number: float | None, text: str) -> None:
    assert vn_number(number) == text


def test_an_empty_denominator_is_never_a_percentage() -> None:
    assert percent(rate(0, 0)) == "–"
    assert percent(rate(0, 5)) == "0,00\u00a0%"


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(72, 130, "55,38"), (1, 3, "33,33"), (2, 3, "66,67"), (1, 800, "0,13")]
)
def test_rounds_percentages_as_people_do(part: int, whole: int, text: str) -> None:
    assert percent(rate(part, whole)) == f"{text}\u00a0%"


def test_rounds_decimals_half_up() -> None:
    assert percent(Decimal("0.125")) == "0,13\u00a0%"


def test_writes_plain_values() -> None:
    assert [written(v) for v in (True, False, "", None, 1500, "A")] == ["Có", "Không", "–", "–", "1.500", "A"]


def test_plain_date_fields_read_the_day_first_too() -> None:
    assert forms.DateField().clean("03/04/2021") == date(2021, 4, 3)


@pytest.mark.parametrize("text", ["04/03/2021", "4/3/2021", "04-03-2021", "2021-03-04"])
def test_reads_the_day_before_the_month(text: str) -> None:
    assert VnDateField().clean(text) == date(2021, 3, 4)
