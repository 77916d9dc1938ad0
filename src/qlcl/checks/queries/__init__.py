"""Reads of findings and of the head's part."""

from qlcl.checks.queries.head_part import Part, Spread, head_parts, rows_behind, spread_of
from qlcl.checks.queries.lines import (
    Filters,
    agency_panel,
    agency_seen,
    answered_share,
    counts,
    last_run,
    line_list,
    line_page,
    line_rows,
    lines_by_agency,
    missed_duties,
    open_lines,
    trend,
)

__all__ = [
    "Filters",
    "Part",
    "Spread",
    "agency_panel",
    "agency_seen",
    "answered_share",
    "counts",
    "head_parts",
    "last_run",
    "line_list",
    "line_page",
    "line_rows",
    "lines_by_agency",
    "missed_duties",
    "open_lines",
    "rows_behind",
    "spread_of",
    "trend",
]
