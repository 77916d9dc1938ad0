"""Tables of inspections."""

from qlcl.inspections.models.inspection import Inspection
from qlcl.inspections.models.inspector import Inspector
from qlcl.inspections.models.plan import InspectionPlan, PlanLine

__all__ = ["Inspection", "InspectionPlan", "Inspector", "PlanLine"]
