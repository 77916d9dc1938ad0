"""Compares figures that someone published with the records, and with each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qlcl.kernel.measures import percent
from qlcl.kernel.sheets.kinds import Row
from qlcl.reports.queries.figures import ALL, Report
from qlcl.reports.queries.naming import figure_words

LEVELS = ("province_agency", "district", "commune")
METHODS = ("self", "consultant", "expert")
MODES = ("on_site", "by_file")


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure as somebody states it."""

    measure: str
    period: str
    level: str
    prepared_by: str
    value: int
    percent: Decimal | None = None
    mode: str = ALL
    row: int = 0

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """The same key as a computed figure."""
        return (self.measure, self.period, self.level, self.prepared_by, self.mode)

    @property
    def words(self) -> str:
        """The key in one line: measure, period and the cuts that are not "all"."""
        return " ".join([self.measure, self.period, *(c for c in self.key[2:] if c != ALL)])

    @property
    def label(self) -> str:
        """The key as a reader knows it, in Vietnamese."""
        names = ("measure", "period", "level", "prepared_by", "mode")
        return figure_words(dict(zip(names, self.key, strict=True)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A stated figure beside the records'."""

    stated: Stated
    recorded: int | None
    recorded_percent: Decimal | None

    @property
    def difference(self) -> int | None:
        """Stated minus recorded; None where the records have no such figure."""
        return None if self.recorded is None else self.stated.value - self.recorded

    @property
    def equal(self) -> bool:
        """Value equal, and the percentage too where one is stated."""
        same = self.difference == 0
        if same and self.stated.percent is not None and self.recorded_percent is not None:
            return self.stated.percent == self.recorded_percent
        return same

    def as_dict(self) -> dict[str, Any]:
        """The comparison as JSON."""
        s = self.stated
        return {
            "row": s.row,
            "figure": s.words,
            "measure": s.measure,
            "period": s.period,
            "level": s.level,
            "prepared_by": s.prepared_by,
            "mode": s.mode,
            "stated": s.value,
            "stated_percent": None if s.percent is None else float(s.percent),
            "recorded": self.recorded,
            "recorded_percent": None if self.recorded_percent is None else float(self.recorded_percent),
            "difference": self.difference,
            "equal": self.equal,
        }


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A set of stated figures that cannot all be right, and why."""

    figures: tuple[Stated, ...]
    message: str

    def as_dict(self) -> dict[str, Any]:
        """The contradiction as JSON."""
        return {
            "figures": [s.words for s in self.figures],
            "values": [s.value for s in self.figures],
            "rows": [s.row for s in self.figures],
            "message": self.message,
        }


def stated_figures(rows: Iterable[Row]) -> list[Stated]:
    """The figures of a file with the columns of a published table."""
    return [
        Stated(
            measure=r["measure"],
            period=r["period"] or ALL,
            level=r["level"] or ALL,
            prepared_by=r["prepared_by"] or ALL,
            value=r["value"],
            percent=r["percent"],
            mode=r.get("mode") or ALL,
            row=r.number,
        )
        for r in rows
    ]


def against_records(report: Report, stated: Sequence[Stated]) -> list[Comparison]:
    """Each stated figure beside the computed one."""
    found = []
    for s in stated:
        figure = report.figures.get(s.key)
        found.append(Comparison(s, figure.value if figure else None, figure.percent if figure else None))
    return found


def against_each_other(stated: Sequence[Stated]) -> list[Contradiction]:
    """The smallest sets that contradict each other, without any records.

    A part that the whole table never names (such as independent experts) counts as none; a part it names elsewhere
    but not here is unknown, so that only more than the whole is a contradiction. Percentages must fit one whole base
    of their level, within rounding.
    """
    table = {s.key: s for s in stated}
    found = [*_doubles(stated)]
    for dimension, parts in (("level", LEVELS), ("prepared_by", METHODS), ("mode", MODES)):
        named = [p for p in parts if any(getattr(s, dimension) == p for s in stated)]
        for whole in stated:
            if getattr(whole, dimension) == ALL:
                found += _sum_check(table, whole, dimension, named)
    return [*found, *_base_checks(stated)]


def _doubles(stated: Sequence[Stated]) -> Iterable[Contradiction]:
    """The same figure stated twice with different values."""
    first: dict[tuple[str, ...], Stated] = {}
    for s in stated:
        other = first.setdefault(s.key, s)
        if other.value != s.value:
            yield Contradiction((other, s), f"“{s.label}” được ghi hai lần: {other.value} và {s.value}.")


def _sum_check(
    table: dict[tuple[str, str, str, str, str], Stated], whole: Stated, dimension: str, named: Sequence[str]
) -> list[Contradiction]:
    """One whole against its parts along one dimension."""
    position = ("measure", "period", "level", "prepared_by", "mode").index(dimension)
    parts = []
    for name in named:
        key = list(whole.key)
        key[position] = name
        if part := table.get((key[0], key[1], key[2], key[3], key[4])):
            parts.append(part)
    if not parts:
        return []
    total = sum(p.value for p in parts)
    complete = len(parts) == len(named)
    if total == whole.value or (not complete and total < whole.value):
        return []
    sign = " + ".join(str(p.value) for p in parts)
    return [
        Contradiction(
            (whole, *parts),
            f"“{whole.label}” ghi {whole.value}, nhưng các phần cộng lại {sign} = {total} "
            f"({'thừa' if total > whole.value else 'thiếu'} {abs(total - whole.value)}).",
        )
    ]


def _base_checks(stated: Sequence[Stated]) -> list[Contradiction]:
    """Percentages of one level must leave at least one whole base possible."""
    groups: dict[tuple[str, str], list[Stated]] = {}
    for s in stated:
        if s.percent is not None:
            groups.setdefault(("", s.level) if s.measure == "declared" else (s.measure, s.level), []).append(s)
    found = []
    for group in groups.values():
        bases: set[int] | None = None
        seen: list[Stated] = []
        for s in group:
            possible = _bases(s)
            seen.append(s)
            bases = possible if bases is None else bases & possible
            if not bases:
                some = ", ".join(f"{x.value} ({x.percent} %)" for x in seen)
                found.append(Contradiction(tuple(seen), f"Không có tổng số nào cho đúng các tỷ lệ đã ghi: {some}."))
                break
    return found


def _bases(stated: Stated) -> set[int]:
    """Every whole base that rounds to the stated percentage; the share may be of an earlier, smaller base."""
    share = stated.percent or Decimal(0)
    if stated.value == 0:
        return set(range(1, 20001)) if share == 0 else set()
    if share <= 0:
        return set()
    middle = int(Decimal(stated.value) * 100 / share)
    spread = max(2, middle // 1000)
    near = range(max(1, middle - spread), middle + spread + 1)
    return {base for base in near if percent(stated.value, base) == share.quantize(Decimal("0.01"))}
