"""The follow-up board: what inspections found in a province and is not closed, by how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from qlcl.corrective.enums import LIVE, State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.policies import EXTERNAL
from qlcl.inspections.enums import Status
from qlcl.inspections.models import FollowUpLetterLine, Inspection
from qlcl.kernel.actors import Actor
from qlcl.kernel.remembered import remembered_rows
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency

OVERDUE = "overdue"
Narrowing = Callable[[QuerySet[Nonconformity]], QuerySet[Nonconformity]]
#: How a finding stands for who follows it up.
WAITING, LATE, REFUSED, PROPOSED, FIXED, VERIFIED = "waiting", "late", "refused", "proposed", "fixed", "verified"
STANDINGS = {
    LATE: "Quá hạn báo cáo",
    REFUSED: "Chưa chấp nhận báo cáo",
    WAITING: "Chờ báo cáo",
    PROPOSED: "Đã báo cáo, chưa khắc phục xong",
    FIXED: "Đã khắc phục, chờ xác nhận",
    VERIFIED: "Đã xác nhận",
}
CHIPS = {
    LATE: "overdue",
    REFUSED: "overdue",
    WAITING: "soon",
    PROPOSED: "late",
    FIXED: "explained",
    VERIFIED: "done",
}


def board_rows(actor: Actor, day: date, *, closed: bool = False) -> QuerySet[Nonconformity]:
    """Findings of the provinces the actor oversees that live, or with `closed` those verified; `standing` says how.

    The sets of inspections behind it are small beside the findings, so each is read once.
    """
    rows = Nonconformity.objects.filter(province_id__in=actor.oversees, source_kind__in=EXTERNAL)
    rows = rows.filter(state=State.CLOSED) if closed else rows.filter(state__in=LIVE)
    return rows.annotate(standing=_standing(actor, day))


def _standing(actor: Actor, day: date) -> Case:
    of_province = Inspection.objects.filter(province_id__in=actor.oversees)
    refused = of_province.filter(status=Status.REFUSED)
    owing = of_province.filter(status=Status.SIGNED)
    answered = Inspection.objects.filter(
        pk=OuterRef("source_id"), status__in=(Status.REPORTED, Status.ACCEPTED, Status.CLOSED)
    )
    return Case(
        When(state=State.CLOSED, then=Value(VERIFIED)),
        When(state=State.TO_VERIFY, then=Value(FIXED)),
        When(source_id__in=refused.values("pk"), then=Value(REFUSED)),
        When(source_id__in=owing.filter(report_due_on__lt=day).values("pk"), then=Value(LATE)),
        When(source_id__in=owing.values("pk"), then=Value(WAITING)),
        When(Q(Exists(answered)) | Q(state=State.ACTING), then=Value(PROPOSED)),
        default=Value(WAITING),
        output_field=CharField(),
    )


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to put findings together: `field` tells them apart, `label` names a group."""

    code: str
    title: str
    field: str
    label: str
    order: str = ""


GROUPINGS = {
    grouping.code: grouping
    for grouping in (
        Grouping("co-quan", "Cơ quan", "agency_id", "agency__name", "agency__name_sort"),
        Grouping("noi-dung", "Nội dung Điều 36", "article", "article"),
        Grouping("dieu-khoan", "Điều khoản", "clause_id", "clause__number", "clause__position"),
        Grouping("linh-vuc", "Lĩnh vực", "area", "area"),
        Grouping("cap", "Cấp", "agency__level", "agency__level"),
        Grouping("dia-ban", "Địa bàn", "agency__parent_id", "agency__parent__name", "agency__parent__name_sort"),
        Grouping("muc", "Mức độ", "severity", "severity"),
        Grouping("nam", "Năm kiểm tra", "year", "year"),
    )
}


def with_year(rows: QuerySet[Nonconformity]) -> QuerySet[Nonconformity]:
    """The same rows with the year of the finding as `year`."""
    return rows.annotate(year=YearOf("raised_on"))


