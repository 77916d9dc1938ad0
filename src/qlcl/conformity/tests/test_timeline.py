"""The line of a system's declarations, as plain arithmetic."""

from datetime import date

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.timeline import chain, public_address


def declaration(day: date, **fields: object) -> Declaration:
    return Declaration(signed_on=day, effective_on=day, number=f"{day:%d}", edition_id=1, **fields)


def test_each_holds_until_the_next_takes_effect() -> None:
    first, second = declaration(date(2020, 1, 1)), declaration(date(2021, 1, 1))
    chain([second, first])
    assert (first.kind, first.ended_on) == ("first", date(2021, 1, 1))
    assert first.end_reason == "Được thay thế bởi quyết định số 01 ngày 01/01/2021"
    assert (second.kind, second.reason, second.ended_on, second.replaces) == ("again", "other", None, first)


def test_another_edition_is_the_reason_to_declare_again() -> None:
    first, second = declaration(date(2012, 1, 1)), declaration(date(2020, 1, 1))
    second.edition_id = 2
    chain([first, second])
    assert second.reason == "edition"


def test_last_one_ends_with_its_system() -> None:
    only = declaration(date(2020, 1, 1))
    chain([only], (date(2025, 7, 1), "Sáp nhập tỉnh"))
    assert (only.ended_on, only.end_reason) == (date(2025, 7, 1), "Sáp nhập tỉnh")


def test_stated_ending_before_the_next_stays() -> None:
    first = declaration(date(2018, 1, 1), ended_on=date(2019, 1, 1), end_reason="Tạm dừng", kind="first")
    second = declaration(date(2020, 1, 1))
    assert chain([first, second]) == []
    assert (first.ended_on, first.end_reason, second.replaces) == (date(2019, 1, 1), "Tạm dừng", None)


def test_the_one_before_stands_again_when_its_successor_is_taken_away() -> None:
    first, second = declaration(date(2020, 1, 1)), declaration(date(2021, 1, 1))
    chain([first, second])
    assert chain([first]) == [first]
    assert (first.ended_on, first.end_reason) == (None, "")


def test_public_address_is_the_first_free_number() -> None:
    assert public_address("TN-X25708", "ISO 9001:2015", {"tn-x25708-iso-9001-2015-1"}) == "tn-x25708-iso-9001-2015-2"
