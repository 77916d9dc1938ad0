"""When a duty is due and when it climbs its ladder: arithmetic over rules, calendars and rungs."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from qlcl.duties.enums import Trigger, Unit
from qlcl.duties.models import DutyRule
from qlcl.duties.queries import Step
from qlcl.kernel.workdays import Workdays, add_months

_LONGEST = 3650


def due_after(rule: DutyRule, start: date, calendar: Workdays, *, roll: bool) -> date:
    """The day by which what an event on `start` opens is due; a last day off passes to the next working day.

    `roll` is the province's setting of Civil Code 2015, art. 148.5; terms in working days never end on a day off.
    """
    if rule.unit == Unit.WORKING_DAYS:
        return calendar.add(start, rule.amount)
    if rule.unit == Unit.MONTHS:
        due = add_months(start, rule.amount)
    elif rule.unit == Unit.DAYS:
        due = start + timedelta(days=rule.amount)
    else:
        due = _in_year(rule, start.year)
        if due < start:
            due = _in_year(rule, start.year + 1)
    return calendar.next_working(due) if roll else due


def due_in(rule: DutyRule, year: int, calendar: Workdays, *, roll: bool) -> date:
    """The day of the year by which a yearly duty is due.

    A last day off passes to the next working day, unless that lies in the next year: what is owed once a year is
    owed in that year.
    """
    due = _in_year(rule, year)
    rolled = calendar.next_working(due) if roll else due
    return rolled if rolled.year == year else due


def _in_year(rule: DutyRule, year: int) -> date:
    month, day = rule.due_month or 12, rule.due_day or 31
    return date(year, month, min(day, monthrange(year, month)[1]))


def rung_on(step: Step, due_on: date, calendar: Workdays) -> date:
    """The working day on which that rung of a ladder tells about a duty due on `due_on`."""
    return calendar.add(due_on, step.offset)


def next_rung(steps: Sequence[Step], passed: int, due_on: date, calendar: Workdays) -> date | None:
    """The day of the first rung not passed yet; None when there is none."""
    return rung_on(steps[passed], due_on, calendar) if passed < len(steps) else None


def guards_of_rule(rule: DutyRule) -> list[str]:
    """What a version of a rule still lacks, in sentences."""
    missing = []
    if not rule.label:
        missing.append("Cần ghi nội dung việc.")
    if not rule.column:
        missing.append("Cần ghi tên ngắn để hiện trên bảng.")
    if rule.statutory and not rule.legal_basis:
        missing.append("Việc do pháp luật quy định phải ghi căn cứ.")
    if rule.trigger == Trigger.YEARLY and rule.unit != Unit.FIXED:
        missing.append("Việc hằng năm có hạn là một ngày trong năm.")
    if rule.trigger == Trigger.EVENT and not rule.start_act:
        missing.append("Cần chọn việc làm phát sinh.")
    if rule.unit == Unit.FIXED and not _is_day(rule.due_month, rule.due_day):
        missing.append("Cần ghi ngày và tháng của hạn.")
    if rule.unit != Unit.FIXED and not 0 < rule.amount <= _LONGEST:
        missing.append(f"Số lượng phải từ 1 đến {_LONGEST}.")
    return missing


def _is_day(month: int | None, day: int | None) -> bool:
    """Whether such a day exists in some year."""
    return month in range(1, 13) and day in range(1, monthrange(2024, month or 1)[1] + 1)


def guards_of_ladder(steps: Sequence[Step]) -> list[str]:
    """What the rungs of a ladder lack: they climb in time, at most one a day."""
    missing = []
    if not steps:
        missing.append("Thang cần ít nhất một bậc.")
    offsets = [step.offset for step in steps]
    if offsets != sorted(set(offsets)):
        missing.append("Các bậc phải theo thứ tự thời gian, mỗi ngày một bậc.")
    return missing
