"""How far a campaign is: declared by level, year and method against the plan, and quarter by quarter."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qlcl.conformity.enums import PreparedBy
from qlcl.organisations.enums import Level
from qlcl.transitions.models import Campaign
from qlcl.transitions.queries.board import Summary

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
    declared = summary.declarations
    present = {prepared_by for _, prepared_by, _ in declared}
    methods = [(m.value, m.label) for m in PreparedBy if m != PreparedBy.EXPERT or m.value in present]
    if ALL in present:
        methods.append((ALL, "Chưa rõ"))
    counted = Counter[tuple[str, str, str | None]]()
    for (of_level, prepared_by, quarter), count in declared.items():
        for period in (str(quarter // 4), ALL):
            for level in (of_level, ALL):
                for method in (prepared_by, None):
                    counted[period, level, method] += count
    enrolled = {level: whole for level, (_, whole) in summary.levels.items()} | {ALL: len(summary.rows)}
    lines = [
        Line(
            period,
            level,
            Level(level).label if level else "Toàn tỉnh",
            tuple((name, counted[period, level, method]) for method, name in methods),
            counted[period, level, None],
            enrolled[level],
        )
        for period in (*sorted({str(quarter // 4) for _, _, quarter in declared}), ALL)
        for level in (*summary.levels, ALL)
    ]
    latest = max([_quarter(campaign.ends_on), *(quarter for _, _, quarter in declared)])
    quarters = range(_quarter(campaign.starts_on), min(_quarter(day), latest) + 1)
    cumulative = tuple((Level(level).label, _by_quarter(declared, level, quarters)) for level in summary.levels)
    names = tuple(f"{quarter % 4 + 1}/{quarter // 4}" for quarter in quarters)
    return Progress(tuple(methods), tuple(lines), names, cumulative)


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _by_quarter(declared: Counter[tuple[str, str, int]], level: str, quarters: Iterable[int]) -> tuple[int, ...]:
    """How many of the level had declared by the end of each quarter."""
    known = [(quarter, count) for (of_level, _, quarter), count in declared.items() if of_level == level]
    return tuple(sum(count for quarter, count in known if quarter <= last) for last in quarters)
