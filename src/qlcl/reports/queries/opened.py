"""The rows behind a figure of a report."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from qlcl.kernel import catalogue
from qlcl.kernel.errors import DomainError
from qlcl.kernel.measures import Measure
from qlcl.reports.queries.figures import ALL, NONE, Figure, Report, last_day
from qlcl.transitions.measures import ENROLLED


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows behind one figure: headers, cells, links, and what they add up to."""

    figure: Figure
    measure: Measure
    headers: list[str]
    rows: list[list[Any]]
    adds_up_to: int


def open_figure(report: Report, key: tuple[str, str, str, str, str]) -> Opened:
    """The rows behind the figure with that key; they add up to its value. `DomainError` for an unknown figure."""
    figure = report.figures.get(key)
    if figure is None:
        raise DomainError("unknown_figure", "Báo cáo không có số liệu này; hãy mở từ trang báo cáo.")
    measure: Measure = catalogue.measure(figure.measure)
    found = rows_of(report, figure, measure)
    headers, rows = listed(found, measure)
    total = sum(found.values_list(measure.total, flat=True)) if measure.total else len(rows)
    return Opened(figure, measure, headers, rows, total)


def listed(found: QuerySet[Any], measure: Measure) -> tuple[list[str], list[list[Any]]]:
    """Rows of a measure as headers and cells."""
    shown = measure.shown()
    rows = found.annotate(**shown).values_list(*shown)
    cells = [[c.choices.get(v, v) for c, v in zip(measure.columns, row, strict=True)] for row in rows]
    return [c.header for c in measure.columns], cells


def rows_of(report: Report, figure: Figure, measure: Measure) -> QuerySet[Any]:
    """The rows a figure counts, as a query."""
    scope = report.scope
    if measure is ENROLLED:
        scope = replace(scope, until=last_day(figure.period, scope.until))
    cut: dict[str, Any] = {}
    if figure.level != ALL:
        cut["level"] = figure.level
    if figure.prepared_by != ALL:
        cut["prepared_by"] = "" if figure.prepared_by == "unknown" else figure.prepared_by
    if figure.mode != ALL:
        cut[report.across.get(figure.measure, "mode")] = "" if figure.mode == NONE else figure.mode
    if figure.period.isdigit() and "period" in measure.dimensions and measure is not ENROLLED:
        cut["period"] = int(figure.period)
    rows = measure.opened(scope, cut)
    if figure.period == "before":
        rows = rows.filter(signed_on__year__lt=int(report.years[0]))
    return rows
