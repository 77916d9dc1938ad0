"""The follow-up board: every open finding of the province, put together one way or another, or one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from qlcl.corrective.enums import ARTICLES, Severity
from qlcl.corrective.models import Nonconformity
from qlcl.inspections.policies import recorded_provinces
from qlcl.inspections.queries.board import (
    CHIPS,
    GROUPINGS,
    OVERDUE,
    STANDINGS,
    VERIFIED,
    Choices,
    Group,
    Grouping,
    agencies_of,
    choices_of,
    findings_of,
    groups_of,
    last_reminded,
    name_groups,
    on_board,
    places_of,
    standing_so,
    tell_standings,
    whole_of,
)
from qlcl.kernel.clock import today
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.remembered import remembered
from qlcl.kernel.words import search
from qlcl.organisations.enums import Level
from qlcl.organisations.policies import is_provincial
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import EXPORT, PAGE, SORT, Chip, Column, Table, address
from qlcl.ui.typed import number_of, year_of
from qlcl.ui.writing import vn_date, vn_number

PAGE_SIZE = 50
ROWS = "diem"
_LEVELS = dict(Level.choices)
#: The standings shown beside each other; what is verified is asked for by itself.
SHOWN = tuple(code for code in STANDINGS if code != VERIFIED)
#: Parameter of the address → the field it narrows.
_NUMBERS = {"co-quan": "agency_id", "dieu-khoan": "clause_id", "dia-ban": "agency__parent_id", "nam": "raised_on__year"}
_TEXTS = {"noi-dung": "article", "linh-vuc": "area", "cap": "agency__level", "muc": "severity"}
_NONE = "-"


def _standing_chip(row: Any) -> str:
    return chip_html(CHIPS[row.standing], STANDINGS[row.standing])


def _due(row: Any) -> str:
    late = vn_number((today() - row.due_on).days) if row.is_overdue_on(today()) else ""
    chip = chip_html("overdue", f"Quá {late} ngày") if late else ""
    first = format_html('<span class="sub">ban đầu {}</span>', vn_date(row.first_due_on)) if row.first_due_on else ""
    return format_html("{} {}{}", vn_date(row.due_on), chip, first)


COLUMNS = (
    Column(
        "statement", "Điểm không phù hợp", "statement", fixed=True, head=True,
        url=lambda n: reverse("corrective:nonconformity", args=[n.pk]),
    ),
    Column("agency", "Cơ quan", "agency.short_name", order=("agency__name_sort",)),
    Column("level", "Cấp", lambda n: _LEVELS.get(n.agency.level, ""), order=("agency__level",), hidden=True),
    Column("place", "Điều khoản · Điều 36", "cited", order=("article", "clause__position")),
    Column("area", "Lĩnh vực", "area", order=("area",), hidden=True),
    Column("severity", "Mức độ", "get_severity_display", order=("severity",)),
    Column("raised_on", "Ngày phát hiện", "raised_on", order=("raised_on",), hidden=True),
    Column("source", "Cuộc kiểm tra", "source_label", hidden=True,
           url=lambda n: reverse("inspections:inspection", args=[n.source_id])),
    Column("due_on", "Hạn khắc phục", "due_on", html=_due, order=("due_on",)),
    Column("first_due_on", "Hạn ban đầu", "first_due_on", hidden=True),
    Column("standing", "Tình trạng", lambda n: STANDINGS[n.standing], html=_standing_chip),
    Column("reminded_on", "Đôn đốc gần nhất", "reminded_on"),
    ILLUSTRATION,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    given: dict[str, str]
    grouping: Grouping | None
    standing: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """What is not known is ignored."""
        names = (*_NUMBERS, *_TEXTS, "q", "nhom", "tinh-trang")
        given = {name: request.GET.get(name, "").strip()[:200] for name in names}
        standing = given["tinh-trang"] if given["tinh-trang"] in {*STANDINGS, OVERDUE} else ""
        one_by_one = given["nhom"] == ROWS or standing == VERIFIED
        return cls(given, None if one_by_one else GROUPINGS.get(given["nhom"], GROUPINGS["co-quan"]), standing)

    def narrowed(self, rows: QuerySet[Nonconformity], *, by_name: bool = True) -> QuerySet[Nonconformity]:
        """The findings asked for, however they stand; not `by_name`: of agencies that are known to bear the name."""
        for name, lookup in _NUMBERS.items():
            text = self.given[name]
            if text == _NONE and name != "nam":
                rows = rows.filter(**{f"{lookup}__isnull": True})
            elif (number := year_of(text) if name == "nam" else number_of(text)) is not None:
                rows = rows.filter(**{lookup: number})
        for name, lookup in _TEXTS.items():
            if text := self.given[name]:
                rows = rows.filter(**{lookup: "" if text == _NONE else text})
        named = by_name and self.given["q"]
        return search(rows, "agency__name_fold", self.given["q"], "agency") if named else rows


def board_asked(request: HttpRequest, asked: Asked, day: date) -> QuerySet[Nonconformity]:
    """The findings that the address asks for; `Forbidden` to who oversees no province."""
    _provincial(request)
    return on_board(asked.narrowed(findings_of(request.actor)), day, closed=asked.standing == VERIFIED)


def _provincial(request: HttpRequest) -> None:
    if not is_provincial(request.actor):
        raise Forbidden("Bảng theo dõi dành cho cơ quan cấp tỉnh; điểm của cơ quan ông/bà có ở mục Khắc phục.")


@signed_in
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Figures on top, filters, groups or findings; the worst first."""
    _provincial(request)
    day, asked = today(), Asked.of(request)
    counted = _counted(request, asked, day)
    if asked.grouping is None:
        table, name = _findings(request, asked, counted, day), "theo-doi-khac-phuc"
    else:
        table, name = _groups(request, asked.grouping, counted.listed), f"theo-doi-{asked.grouping.code}"
    if table.export:
        return table.export_response(name)
    agencies = asked.grouping is not None and asked.grouping.code == "co-quan"
    shown: list[Group] = list(table.rows) if agencies else []
    if shown and not shown[0].by_standing:
        rows = on_board(asked.narrowed(findings_of(request.actor), by_name=False), day)
        tell_standings(shown, rows, day, asked.standing)
    places = places_of(request.actor, shown)
    context = {**_frame(request, asked, counted, day), "table": table, "choices": counted.choices, "places": places}
    return render(request, "inspections/board.html", context)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the board counts of the findings asked for: groups, all that live, those verified; choices of filters."""

    listed: Sequence[Group]
    whole: Group | None
    verified: int
    choices: Choices

    def asked(self, standing: str) -> int:
        """How many stand as asked."""
        if self.whole is None:
            return self.verified
        if standing == OVERDUE:
            return self.whole.overdue
        return self.whole.by_standing.get(standing, 0) if standing else self.whole.count


def _counted(request: HttpRequest, asked: Asked, day: date) -> Counted:
    """Remembered together by what is asked for, until something is written."""
    actor = request.actor
    every = bool(request.GET.get(SORT)) or EXPORT in request.GET  # else the worst first, a page of them

    def read() -> tuple[Counted]:
        found = asked.narrowed(findings_of(actor))
        rows, closed = on_board(found, day), on_board(found, day, closed=True)
        choices = choices_of(actor)
        if asked.standing == VERIFIED:
            return (Counted([], None, closed.count(), choices),)
        by_agency = asked.grouping is not None and asked.grouping.field == "agency_id"
        if asked.grouping is not None and (every or not by_agency):
            groups = groups_of(rows, asked.grouping, day, asked.standing)
            return (Counted(groups.listed, groups.whole, closed.count(), choices),)
        listed = agencies_of(rows, day, asked.standing) if by_agency else ()
        return (Counted(listed, *whole_of(rows, closed, day), choices),)

    given = tuple(asked.given.values())
    return remembered(("follow-up", tuple(sorted(actor.oversees)), day, given, every), read)[0]


def _findings(request: HttpRequest, asked: Asked, counted: Counted, day: date) -> Table:
    rows = standing_so(board_asked(request, asked, day), asked.standing, day)
    shown = last_reminded(rows).select_related("agency", "clause").order_by("due_on", "pk")
    columns = (_box("diem", lambda n: n.pk, str), *COLUMNS) if recorded_provinces(request.actor) else COLUMNS
    return Table(
        request, columns, shown, caption="Điểm không phù hợp đang theo dõi", cards=True,
        empty="Không có điểm nào theo bộ lọc này.", remedy="Bỏ bớt điều kiện lọc.", keys_first=True,
        known=counted.asked(asked.standing),
    )  # fmt: skip


def _groups(request: HttpRequest, grouping: Grouping, groups: Sequence[Group]) -> Table:
    """One line a group, its figures leading to their findings."""

    def link(group: Group, standing: str | None = None) -> str:
        key = _NONE if group.key in {None, ""} else str(group.key)
        return address(request, **{grouping.code: key, "nhom": ROWS, "tinh-trang": standing, PAGE: None, SORT: None})

    def figure(code: str, label: str, value: Callable[[Group], int], tone: str) -> Column:
        def shown(group: Group) -> str:
            n = value(group)
            text = (
                format_html('<a href="{}">{}</a>', link(group, code if code in {*STANDINGS, OVERDUE} else None), n)
                if n
                else "–"
            )
            return format_html('<b class="tone-{}">{}</b>', tone, text) if n and tone else text

        return Column(code, label, value, html=shown, numeric=True, order=lambda g: -value(g))

    def stands(code: str) -> Callable[[Group], int]:
        return lambda group: group.by_standing.get(code, 0)

    boxes = grouping.code == "co-quan" and bool(recorded_provinces(request.actor))
    columns = (
        *([_box("co-quan", lambda g: g.key, lambda g: g.label)] if boxes else []),
        Column("name", grouping.title, lambda g: group_name(grouping, g), url=link, head=True, fixed=True,
               order=lambda g: g.order),
        figure("count", "Số điểm", lambda g: g.count, ""),
        figure(OVERDUE, "Quá hạn", lambda g: g.overdue, OVERDUE),
        *(figure(code, STANDINGS[code], stands(code), "") for code in SHOWN),
        Column("oldest", "Hạn sớm nhất", "oldest", order=lambda g: g.oldest or date.max),
    )  # fmt: skip
    table = Table(
        request, columns, groups, caption=f"Điểm không phù hợp theo {grouping.title.lower()}", cards=True,
        empty="Không có điểm nào chưa khép.", remedy="Bỏ bớt điều kiện lọc.",
    )  # fmt: skip
    by_name = table.sorting[0] is not None and table.sorting[0].key == "name"
    if grouping.code == "co-quan" and (by_name or table.export):
        name_groups(groups, grouping)
    return table


def _box(name: str, key: Callable[[Any], Any], label: Callable[[Any], str]) -> Column:
    """A box by which a line is chosen for a letter."""

    def shown(row: Any) -> str:
        text = '<input type="checkbox" name="{}" value="{}" form="cong-van" aria-label="Chọn {}">'
        return format_html(text, name, key(row), label(row))

    return Column("pick", "Chọn", lambda row: "", html=shown, fixed=True)


def _grouping_chips(request: HttpRequest, asked: Asked) -> list[Chip]:
    """The ways to look at the findings: put together, or one by one."""
    here = ROWS if asked.grouping is None else asked.grouping.code
    ways = [*((g.code, g.title) for g in GROUPINGS.values()), (ROWS, "Từng điểm")]
    return [
        Chip(title, address(request, nhom=code, **{PAGE: None, SORT: None, **_drop(asked, code)}), None, code == here)
        for code, title in ways
    ]


def _drop(asked: Asked, code: str) -> dict[str, None]:
    """Put together again, what is verified is not asked for: groups are of what is open."""
    return {"tinh-trang": None} if asked.standing == VERIFIED and code != ROWS else {}


def group_name(grouping: Grouping, group: Group) -> str:
    """How a group is called on screen."""
    if group.key in {None, ""}:
        return "(không ghi)"
    if grouping.code == "cap":
        return str(_LEVELS.get(group.key, group.key))
    if grouping.code == "muc":
        return str(Severity(group.key).label)
    return group.label.replace("Ủy ban nhân dân", "UBND")


def _frame(request: HttpRequest, asked: Asked, counted: Counted, day: date) -> dict[str, Any]:
    """What stands around groups and findings alike."""
    whole = counted.whole
    stands = whole.by_standing if whole else {}

    def link(code: str) -> str:
        return address(request, **{"tinh-trang": code or None, "nhom": ROWS, PAGE: None, SORT: None})

    figures = [("chưa khép", whole.count if whole else None, link(""), "")]
    if whole:
        figures.append(("quá hạn khắc phục", whole.overdue, link(OVERDUE), "overdue"))
        figures += [(STANDINGS[code].lower(), stands.get(code, 0), link(code), CHIPS[code]) for code in SHOWN]
        figures.append(("đã xác nhận", counted.verified, link(VERIFIED), "done"))
    return {
        "figures": figures if whole else [],
        "given": asked.given,
        "asked": asked,
        "asked_standing": "Quá hạn khắc phục" if asked.standing == OVERDUE else STANDINGS.get(asked.standing, ""),
        "grouping_chips": _grouping_chips(request, asked),
        "choosing": asked.grouping is None or asked.grouping.code == "co-quan",
        "agency_asked": asked.given["co-quan"],
        "place": asked.given["dia-ban"],
        "article": asked.given["noi-dung"],
        "clause": asked.given["dieu-khoan"],
        "area": asked.given["linh-vuc"],
        "articles": list(ARTICLES),
        "levels": _LEVELS.items(),
        "severities": Severity.choices,
        "years": range(day.year, day.year - 8, -1),
        "writes": bool(recorded_provinces(request.actor)),
        "letters_url": reverse("inspections:follow_letters"),
        "day": day,
        "query": address(request, **{PAGE: None}),
        "kept": [(name, asked.given[name]) for name in ("nhom", "tinh-trang", "co-quan") if asked.given[name]],
        "unasked": address(request, **{"tinh-trang": None, "co-quan": None, PAGE: None}),
    }
