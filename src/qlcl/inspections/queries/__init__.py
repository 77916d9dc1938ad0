"""Reads of inspections, of the year's plan and of inspectors."""

from qlcl.inspections.queries.register import (
    PANEL_ROWS,
    agency_panel,
    cube,
    inspection_counts,
    inspection_list,
    inspection_seen,
)

__all__ = ["PANEL_ROWS", "agency_panel", "cube", "inspection_counts", "inspection_list", "inspection_seen"]
