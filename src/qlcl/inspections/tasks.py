"""Background entry points of the room: its part of the nightly work."""

from datetime import date, datetime

from qlcl.inspections.operations.approve_plan import account_for_plans as account
from qlcl.inspections.operations.complete_year import complete_years as complete
from qlcl.kernel import partials
from qlcl.kernel.actors import Actor


def account_for_plans(province_id: int, day: date, at: datetime) -> int:
    """Closes duties opened after the plan of their year had been approved; how many."""
    return account(province_id=province_id, actor=Actor.system("Việc nền"), on=day, at=at)


def complete_years(province_id: int, day: date, at: datetime) -> int:
    """Closes the duty of a year in which everybody was inspected; how many."""
    return complete(province_id=province_id, actor=Actor.system("Việc nền"), on=day, at=at)


def forget_partials(province_id: int, day: date, at: datetime) -> int:
    """Drops what came of photos that nobody went on sending; how many, whichever province asks first."""
    return partials.forget_old()
