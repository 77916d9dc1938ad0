"""Tables of inspections."""

from qlcl.inspections.models.by_file import FileEvidence, FileItem, FileSubmission
from qlcl.inspections.models.inspection import Inspection, InspectionQuerySet
from qlcl.inspections.models.inspector import Inspector
from qlcl.inspections.models.letter import FollowUpLetter, FollowUpLetterLine
from qlcl.inspections.models.papers import CasePaper
from qlcl.inspections.models.plan import InspectionPlan, PlanLine
from qlcl.inspections.models.report import CorrectiveReport, ReportEvidence, ReportLine
from qlcl.inspections.models.team import ProgrammeLine, TeamMember

__all__ = [
    "CasePaper",
    "CorrectiveReport",
    "FileEvidence",
    "FileItem",
    "FileSubmission",
    "FollowUpLetter",
    "FollowUpLetterLine",
    "Inspection",
    "InspectionPlan",
    "InspectionQuerySet",
    "Inspector",
    "PlanLine",
    "ProgrammeLine",
    "ReportEvidence",
    "ReportLine",
    "TeamMember",
]