@dataclass(slots=True)
class Group:
    """Findings put together: how many, how many past their day, how they stand, the oldest day."""

    key: Any
    label: str
    order: Any = ""
    count: int = 0
    overdue: int = 0
    oldest: date | None = None
    by_standing: Counter[str] = field(default_factory=Counter)

    def add(self, standing: str, count: int, overdue: int, oldest: date) -> None:
        """Some more of them."""
        self.count += count
        self.overdue += overdue
        self.by_standing[standing] += count
        self.oldest = oldest if self.oldest is None else min(self.oldest, oldest)


def groups_of(rows: QuerySet[Nonconformity], grouping: Grouping, day: date, standing: str = "") -> Groups:
    """The groups, worst first, and how all of them stand; one query, whatever the number of findings.

    `standing` leaves in the groups only what stands so; the whole is told of all.
    """
    order = grouping.order or grouping.label
    found = with_year(rows).order_by().values(grouping.field, grouping.label, order, "standing")
    late = Count("pk", filter=Q(due_on__lt=day, state__in=LIVE))
    counted = found.annotate(count=Count("pk"), late=late, oldest=Min("due_on"))
    whole, groups = Group(None, ""), dict[Any, Group]()
    asked = counted.values_list(grouping.field, grouping.label, order, "standing", "count", "late", "oldest")
    for key, label, place, stands, count, overdue, oldest in remembered_rows(asked):
        whole.add(stands, count, overdue, oldest)
        if standing in {"", stands} or (standing == OVERDUE and overdue):
            shown = overdue if standing == OVERDUE else count
            group = groups.setdefault(key, Group(key, str(label or ""), _order(place)))
            group.add(stands, shown, overdue, oldest)
    listed = sorted(groups.values(), key=lambda g: (-g.overdue, g.oldest or date.max, g.order, g.label))
    return Groups(whole, listed)


@dataclass(frozen=True, slots=True)
class Groups:
    """All findings counted together, and the groups."""

    whole: Group
    listed: list[Group]


def _order(place: Any) -> bytes:
    """A key that sorts whatever orders a group: bytes of Vietnamese order, numbers, text."""
    if isinstance(place, int):
        return place.to_bytes(8, "big")
    return place.encode() if isinstance(place, str) else bytes(place or b"")


def last_reminded(rows: QuerySet[Nonconformity]) -> QuerySet[Nonconformity]:
    """The same rows with the day of the last letter that named each, as `reminded_on`."""
    named = FollowUpLetterLine.objects.filter(nonconformity=OuterRef("pk")).order_by().values("nonconformity")
    return rows.annotate(reminded_on=Subquery(named.annotate(last=Max("letter__on")).values("last")))


def verified_count(narrowed: Narrowing, actor: Actor, day: date) -> int:
    """How many of the findings asked for are verified."""
    closed = narrowed(board_rows(actor, day, closed=True)).order_by().values("province_id")
    return sum(count for (count,) in remembered_rows(closed.annotate(n=Count("pk")).values_list("n")))


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of the board offer: clauses, areas of the findings, districts."""

    clauses: list[tuple[int, str]]
    areas: list[str]
    places: list[tuple[int, str]]


def choices_of(actor: Actor) -> Choices:
    """What there is to choose from in the actor's provinces; two queries."""
    live = Nonconformity.objects.filter(province_id__in=actor.oversees, source_kind__in=EXTERNAL, state__in=LIVE)
    pairs = (
        live.order_by()
        .values_list("clause__position", "clause_id", "clause__number", "clause__title_vi", "area")
        .distinct()
    )
    clauses, areas = dict[int, tuple[int, str]](), set[str]()
    for position, clause, number, title, area in remembered_rows(pairs):
        areas.add(area)
        if clause is not None:
            clauses[clause] = (position, f"{number} {title}")
    places = Agency.objects.filter(province_id__in=actor.oversees, level=Level.DISTRICT).order_by("name_sort", "pk")
    return Choices(
        clauses=[(pk, label) for pk, (_, label) in sorted(clauses.items(), key=lambda item: item[1])],
        areas=sorted(areas - {""})[:100],
        places=[(pk, name.replace("Ủy ban nhân dân", "UBND")) for pk, name in places.values_list("pk", "name")],
    )
