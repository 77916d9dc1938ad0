"""A report's JSON says what the report says, whatever stands in its texts, a record to a line."""

import json

from hypothesis import given
from hypothesis import strategies as st

from qlcl.reports.rendering.data import rows_of

TEXTS = st.one_of(
    st.text(max_size=12), st.sampled_from(['}, {"', '}, {"code"', '[{"code": ', "\\", '"', "}, {", "code"])
)
ROW = st.tuples(TEXTS, TEXTS, st.none() | st.integers()).map(
    lambda row: dict(zip(("code", "name", "n"), row, strict=True))
)
ROWS = st.lists(ROW, max_size=6)


@given(ROWS)
def test_nothing_changes_and_every_record_has_its_line(rows: list[dict[str, object]]) -> None:
    text = rows_of(rows)
    assert json.loads(text) == rows
    assert text.count("\n") == len(rows)


@given(st.one_of(TEXTS, st.integers(), st.lists(TEXTS), st.none(), st.booleans()))
def test_other_values_are_plain_json(value: object) -> None:
    assert json.loads(rows_of(value)) == value
