"""Canonical text: one per value, whatever form the value came in."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from unicodedata import normalize

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from qlcl.kernel.history.canonical import canonical_json, row_content, row_text, sealed_columns

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


#: What may stand in a row: as it was read, as somebody set it, as a field makes something else of it.
_HELD = (None, True, 0, -5, 2**40, "", "Đ", "e\u0301", '"\\\n\u0303', date(2021, 5, 3), Decimal("1.5"))


def _written(row: Model, write: Callable[[Model], str]) -> str:
    try:
        return write(row)
    except (ValidationError, TypeError):
        return "refused"


@pytest.mark.static
@pytest.mark.filterwarnings("ignore:DateTimeField")
def test_every_sealed_row_is_written_as_the_json_of_its_values() -> None:
    chance = Random(1)
    for model in apps.get_models():
        fields = sealed_columns(model, model.seal_shape) if hasattr(model, "sealed_fields") else ()
        for key in range(20 if fields else 0):
            row = model(pk=key)
            for name, field in fields:
                plain = field.get_default() if chance.random() < 0.97 else chance.choice(_HELD)
                row.__dict__[name] = "chữ" if plain == "" and not field.choices else plain
            expected = _written(row, lambda each: canonical_json(row_content(each, each.seal_shape)))  # type: ignore[attr-defined]
            assert _written(row, row_text) == expected
