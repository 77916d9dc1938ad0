"""Reads the reference data that ships with the package, as plain rows."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
CLAUSE_FILES = {
    "ISO 9001:2008": "clauses_2008.csv",
    "ISO 9001:2015": "clauses_2015.csv",
    "ISO 9001:2015/Amd 1:2024": "clauses_2015_amd1.csv",
    "ISO 9001:2026": "clauses_2026.csv",
}


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One line of a file of clauses."""

    number: str
    title_vi: str
    title_en: str
    title_confirmed: bool
    maintains: str
    retains: str
    question: str

    @property
    def depth(self) -> int:
        """1 for a chapter, 2 for 4.1, and so on."""
        return self.number.count(".") + 1

    @property
    def parent_number(self) -> str:
        """The number of the clause above it, empty for a chapter."""
        return self.number.rpartition(".")[0]


def edition_rows() -> list[dict[str, object]]:
    """The editions with their values by field name; `replaced_by` is a code."""
    rows: list[dict[str, object]] = []
    for row in _rows("editions.csv"):
        values: dict[str, object] = dict(row)
        for name in ("published_on", "adopted_on", "withdrawn_on"):
            values[name] = date.fromisoformat(row[name]) if row[name] else None
        values["confirmed"] = row["confirmed"] == "1"
        rows.append(values)
    return rows


def clause_rows(code: str) -> list[ClauseRow]:
    """The clauses of the edition with that code, in order; none when it has no file."""
    if code not in CLAUSE_FILES:
        return []
    return [
        ClauseRow(**{**row, "title_confirmed": row["title_confirmed"] == "1"})  # type: ignore[arg-type]
        for row in _rows(CLAUSE_FILES[code])
    ]


def crosswalk_rows() -> list[dict[str, str]]:
    """The lines of all comparisons, in order."""
    return list(_rows("crosswalk.csv"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
