"""Tables in files: reading CSV, XLSX and XLS, checking rows.

`templates` and `writing` write them; they are no part of what is named here, for they load the library of workbooks.
"""

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

__all__ = [
    "Change",
    "Column",
    "FileRefused",
    "ImportKind",
    "Plan",
    "PlanContext",
    "Reading",
    "Row",
    "detect_kind",
    "differences",
    "duplicate_problems",
    "read_rows",
    "shown_value",
]
