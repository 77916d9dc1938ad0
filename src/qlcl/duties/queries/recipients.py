"""Whom the rungs of a ladder tell: positions, filled or not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from qlcl.accounts.models import Position
from qlcl.duties.enums import Audience
from qlcl.kernel.actors import PROVINCIAL, Role

PROVINCIAL_ROLES = frozenset(str(role) for role in PROVINCIAL)


class Recipient(NamedTuple):
    """A position that is told: of which agency, under which title, whether it sees the whole province."""

    position_id: int
    agency_id: int
    title: str
    provincial: bool = False

    def is_within(self, agency_id: int) -> bool:
        """Whether it belongs to the agency that owes, as its own people do."""
        return self.agency_id == agency_id and not self.provincial


@dataclass(slots=True)
class Recipients:
    """Positions of some agencies by agency and role, of their province by role, and those assigned by id."""

    local: dict[tuple[int, str], list[Recipient]] = field(default_factory=dict)
    provincial: dict[str, list[Recipient]] = field(default_factory=dict)
    assigned: dict[int, Recipient] = field(default_factory=dict)

    def of(self, audience: str, agency_id: int, role: str, position_id: int | None) -> list[Recipient]:
        """Those of a rung's audience, for a duty of that agency and role, or of one very position."""
        if audience == Audience.REPORT:
            return []
        if audience == Audience.PROVINCE:
            return self.provincial.get(Role.PROVINCIAL_OFFICER, [])
        if audience == Audience.HEAD:
            return self.local.get((agency_id, Role.HEAD), [])
        owners = self._owners(agency_id, role, position_id)
        if audience == Audience.OWNER_SECRETARY:
            secretaries = self.local.get((agency_id, Role.ISO_SECRETARY), [])
            return owners + [found for found in secretaries if found not in owners]
        return owners

    def _owners(self, agency_id: int, role: str, position_id: int | None) -> list[Recipient]:
        if position_id in self.assigned:
            return [self.assigned[position_id]]
        if role in PROVINCIAL_ROLES:
            return self.provincial.get(role, [])
        return self.local.get((agency_id, role), [])


def recipients(*, province_id: int, agency_ids: Iterable[int], position_ids: Iterable[int], day: date) -> Recipients:
    """The positions in force on the day in those agencies, in the province, and those named; at most three queries.

    Where an assigned position has ended by the day, whoever holds the role is told instead.
    """
    found = Recipients()
    valid = Position.objects.valid_on(day).order_by("id")
    fields = ("id", "agency_id", "title", "role")
    local = valid.filter(agency_id__in=list(agency_ids)).exclude(role__in=PROVINCIAL_ROLES)
    for id_, agency_id, title, role in local.values_list(*fields):
        found.local.setdefault((agency_id, role), []).append(Recipient(id_, agency_id, title))
    upper = valid.filter(agency__province_id=province_id, role__in=PROVINCIAL_ROLES)
    for id_, agency_id, title, role in upper.values_list(*fields):
        found.provincial.setdefault(role, []).append(Recipient(id_, agency_id, title, True))
    wanted = list(position_ids)
    if wanted:
        named = valid.filter(pk__in=wanted).values_list(*fields)
        found.assigned = {i: Recipient(i, agency, title, role in PROVINCIAL_ROLES) for i, agency, title, role in named}
    return found
