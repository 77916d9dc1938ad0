"""Canonical text: one per value, whatever form the value came in."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qlcl.kernel.history.canonical import canonical_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.static
@given(st.lists(st.text(max_size=20), max_size=5))
def test_decomposed_and_composed_text_are_one(words: list[str]) -> None:
    assert canonical_json([normalize("NFD", w) for w in words]) == canonical_json([normalize("NFC", w) for w in words])


@pytest.mark.static
@given(values)
def test_reading_back_changes_nothing(value: object) -> None:
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text


@pytest.mark.static
def test_a_mark_after_an_escape_stays_a_mark() -> None:
    assert canonical_json("\n\u0303e\u0301") == '"\\n\u0303\u00e9"'


@pytest.mark.static
def test_order_of_keys_does_not_matter() -> None:
    assert canonical_json({"b": 1, "a": {"d": 2, "c": 3}}) == '{"a":{"c":3,"d":2},"b":1}'


@pytest.mark.static
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2021, 5, 3), '"2021-05-03"'),
        (datetime(2021, 5, 3, 1, 2, 3, tzinfo=UTC), '"2021-05-03T01:02:03.000000Z"'),
        (datetime(2021, 5, 3, 8, 2, 3, tzinfo=timezone(timedelta(hours=7))), '"2021-05-03T01:02:03.000000Z"'),
        (Decimal("1E+2"), '"100"'),
        ({"b", "a"}, '["a","b"]'),
    ],
)
def test_writes_each_kind_of_value(value: object, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.static
def test_refuses_what_has_no_canonical_form() -> None:
    for value in (float("nan"), object()):
        with pytest.raises((TypeError, ValueError)):
            canonical_json(value)
