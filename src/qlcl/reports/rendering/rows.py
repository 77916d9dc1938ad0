"""All rows of a measure of a report, with the mark of illustration."""

from typing import Any

from django.db.models import F

from qlcl.kernel.measures import Measure
from qlcl.reports.queries.figures import Report


def whole_measure(report: Report, measure: Measure) -> tuple[list[str], list[list[Any]]]:
    """Headers and cells of every row the measure counts in the report's scope."""
    names = [f"shown_{n}" for n in range(len(measure.columns))]
    expressions: dict[str, Any] = {
        name: F(c.lookup) if isinstance(c.lookup, str) else c.lookup
        for name, c in zip(names, measure.columns, strict=True)
    }
    found = measure.rows(report.scope).annotate(**expressions).order_by(*measure.order)
    rows = []
    for line in found.values_list(*names, measure.illustration):
        cells = [c.choices.get(v, v) for c, v in zip(measure.columns, line[:-1], strict=True)]
        rows.append([*cells, "x" if line[-1] else ""])
    return [*(c.header for c in measure.columns), "Minh họa"], rows
