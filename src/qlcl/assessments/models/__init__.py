"""Tables of the assessments room."""

from qlcl.assessments.models.carried import CarriedCopy
from qlcl.assessments.models.checklist import Checklist, ChecklistItem, ChecklistMember, ChecklistQuerySet
from qlcl.assessments.models.found import Finding, ItemEvidence
from qlcl.assessments.models.question_set import Question, QuestionSet, QuestionSetQuerySet, Step
from qlcl.assessments.models.sync import Conflict, SyncOp

__all__ = [
    "CarriedCopy",
    "Checklist",
    "ChecklistItem",
    "ChecklistMember",
    "ChecklistQuerySet",
    "Conflict",
    "Finding",
    "ItemEvidence",
    "Question",
    "QuestionSet",
    "QuestionSetQuerySet",
    "Step",
    "SyncOp",
]
