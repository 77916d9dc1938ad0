"""A table as it stands in a file, before its columns are known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 120


@dataclass(slots=True)
class Table:
    """Rows of cells; `from_text` tells that every cell is text as typed, so that bare numbers are no Excel dates."""

    title: str
    rows: list[list[Cell]]
    from_text: bool = True
    format: str = ""
    notes: list[str] = field(default_factory=list)


def trimmed(cells: Iterable[Cell]) -> list[Cell]:
    """The cells without the empty ones at the end."""
    row = list(cells)
    while row and (row[-1] is None or row[-1] == ""):
        row.pop()
    return row


def is_blank(row: list[Cell]) -> bool:
    """Whether nothing is written in the row."""
    return not any(cell is not None and str(cell).strip() for cell in row)
