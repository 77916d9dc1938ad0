"""The words of grouped notices: how many duties, never one line for each."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Told:
    """What one position is told in one run: duties of its own by how they stand, and those of others."""

    overdue: set[int] = field(default_factory=set)
    soon: set[int] = field(default_factory=set)
    others: set[int] = field(default_factory=set)
    agencies: set[int] = field(default_factory=set)

    def add_own(self, duty_id: int, overdue: bool) -> None:
        """A duty that the position owes, or looks after."""
        (self.overdue if overdue else self.soon).add(duty_id)

    def add_other(self, duty_id: int, agency_id: int) -> None:
        """A duty of somebody else, escalated to the position."""
        self.others.add(duty_id)
        self.agencies.add(agency_id)

    @property
    def only(self) -> int | None:
        """The one duty it is about, when it is about one."""
        told = self.overdue | self.soon | self.others
        return next(iter(told)) if len(told) == 1 else None

    @property
    def own(self) -> bool:
        """Whether it is about the position's own duties only."""
        return not self.others - self.overdue - self.soon


def sentence(told: Told, *, provincial: bool = False) -> str:
    """The one line of the notice: “3 việc quá hạn, 2 việc sắp đến hạn”."""
    own = []
    if told.overdue:
        own.append(f"{len(told.overdue)} việc quá hạn")
    if told.soon - told.overdue:
        own.append(f"{len(told.soon - told.overdue)} việc sắp đến hạn")
    others = told.others - told.overdue - told.soon
    parts = [", ".join(own)] if own else []
    if others and provincial:
        parts.append(f"{len(others)} việc của {len(told.agencies)} cơ quan quá hạn chưa thực hiện")
    elif others:
        parts.append(f"{len(others)} việc của cơ quan quá hạn chưa thực hiện, đề nghị chỉ đạo")
    return "; ".join(parts)
