"""Lists of inspections under way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from qlcl.inspections.enums import Status, TeamRole
from qlcl.inspections.models import Inspection, TeamMember
from qlcl.inspections.policies import kept_inspections
from qlcl.kernel.actors import Actor
from qlcl.kernel.voiding import STANDING


@dataclass(frozen=True, slots=True)
class Group:
    """States that people look for together."""

    code: str
    label: str
    states: tuple[Status, ...]


_PREPARED = (Status.PLANNED, Status.DECIDED, Status.ANNOUNCED)
_LOOKED_AT = (Status.CALLED, Status.SUBMITTED, Status.RETURNED, Status.RUNNING, Status.CONCLUDED)
_FOLLOWED = (Status.SIGNED, Status.REPORTED, Status.REFUSED, Status.ACCEPTED)
#: The first is what a list shows unless asked otherwise.
GROUPS = (
    Group("", "Đang thực hiện", (*_PREPARED, *_LOOKED_AT, *_FOLLOWED)),
    Group("chuan-bi", "Đang chuẩn bị", _PREPARED),
    Group("kiem-tra", "Đang kiểm tra, lập biên bản", _LOOKED_AT),
    Group("khac-phuc", "Theo dõi khắc phục", _FOLLOWED),
    Group("ket-thuc", "Đã kết thúc", (Status.CLOSED,)),
    Group("da-huy", "Đã hủy", (Status.CANCELLED,)),
)


def case_list(actor: Actor) -> QuerySet[Inspection]:
    """What the actor sees of inspections that go through the steps, the next ones first, what is followed last."""
    leader = TeamMember.objects.filter(inspection=OuterRef("pk"), left_on__isnull=True, role=TeamRole.LEADER)
    named = Subquery(leader.values("inspector__full_name")[:1])
    rows = kept_inspections(actor).filter(STANDING).exclude(status=Status.RECORDED)
    followed = Case(When(status__in=_FOLLOWED, then=Value(1)), default=Value(0))
    shown = rows.select_related("agency").annotate(leader=named)
    return shown.order_by(followed, F("planned_from").asc(nulls_last=True), "-inspected_on", "pk")


def in_month(rows: QuerySet[Inspection], year: int, month: int = 0) -> QuerySet[Inspection]:
    """Those planned for a day of the year, or of the month; one that spans it too."""
    first = date(year, month or 1, 1)
    after = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    ends = Q(planned_until__gte=first) | Q(planned_until__isnull=True, planned_from__gte=first)
    return rows.filter(ends, planned_from__lt=after)


def led_by(
    rows: QuerySet[Inspection], *, inspector_id: int | None = None, person_id: int | None = None
) -> QuerySet[Inspection]:
    """Those in whose teams the inspector, or the person with that account, is."""
    members: QuerySet[TeamMember, Any] = TeamMember.objects.filter(left_on__isnull=True)
    if inspector_id is not None:
        members = members.filter(inspector_id=inspector_id)
    else:
        members = members.filter(inspector__person_id=person_id, inspector__person__isnull=False)
    return rows.filter(pk__in=members.values("inspection_id"))
