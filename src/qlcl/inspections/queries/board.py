"""The follow-up board: what inspections found in a province and is not closed, by how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from qlcl.corrective.enums import UNCURED, State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.policies import EXTERNAL
from qlcl.inspections.enums import Status
from qlcl.inspections.models import FollowUpLetterLine, Inspection
from qlcl.kernel.actors import Actor
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.standards.models import Clause

OVERDUE = "overdue"
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


def findings_of(actor: Actor) -> QuerySet[Nonconformity]:
    """What inspections found in the provinces the actor oversees."""
    return Nonconformity.objects.filter(province_id__in=actor.oversees, source_kind__in=EXTERNAL)


def on_board(found: QuerySet[Nonconformity], day: date, *, closed: bool = False) -> QuerySet[Nonconformity]:
    """Those of the findings that live, or with `closed` those verified; `standing` says how each stands."""
    rows = found.filter(state=State.CLOSED) if closed else found.filter(closed_on__isnull=True)  # its own index
    return rows.annotate(standing=_standing(day))


def board_rows(actor: Actor, day: date) -> QuerySet[Nonconformity]:
    """All that live of what inspections found in the provinces the actor oversees."""
    return on_board(findings_of(actor), day)


def _standing(day: date) -> Case:
    """The inspection behind a finding is looked at once; where it says nothing, the finding's own state does."""
    says = Case(
        When(status=Status.REFUSED, then=Value(REFUSED)),
        When(status=Status.SIGNED, report_due_on__lt=day, then=Value(LATE)),
        When(status=Status.SIGNED, then=Value(WAITING)),
        When(status__in=(Status.REPORTED, Status.ACCEPTED, Status.CLOSED), then=Value(PROPOSED)),
        output_field=CharField(),
    )
    behind = Inspection.objects.filter(pk=OuterRef("source_id")).annotate(says=says).values("says")
    begun = Case(When(state=State.ACTING, then=Value(PROPOSED)), default=Value(WAITING), output_field=CharField())
    return Case(
        When(state=State.CLOSED, then=Value(VERIFIED)),
        When(state=State.TO_VERIFY, then=Value(FIXED)),
        default=Coalesce(Subquery(behind), begun),
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
    counted = _counted(found.order_by().annotate(key=F(grouping.field)).values("key", "standing"), day)
    whole, groups = _put_together(counted.values_list("key", "standing", *_FIGURES), standing)
    if grouping.field != "agency_id":
        name_groups(groups, grouping)
    groups.sort(key=lambda g: (-g.overdue, g.oldest or date.max, g.order, g.label))
    return Groups(whole, groups)


class Agencies(Sequence[Group]):
    """Groups of agencies as they were counted; a page makes those that it shows."""

    def __init__(self, counted: Sequence[tuple[Any, ...]]) -> None:
        self._counted = counted

    def __len__(self) -> int:
        return len(self._counted)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        key, count, overdue = self._counted[place]
        return Group(key, str(key), _order(key), count, overdue)


def agencies_of(rows: QuerySet[Nonconformity], day: date, standing: str) -> Agencies:
    """The groups of agencies as `groups_of` gives them, but how each stands: an index has findings by agency.

    See `tell_standings` for those of a page.
    """
    asked = standing_so(rows, standing, day).order_by().values("agency_id")
    counted = _counted(asked, day).order_by("-late", "oldest", "agency_id")
    return Agencies(list(counted.values_list("agency_id", "count", "late")))


def tell_standings(groups: Sequence[Group], rows: QuerySet[Nonconformity], day: date, standing: str) -> None:
    """How the findings of some agencies stand, and the oldest day; one query."""
    by_key = {group.key: group for group in groups}
    asked = standing_so(rows, standing, day).filter(agency_id__in=by_key).order_by().values("agency_id", "standing")
    counted = asked.annotate(n=Count("pk"), first=Min("due_on"))
    for key, stands, n, first in counted.values_list("agency_id", "standing", "n", "first"):
        group = by_key[key]
        group.by_standing[stands] = n
        group.oldest = first if group.oldest is None else min(group.oldest, first)


def standing_so(rows: QuerySet[Nonconformity], standing: str, day: date) -> QuerySet[Nonconformity]:
    """Those of the findings that stand as asked."""
    if standing == OVERDUE:
        return rows.filter(due_on__lt=day, state__in=UNCURED)
    return rows.filter(standing=standing) if standing else rows


_FIGURES = ("count", "late", "oldest")


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


def whole_of(rows: QuerySet[Nonconformity], closed: QuerySet[Nonconformity], day: date) -> tuple[Group, int]:
    """All findings that live, counted together, and how many are verified; one query, two where none lives."""
    verified = Subquery(closed.order_by().values("state").annotate(n=Count("pk")).values("n"))
    found = _counted(rows.order_by().values("standing"), day).annotate(verified=Max(verified))
    whole, told = Group(None, ""), list(found.values_list("standing", *_FIGURES, "verified"))
    for *figures, _ in told:
        whole.add(*figures)
    return whole, (told[0][-1] or 0) if told else closed.count()


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


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of the board offer of the findings: their clauses and areas."""

    clauses: list[tuple[int, str]]
    areas: list[str]


def choices_of(actor: Actor) -> Choices:
    """What findings in the actor's provinces are about; one query."""
    live = findings_of(actor).filter(closed_on__isnull=True)
    named = ("clause__position", "clause__number", "clause__title_vi", "clause_id")
    pairs = list(live.order_by().values_list(*named, "area").distinct())
    clauses = sorted({(position, f"{number} {title}", pk) for position, number, title, pk, _ in pairs if pk})
    return Choices(
        clauses=[(pk, label) for _, label, pk in clauses],
        areas=sorted({area for *_, area in pairs} - {""})[:100],
    )


def places_of(actor: Actor, shown: Iterable[Group] = ()) -> list[tuple[int, str]]:
    """The districts of the actor's provinces; one query, which gives the agencies shown their names, too."""
    named = {group.key: group for group in shown}
    district = Q(province_id__in=actor.oversees, level=Level.DISTRICT)
    agencies = Agency.objects.filter(district | Q(pk__in=named)).order_by("name_sort", "pk")
    places = []
    for pk, name, order, level, province in agencies.values_list("pk", "name", "name_sort", "level", "province_id"):
        if group := named.get(pk):
            group.label, group.order = name, _order(order)
        if level == Level.DISTRICT and province in actor.oversees:
            places.append((pk, name.replace("Ủy ban nhân dân", "UBND")))
    return places
