"""The reference data that ships with the package."""

import pytest

from qlcl.standards.reference import CLAUSE_FILES, clause_rows, crosswalk_rows, edition_rows


@pytest.mark.parametrize("code", CLAUSE_FILES)
def test_every_clause_has_titles_and_one_question(code: str) -> None:
    for row in clause_rows(code):
        assert row.title_vi and row.title_en, row.number
        assert row.question.endswith("?"), row.number
        assert row.question.count("?") == 1, row.number
        assert len(row.question) <= 400


@pytest.mark.parametrize("code", ["ISO 9001:2008", "ISO 9001:2015", "ISO 9001:2026"])
def test_clauses_stand_in_order_below_their_parents(code: str) -> None:
    numbers = [row.number for row in clause_rows(code)]
    assert numbers == sorted(numbers, key=lambda n: [int(part) for part in n.split(".")])
    assert len(set(numbers)) == len(numbers)
    assert {row.parent_number for row in clause_rows(code)} - {""} <= set(numbers)


def test_2015_goes_from_4_to_10_and_2008_from_4_to_8() -> None:
    assert {r.number for r in clause_rows("ISO 9001:2015") if r.depth == 1} == {str(n) for n in range(4, 11)}
    assert {r.number for r in clause_rows("ISO 9001:2008") if r.depth == 1} == {str(n) for n in range(4, 9)}


def test_questions_of_2015_differ_from_each_other() -> None:
    questions = [row.question for row in clause_rows("ISO 9001:2015")]
    assert len(set(questions)) == len(questions)


def test_crosswalk_names_clauses_that_exist() -> None:
    known = {(code, row.number) for code in CLAUSE_FILES for row in clause_rows(code)}
    for line in crosswalk_rows():
        for side in ("from", "to"):
            number = line[f"{side}_number"]
            assert not number or (line[f"{side}_edition"], number) in known


def test_every_2008_clause_at_the_second_level_leads_somewhere() -> None:
    lines = [line for line in crosswalk_rows() if line["from_edition"] == "ISO 9001:2008"]
    sources = {line["from_number"] for line in lines}
    for row in clause_rows("ISO 9001:2008"):
        if row.depth == 2:
            below = any(s == row.number or s.startswith(f"{row.number}.") for s in sources)
            assert below, row.number


def test_2026_is_a_draft_that_is_not_confirmed() -> None:
    row = next(r for r in edition_rows() if r["code"] == "ISO 9001:2026")
    assert (row["international_status"], row["confirmed"], row["published_on"]) == ("draft", False, None)
