"""Tables of reports: the same rows for page, Word, Excel and text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qlcl.organisations.enums import Level
from qlcl.reports.queries.figures import ALL, Figure

LEVEL_LABELS: dict[str, str] = {ALL: "Toàn tỉnh", **{str(k): str(v) for k, v in Level.choices}}
MODE_LABELS = {ALL: "Tổng số", "on_site": "Tại trụ sở", "by_file": "Qua hồ sơ"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a word, or a figure (which opens its rows) shown as its value or its percentage."""

    text: str = ""
    figure: Figure | None = None
    show_percent: bool = False
    numeric: bool = False


@dataclass(slots=True)
class Table:
    """A table: title, note on denominators, headers, rows.

    `chart` names the columns worth drawing, `strong` the rows that lead or sum up others.
    """

    key: str
    title: str
    headers: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    note: str = ""
    measure: str = ""
    chart: Sequence[int] = ()
    strong: set[int] = field(default_factory=set)


def value_cell(figure: Figure | None) -> Cell:
    """A figure shown as its value; "–" where there is none."""
    return Cell("–", numeric=True) if figure is None else Cell(figure=figure)


def share_cell(figure: Figure | None) -> Cell:
    """A figure shown as its percentage; "–" where there is none."""
    return Cell("–", numeric=True) if figure is None else Cell(figure=figure, show_percent=True)


def is_numeric(cell: Cell) -> bool:
    """Whether a cell is set to the right."""
    return cell.numeric or cell.figure is not None


def is_total(row: Sequence[Cell]) -> bool:
    """Whether a row sums up those above it."""
    return any(c.text in ("Toàn tỉnh", "Tổng số") for c in row[:2])


def numeric_columns(table: Table) -> list[bool]:
    """For each column, whether it holds numbers."""
    if not table.rows:
        return [False for _ in table.headers]
    return [any(is_numeric(c) for c in column) for column in zip(*table.rows, strict=True)]
