"""The follow-up board: what inspections found in a province and is not closed, by how it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Case, CharField, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from qlcl.corrective.enums import LIVE, UNCURED, State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.policies import EXTERNAL
from qlcl.inspections.enums import Status
from qlcl.inspections.models import FollowUpLetterLine, Inspection
from qlcl.kernel.actors import Actor
from qlcl.kernel.remembered import remembered, remembered_rows
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.standards.models import Clause

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
    """A way to put findings together: `field` tells them apart; where that is a key, `names` gives it with name and
    order."""

    code: str
    title: str
    field: str
    names: QuerySet[Any] | None = None


_AGENCIES = Agency.objects.values_list("pk", "name", "name_sort")
_CLAUSES = Clause.objects.values_list("pk", "number", "position")
GROUPINGS = {
    grouping.code: grouping
    for grouping in (
        Grouping("co-quan", "Cơ quan", "agency_id", _AGENCIES),
        Grouping("noi-dung", "Nội dung Điều 36", "article"),
        Grouping("dieu-khoan", "Điều khoản", "clause_id", _CLAUSES),
        Grouping("linh-vuc", "Lĩnh vực", "area"),
        Grouping("cap", "Cấp", "agency__level"),
        Grouping("dia-ban", "Địa bàn", "agency__parent_id", _AGENCIES),
        Grouping("muc", "Mức độ", "severity"),
        Grouping("nam", "Năm kiểm tra", "year"),
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
    by_standing: dict[str, int] = field(default_factory=dict)

    def add(self, standing: str, count: int, overdue: int, oldest: date) -> None:
        """Some more of them."""
        self.count += count
        self.overdue += overdue
        self.by_standing[standing] = self.by_standing.get(standing, 0) + count
        self.oldest = oldest if self.oldest is None else min(self.oldest, oldest)


def groups_of(rows: QuerySet[Nonconformity], grouping: Grouping, day: date, standing: str = "") -> Groups:
    """The groups, worst first, and how all of them stand; one query, whatever the number of findings.

    `standing` leaves in the groups only what stands so; the whole is told of all. Groups of agencies have no names
    yet: thousands are counted, of which a page shows few; see `name_groups`.
    """
    found = with_year(rows) if grouping.field == "year" else rows
    key: Any = F(grouping.field)
    if grouping.field == "agency_id":
        key = key + 0  # else SQLite reads every finding there is, for an index that has the agencies in order
    counted = _counted(found.order_by().annotate(key=key).values("key", "standing"), day)
    asked = counted.values_list("key", "standing", "count", "late", "oldest")

    def read() -> tuple[Group, ...]:
        whole, groups = _put_together(asked, standing)
        if grouping.field != "agency_id":
            name_groups(groups, grouping)
        groups.sort(key=lambda g: (-g.overdue, g.oldest or date.max, g.order, g.label))
        return (whole, *groups)

    try:
        sql, params = asked.query.sql_with_params()
    except EmptyResultSet:
        return Groups(Group(None, ""), [])
    kept = remembered(("follow-up", grouping.code, standing, sql, repr(params)), read)
    return Groups(kept[0], list(kept[1:]))


def _put_together(rows: Iterable[tuple[Any, ...]], standing: str) -> tuple[Group, list[Group]]:
    """All findings counted together, and the groups without names; thousands of lines, so written plainly."""
    whole, groups = Group(None, ""), dict[Any, Group]()
    for key, stands, count, overdue, oldest in rows:
        whole.add(stands, count, overdue, oldest)
        if standing == OVERDUE:
            if not overdue:
                continue
            count = overdue
        elif standing not in ("", stands):
            continue
        group = groups.get(key)
        if group is None:
            groups[key] = Group(key, "" if key is None else str(key), _order(key), count, overdue, oldest,
                                {stands: count})  # fmt: skip
        else:
            group.add(stands, count, overdue, oldest)
    return whole, list(groups.values())


def name_groups(groups: Iterable[Group], grouping: Grouping) -> None:
    """Gives groups their names and what sorts them, where their keys are none; one query at most."""
    by_key = {group.key: group for group in groups if group.key is not None}
    if grouping.names is None or not by_key:
        return
    for key, name, order in grouping.names.filter(pk__in=by_key):
        by_key[key].label, by_key[key].order = name, _order(order)


def _counted(grouped: QuerySet[Any], day: date) -> QuerySet[Any]:
    late = Count("pk", filter=Q(due_on__lt=day, state__in=UNCURED))
    return grouped.annotate(count=Count("pk"), late=late, oldest=Min("due_on"))


def whole_of(narrowed: Narrowing, actor: Actor, day: date) -> Group:
    """All findings asked for, those verified among `by_standing` alone; one query."""
    every = Nonconformity.objects.filter(
        province_id__in=actor.oversees, source_kind__in=EXTERNAL, state__in=(*LIVE, State.CLOSED)
    )
    found = narrowed(every.annotate(standing=_standing(actor, day))).order_by().values("standing")
    whole = Group(None, "")
    asked = _counted(found, day).values_list("standing", "count", "late", "oldest")
    for stands, count, overdue, oldest in remembered_rows(asked):
        if stands == VERIFIED:
            whole.by_standing[VERIFIED] = count
        else:
            whole.add(stands, count, overdue, oldest)
    return whole


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


def choices_of(actor: Actor, shown: Sequence[Group] = ()) -> Choices:
    """What there is to choose from in the actor's provinces; two queries. Gives the agencies shown their names, too."""
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
    named = {group.key: group for group in shown}
    district = Q(province_id__in=actor.oversees, level=Level.DISTRICT)
    agencies = Agency.objects.filter(district | Q(pk__in=named)).order_by("name_sort", "pk")
    places = []
    for pk, name, order, level, province in agencies.values_list("pk", "name", "name_sort", "level", "province_id"):
        if group := named.get(pk):
            group.label, group.order = name, _order(order)
        if level == Level.DISTRICT and province in actor.oversees:
            places.append((pk, name.replace("Ủy ban nhân dân", "UBND")))
    return Choices(
        clauses=[(pk, label) for pk, (_, label) in sorted(clauses.items(), key=lambda item: item[1])],
        areas=sorted(areas - {""})[:100],
        places=places,
    )
