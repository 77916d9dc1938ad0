"""What a consolidated report is made of: one definition for the command, page, API, Word, Excel and freezing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qlcl.papers.layout.paper import Paper
from qlcl.reports.enums import SectionKey
from qlcl.reports.queries.figures import Figure, Report
from qlcl.reports.queries.tables import Table


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beside the tables: a title, labels, and one figure a label for each named series."""

    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """A report: its code in commands and files, its slug in addresses, and how its parts are made.

    `by_year`: asked for by a year, else by the days from and until. `build` computes it for an actor, a province and
    days; `tables` lay its figures out; `headline` are the figures on top of its page; `sections` are written by hand;
    `paper` is the draft official paper; `lines` computes the lines of the agencies alone, where it has such; `note`
    says what to check before sending.
    """

    code: str
    slug: str
    label: str
    build: Callable[..., Report]
    tables: Callable[[Report], list[Table]]
    headline: Callable[[Report], list[tuple[str, Figure]]]
    sections: Sequence[SectionKey]
    paper: Callable[[Report], Paper]
    lines: Callable[..., Report] | None = None
    by_year: bool = False
    chart: Callable[[Report], Chart | None] = lambda _report: None
    note: str = ""
