"""All rows of a measure of a report, with the mark of illustration."""

from typing import Any

from qlcl.kernel.measures import Measure
from qlcl.reports.queries.figures import Report


def whole_measure(report: Report, measure: Measure) -> tuple[list[str], list[list[Any]]]:
    """Headers and cells of every row the measure counts in the report's scope."""
    shown = measure.shown()
    found = measure.rows(report.scope).annotate(**shown).order_by(*measure.order)
    rows = []
    for line in found.values_list(*shown, measure.illustration):
        cells = [c.choices.get(v, v) for c, v in zip(measure.columns, line[:-1], strict=True)]
        rows.append([*cells, "x" if line[-1] else ""])
    return [*(c.header for c in measure.columns), "Minh họa"], rows
