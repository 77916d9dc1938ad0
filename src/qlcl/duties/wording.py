"""Rules in words: what opens a duty, until when, who owes it."""

from qlcl.accounts.enums import RoleChoice
from qlcl.duties.enums import Trigger, Unit
from qlcl.duties.models import DutyRule
from qlcl.kernel import catalogue

#: Acts that rooms to come will perform; their duties wait for them.
_TO_COME = {
    "inspections.sign_minutes": "Ký biên bản kiểm tra",
    "procedures.record_legal_change": "Ghi nhận văn bản quy phạm pháp luật mới có hiệu lực",
    "procedures.announce_changes": "Ký quyết định công bố thủ tục hành chính",
}


def act_label(code: str) -> str:
    """The act in words; empty when nobody has named it yet."""
    return next((act.label for act in catalogue.acts() if act.code == code), _TO_COME.get(code, ""))


def start_acts() -> list[tuple[str, str]]:
    """Acts that may open duties, with their labels, in alphabetical order."""
    known = {act.code: act.label for act in catalogue.acts()} | _TO_COME
    return sorted(known.items(), key=lambda item: item[1])


def term_words(rule: DutyRule) -> str:
    """Until when: “31/12 hằng năm”, “2 tháng”."""
    if rule.unit == Unit.FIXED:
        words = f"{rule.due_day or 31:02d}/{rule.due_month or 12:02d}"
        return f"{words} hằng năm" if rule.trigger == Trigger.YEARLY else f"ngày {words} tiếp theo"
    return f"{rule.amount} {Unit(rule.unit).label}"


def opening_words(rule: DutyRule) -> str:
    """What opens it: the year, or an act."""
    if rule.trigger == Trigger.YEARLY:
        return "Hằng năm"
    return f"Sau khi: {act_label(rule.start_act) or rule.start_act}"


def role_words(rule: DutyRule) -> str:
    """Who owes it, as it stands on screen."""
    return str(RoleChoice(rule.role).label)
