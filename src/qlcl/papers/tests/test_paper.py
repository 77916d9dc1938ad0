"""The pure rules of Appendix I of Decree 30/2020."""

from datetime import date

import pytest

from qlcl.papers.layout.paper import number_line, place_and_date, roman, signature_lines


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 2, 5), "Tây Ninh, ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "Tây Ninh, ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "Tây Ninh, ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "Tây Ninh, ngày 10 tháng 12 năm 2026"),
    ],
)
def test_leading_zero_only_for_small_days_and_the_first_two_months(day: date, shown: str) -> None:
    assert place_and_date("Tây Ninh", day) == shown


def test_without_a_day_there_is_room_for_it() -> None:
    assert place_and_date("Tây Ninh", None).startswith("Tây Ninh, ngày   ")


def test_number_gets_a_leading_zero_and_a_missing_one_leaves_room() -> None:
    assert number_line("5", "QĐ-SKHCN") == "Số: 05/QĐ-SKHCN"
    assert number_line("135", "QĐ-SKHCN") == "Số: 135/QĐ-SKHCN"
    assert number_line("", "QĐ-SKHCN") == "Số:         /QĐ-SKHCN"


def test_lines_above_a_signature() -> None:
    assert signature_lines("head", "Giám đốc") == ["GIÁM ĐỐC"]
    assert signature_lines("kt", "Giám đốc", "Phó Giám đốc") == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert signature_lines("acting", "Giám đốc") == ["Q. GIÁM ĐỐC"]
    assert signature_lines("tuq", "Giám đốc", "Chi cục trưởng") == ["TUQ. GIÁM ĐỐC", "CHI CỤC TRƯỞNG"]
    assert signature_lines("kt", "Chủ tịch", "Phó Chủ tịch", "Ủy ban nhân dân") == [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    ]


def test_roman_numerals() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]
