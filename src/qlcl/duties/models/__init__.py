"""Tables of the duties room."""

from qlcl.duties.models.day_off import DayOff
from qlcl.duties.models.duty import Duty, DutyQuerySet
from qlcl.duties.models.ladder import Ladder, Rung
from qlcl.duties.models.notice import Notice, NoticeQuerySet
from qlcl.duties.models.rule import DutyRule, DutyRuleQuerySet

__all__ = [
    "DayOff",
    "Duty",
    "DutyQuerySet",
    "DutyRule",
    "DutyRuleQuerySet",
    "Ladder",
    "Notice",
    "NoticeQuerySet",
    "Rung",
]
