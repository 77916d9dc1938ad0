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
from qlcl.kernel.sheets.reading import Reading, detect_kind, read_rows
from qlcl.kernel.sheets.refusals import FileRefused
from qlcl.kernel.sheets.templates import write_template
from qlcl.kernel.sheets.writing import Sheet, safe_text, write_csv, write_xlsx

__all__ = [
    "Change",
    "Column",
    "FileRefused",
    "ImportKind",
    "Plan",
    "PlanContext",
    "Reading",
    "Row",
    "Sheet",
    "detect_kind",
    "differences",
    "duplicate_problems",
    "read_rows",
    "safe_text",
    "shown_value",
    "write_csv",
    "write_template",
    "write_xlsx",
]
