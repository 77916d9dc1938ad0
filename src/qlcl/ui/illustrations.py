"""The column that marks made-up rows in tables and their exports."""

from typing import Any

from qlcl.ui.tables import Column
from qlcl.ui.templatetags.ui import illustration


def _shown(row: Any) -> str:
    return illustration() if row.illustration else ""


ILLUSTRATION = Column("illustration", "Minh họa", lambda row: "Có" if row.illustration else "", html=_shown, fixed=True)
