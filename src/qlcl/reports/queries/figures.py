"""A figure and the tables it stands in; every figure comes out of records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from qlcl.kernel.measures import Scope, percent

if TYPE_CHECKING:
    from qlcl.reports.queries.by_agency import ByAgency

ALL = "all"
#: A mode that the records leave empty.
NONE = "none"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: what it measures, for which period, level, method and mode, of how many, on which day.

    `mode` is how it came about: how an agency was inspected, how a duty ended, by which edition it was declared.
    """

    measure: str
    period: str
    value: int
    level: str = ALL
    prepared_by: str = ALL
    mode: str = ALL
    denominator: int | None = None
    as_of: date | None = None

    @property
    def percent(self) -> Decimal | None:
        """Percent of the denominator, two decimals; None without one."""
        return percent(self.value, self.denominator)

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What tells the figure from others."""
        return (self.measure, self.period, self.level, self.prepared_by, self.mode)

    def as_dict(self) -> dict[str, Any]:
        """The figure as it stands in JSON."""
        share = self.percent
        return {
            "measure": self.measure,
            "period": self.period,
            "level": self.level,
            "prepared_by": self.prepared_by,
            "mode": self.mode,
            "value": self.value,
            "denominator": self.denominator,
            "percent": None if share is None else float(share),
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }


@dataclass(frozen=True, slots=True)
class CrossFoot:
    """Whether a table's cells add up to its independently counted whole, and by how much not."""

    table: str
    ok: bool
    difference: int

    @classmethod
    def of(cls, table: str, whole: int, parts: int) -> "CrossFoot":
        """Compares a whole with the sum of its parts."""
        return cls(table, whole == parts, whole - parts)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a report: its numeral and title, what is said in it, its table's key, what is written by hand in it."""

    numeral: str
    title: str
    key: str
    sentences: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """An agency that a report names for duties which a law demands, due and not performed: how many, the oldest."""

    code: str
    name: str
    level: str
    duties: int
    oldest: date


@dataclass(slots=True)
class AgencyLine:
    """An agency's line: its system, its declaration in force, what it did in the period, what it still owes."""

    system_id: int
    agency_id: int
    code: str
    name: str
    level: str
    illustration: bool = False
    declaration_id: int | None = None
    number: str = ""
    declared_on: date | None = None
    edition: str = ""
    audited_on: date | None = None
    reviewed_on: date | None = None
    inspected_on: date | None = None
    mode: str = ""
    overdue: int = 0
    oldest: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """The line as it stands in JSON; days as text, null for nothing."""
        return {
            "code": self.code,
            "name": self.name,
            "level": self.level,
            "number": self.number,
            "edition": self.edition,
            "mode": self.mode,
            "overdue": self.overdue,
            "declared_on": _written(self.declared_on),
            "audited_on": _written(self.audited_on),
            "reviewed_on": _written(self.reviewed_on),
            "inspected_on": _written(self.inspected_on),
        }


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(slots=True)
class Report:
    """A computed report: its scope, figures, checks, words."""

    kind: str
    province_code: str
    province_name: str
    scope: Scope
    title: str = ""
    subtitle: str = ""
    edition_label: str = ""
    from_edition_label: str = ""
    basis: str = ""
    plan: str = ""
    figures: dict[tuple[str, str, str, str, str], Figure] = field(default_factory=dict)
    cross_foot: list[CrossFoot] = field(default_factory=list)
    years: list[str] = field(default_factory=list)
    span: str = ""
    sentences: list[str] = field(default_factory=list)
    sections: list[tuple[str, str, str]] = field(default_factory=list)
    not_done: list[tuple[str, str, str]] = field(default_factory=list)
    illustration: bool = False
    province_id: int = 0
    wholes: dict[str, int] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    across: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    section_day: date | None = None
    lines: list[Any] | None = None
    by_agency: "ByAgency | None" = None
    named: list[Named] | None = None

    def add(self, figures: Iterable[Figure]) -> None:
        """Takes figures in; a figure twice is a mistake of the programmer."""
        for figure in figures:
            if figure.key in self.figures:
                raise ValueError(f"figure twice: {figure.key}")
            self.figures[figure.key] = figure

    def get(
        self, measure: str, period: str, level: str = ALL, prepared_by: str = ALL, mode: str = ALL
    ) -> Figure | None:
        """The figure with that key."""
        return self.figures.get((measure, period, level, prepared_by, mode))

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON: the figures, the checks, the words."""
        return {
            "report": self.kind,
            "province": self.province_code,
            "province_name": self.province_name,
            "since": self.scope.since.isoformat(),
            "until": self.scope.until.isoformat(),
            "edition": self.edition_label,
            "illustration": self.illustration,
            "figures": [f.as_dict() for f in self.figures.values()],
            "cross_foot": [{"table": c.table, "ok": c.ok, "difference": c.difference} for c in self.cross_foot],
            "sentences": self.sentences,
            "sections": [{"key": k, "title": t, "text": x} for k, t, x in self.sections],
            "not_done": [{"code": c, "name": n, "level": lv} for c, n, lv in self.not_done],
        } | self._by_agency()

    def _by_agency(self) -> dict[str, Any]:
        """What only reports with a line for each agency have."""
        if self.lines is None:
            return {}
        named = [
            {"code": n.code, "name": n.name, "level": n.level, "overdue": n.duties, "oldest": n.oldest.isoformat()}
            for n in self.named or []
        ]
        return {"named": named, "agencies": [line.as_dict() for line in self.lines]}


def spans(since: date, until: date) -> tuple[list[str], str]:
    """The calendar years from `since` to `until`, and the name of the whole span ("2019-2021", or the one year)."""
    years = [str(y) for y in range(since.year, until.year + 1)]
    return years, years[0] if len(years) == 1 else f"{years[0]}-{years[-1]}"


def last_day(period: str, until: date) -> date:
    """The last day of a period within the report: 31 December of a year, or `until` where that comes first."""
    return min(until, date(int(period), 12, 31)) if period.isdigit() else until


def broken(checks: Sequence[CrossFoot]) -> list[CrossFoot]:
    """The checks that do not hold."""
    return [c for c in checks if not c.ok]
