"""Tables of checks; all of them are made from what other rooms recorded."""

from qlcl.checks.models.deed import Deed, DeedQuerySet, HistoryReading
from qlcl.checks.models.line import CheckLine, CheckLineQuerySet, CheckRun

__all__ = ["CheckLine", "CheckLineQuerySet", "CheckRun", "Deed", "DeedQuerySet", "HistoryReading"]
