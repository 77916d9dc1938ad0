"""Tables of the duties room."""

from qlcl.duties.models.day_off import DayOff
from qlcl.duties.models.digest import Digest, DigestChoice
from qlcl.duties.models.duty import Duty, DutyQuerySet
from qlcl.duties.models.handover import Handover, HandoverItem, HandoverQuerySet
from qlcl.duties.models.ladder import Ladder, Rung
from qlcl.duties.models.letter import LetterLine, ReminderLetter
from qlcl.duties.models.nightly import NightlyRun
from qlcl.duties.models.notice import Notice, NoticeQuerySet
from qlcl.duties.models.reminder import Reminder, ReminderQuerySet
from qlcl.duties.models.rule import DutyRule, DutyRuleQuerySet
from qlcl.duties.models.vacancy import VacancyAlarm

__all__ = [
    "DayOff",
    "Digest",
    "DigestChoice",
    "Duty",
    "DutyQuerySet",
    "DutyRule",
    "DutyRuleQuerySet",
    "Handover",
    "HandoverItem",
    "HandoverQuerySet",
    "Ladder",
    "LetterLine",
    "NightlyRun",
    "Notice",
    "NoticeQuerySet",
    "Reminder",
    "ReminderLetter",
    "ReminderQuerySet",
    "Rung",
    "VacancyAlarm",
]
