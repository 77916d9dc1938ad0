"""How far a campaign is: declared by level, year and method against the plan, and quarter by quarter."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qlcl.conformity.enums import PreparedBy
from qlcl.organisations.enums import Level
from qlcl.transitions.models import Campaign
from qlcl.transitions.queries.board import BoardRow, Summary

ALL = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: declared in a period by a level, by whom prepared, of those enrolled."""

    period: str
    level: str
    label: str
    methods: tuple[tuple[str, int], ...]
    declared: int
    enrolled: int

    @property
    def percent(self) -> Decimal | None:
        """Of the enrolled; None without a denominator."""
        return Decimal(self.declared) * 100 / self.enrolled if self.enrolled else None


@dataclass(frozen=True, slots=True)
class Progress:
    """The table with its methods (only those that occur), and the chart's quarters and cumulative counts."""

    methods: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    quarters: tuple[str, ...]
    cumulative: tuple[tuple[str, tuple[int, ...]], ...]


def progress_of(campaign: Campaign, summary: Summary, day: date) -> Progress:
    """Counts the rows of the board; a system counts once, at its first declaration to the edition."""
    declared = [row for row in summary.rows if row.declared_on is not None]
    present = {row.prepared_by for row in declared}
    methods = [(m.value, m.label) for m in PreparedBy if m != PreparedBy.EXPERT or m.value in present]
    if ALL in present:
        methods.append((ALL, "Chưa rõ"))
    levels = [*summary.levels, ALL]
    counted = Counter(
        (period, level, method)
        for row in declared
        for period in (str(row.declared_on.year) if row.declared_on else "", ALL)
        for level in (row.level, ALL)
        for method in (row.prepared_by, None)
    )
    enrolled = Counter(level for row in summary.rows for level in (row.level, ALL))
    years = sorted({row.declared_on.year for row in declared if row.declared_on})
    lines = [
        Line(
            str(period),
            level,
            Level(level).label if level else "Toàn tỉnh",
            tuple((name, counted[str(period), level, method]) for method, name in methods),
            counted[str(period), level, None],
            enrolled[level],
        )
        for period in (*years, ALL)
        for level in levels
    ]
    quarters = _quarters(campaign.starts_on, min(day, max([campaign.ends_on, *_days(declared)])))
    cumulative = tuple((Level(level).label, _by_quarter(declared, level, quarters)) for level in summary.levels)
    names = tuple(f"{quarter}/{year}" for year, quarter in quarters)
    return Progress(tuple(methods), tuple(lines), names, cumulative)


def _days(rows: list[BoardRow]) -> list[date]:
    return [row.declared_on for row in rows if row.declared_on is not None]


def _quarters(first: date, last: date) -> list[tuple[int, int]]:
    start, end = first.year * 4 + (first.month - 1) // 3, last.year * 4 + (last.month - 1) // 3
    return [(n // 4, n % 4 + 1) for n in range(start, end + 1)]


def _by_quarter(rows: list[BoardRow], level: str, quarters: list[tuple[int, int]]) -> tuple[int, ...]:
    days = [(d.year, (d.month - 1) // 3 + 1) for d in _days([row for row in rows if row.level == level])]
    return tuple(sum(1 for day in days if day <= quarter) for quarter in quarters)
