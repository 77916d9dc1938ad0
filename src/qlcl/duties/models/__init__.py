"""Tables of the duties room."""

from qlcl.duties.models.duty import Duty, DutyQuerySet
from qlcl.duties.models.notice import Notice, NoticeQuerySet

__all__ = ["Duty", "DutyQuerySet", "Notice", "NoticeQuerySet"]
