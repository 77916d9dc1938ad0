"""Reads of sets and checklists, shaped for pages, devices and other rooms."""

from qlcl.assessments.queries.checklists import (
    LastTime,
    Standing,
    agency_panel,
    checklist_list,
    checklist_seen,
    checklists_of,
    last_time,
    previous_of,
    standing_of,
)
from qlcl.assessments.queries.device import checklist_state
from qlcl.assessments.queries.question_sets import set_in_use, set_list, set_seen, sets_in_use

__all__ = [
    "LastTime",
    "Standing",
    "agency_panel",
    "checklist_list",
    "checklist_seen",
    "checklist_state",
    "checklists_of",
    "last_time",
    "previous_of",
    "set_in_use",
    "set_list",
    "set_seen",
    "sets_in_use",
    "standing_of",
]
