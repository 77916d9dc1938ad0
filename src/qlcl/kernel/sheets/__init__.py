"""Tables in files: reading CSV, XLSX and XLS, checking rows, writing templates and exports safely."""

from qlcl.kernel.sheets.kinds import (
    Change,
    Column,
    ImportKind,
    Plan,
    PlanContext,
    Row,
    differences,
    duplicate_problems,
    shown_value,
)

__all__ = [
    "Change",
    "Column",
    "ImportKind",
    "Plan",
    "PlanContext",
    "Row",
    "differences",
    "duplicate_problems",
    "shown_value",
]
