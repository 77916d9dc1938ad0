"""Tables of inspections."""

from qlcl.inspections.models.inspection import Inspection

__all__ = ["Inspection"]
