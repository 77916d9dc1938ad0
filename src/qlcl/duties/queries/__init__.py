"""Reads of duties, notices, working days and rules, shaped for pages and operations."""

from qlcl.duties.queries.calendar import workdays_of
from qlcl.duties.queries.duties import (
    Item,
    duties_of,
    inbox,
    my_duties,
    notices_about,
    open_duties_overdue_on,
    overdue_count,
    positions_owing,
    state_on,
    unread_count,
    waiting_counts,
)
from qlcl.duties.queries.rules import Step, event_rules, ladder_steps, yearly_rules

__all__ = [
    "Item",
    "Step",
    "duties_of",
    "event_rules",
    "inbox",
    "ladder_steps",
    "my_duties",
    "notices_about",
    "open_duties_overdue_on",
    "overdue_count",
    "positions_owing",
    "state_on",
    "unread_count",
    "waiting_counts",
    "workdays_of",
    "yearly_rules",
]
