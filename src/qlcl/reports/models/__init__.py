"""Tables of reports."""

from qlcl.reports.models.section import Section
from qlcl.reports.models.snapshot import Snapshot

__all__ = ["Section", "Snapshot"]
