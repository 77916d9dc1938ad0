"""What a report says of each agency: one line each, in columns that every edge shows alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from qlcl.kernel.measures import Scope
from qlcl.reports.queries.figures import Report
from qlcl.reports.queries.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A column: its header, its text for a line, and what it leads to: (name of the address, attribute of the id)."""

    header: str
    text: Callable[[Any], str]
    numeric: bool = False
    hidden: bool = False
    leads_to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ByAgency:
    """How a report tells of each agency: its lines for a scope, their columns, and which of them are not done."""

    title: str
    lines: Callable[[Scope], list[Any]]
    columns: Sequence[LineColumn]
    undone: Callable[[Any], bool]

    @property
    def headers(self) -> list[str]:
        """The headers, the number of the line first."""
        return ["TT", *(column.header for column in self.columns)]

    def words(self, number: int, line: Any) -> list[str]:
        """A line in words, as tables show it."""
        return [str(number), *(column.text(line) or "–" for column in self.columns)]


def agencies_table(report: Report) -> list[Table]:
    """The table by agency; none where a report has no such lines."""
    told = report.by_agency
    if report.lines is None or told is None:
        return []
    rows = [[Cell(text) for text in told.words(n, line)] for n, line in enumerate(report.lines, start=1)]
    return [Table("agencies", told.title, told.headers, rows)]


def written(day: Any) -> str:
    """A day as tables show it; nothing for none."""
    return f"{day:%d/%m/%Y}" if day else ""
