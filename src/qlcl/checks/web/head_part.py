"""The head's part: who did what belongs to the head, what was late, how work is spread; each figure opens its rows."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.checks.deeds import act_words
from qlcl.checks.enums import Doer
from qlcl.checks.policies import agencies_headed, days_shown, sees_head_part
from qlcl.checks.queries import Part, head_parts, rows_behind, spread_of
from qlcl.duties.enums import State
from qlcl.duties.links import thing_link
from qlcl.kernel.clock import today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.kernel.measures import Measure, Scope
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import visible_agencies
from qlcl.ui.access import signed_in
from qlcl.ui.tables import Column, Table
from qlcl.ui.typed import year_of
from qlcl.ui.writing import percent, rate

_LEVELS = dict(Level.choices)
_STATES = (State.DONE, State.LATE, State.OVERDUE, State.EXPLAINED, State.NOT_DUE)


def scope_of(request: HttpRequest) -> tuple[Scope, int]:
    """The year of the address (this one, when none or a wrong one), of everything the actor may read; and that year."""
    given = request.GET.get("nam", "")
    year = min(year_of(given) or today().year, today().year)
    own = visible_agencies(request.actor).filter(pk__in=agencies_headed(request.actor))
    provinces = frozenset(request.actor.oversees) | frozenset(own.values_list("province_id", flat=True))
    return Scope(request.actor, provinces, date(year, 1, 1), date(year, 12, 31)), year


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else "–"


def _columns(year: int) -> tuple[Column, ...]:
    def page(row: dict[str, Any]) -> str:
        return f"{reverse('checks:head_part_agency', args=[row['agency'].pk])}?nam={year}"

    def figure(key: str, label: str, part: str, whole: str) -> Column:
        return Column(
            key,
            label,
            lambda r: _share(getattr(r["part"], part), getattr(r["part"], whole)),
            numeric=True,
            order=lambda r: getattr(r["part"], part) / getattr(r["part"], whole) if getattr(r["part"], whole) else -1.0,
        )

    return (
        Column("agency", "Cơ quan", lambda r: r["agency"].short_name, head=True, fixed=True, url=page,
               order=lambda r: bytes(r["agency"].name_sort)),
        Column("level", "Cấp", lambda r: _LEVELS.get(r["agency"].level, ""), order=lambda r: r["agency"].level),
        figure("by_head", "Thủ trưởng tự làm", "by_head", "head_work"),
        figure("by_others", "Quyền, ký thay", "by_others", "head_work"),
        figure("late", "Trễ hoặc quá hạn", "late", "duties"),
        Column("people", "Số người có ghi việc", lambda r: r["part"].people, numeric=True,
               order=lambda r: r["part"].people),
        figure("busiest", "Phần của người ghi nhiều nhất", "busiest", "work"),
    )  # fmt: skip


@signed_in
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """For a head his own agency; for the province a table of agencies in the order of their names, without ranks."""
    if not sees_head_part(request.actor):
        raise Forbidden("Chỉ Thủ trưởng, Phó thủ trưởng của cơ quan và cấp tỉnh xem phần này.")
    own = sorted(agencies_headed(request.actor))
    if not request.actor.oversees and len(own) == 1:
        return redirect("checks:head_part_agency", agency_id=own[0])
    scope, year = scope_of(request)
    shown = days_shown(request.actor, today())
    parts = head_parts(scope, shown)
    agencies = visible_agencies(request.actor).filter(pk__in=list(parts)).in_vietnamese_order()
    rows = [{"agency": agency, "part": parts[agency.pk]} for agency in agencies]
    table = Table(
        request,
        _columns(year),
        rows,
        caption=f"Vai trò Thủ trưởng năm {year}",
        empty="Chưa có việc nào được người của cơ quan ghi nhận trong năm.",
        remedy="Số liệu lấy từ nhật ký và việc phải làm.",
        cards=True,
    )
    if table.export:
        return table.export_response(f"vai-tro-thu-truong-{year}")
    context = {"table": table, "year": year, "years": _years(), "until": shown, "day": today()}
    return render(request, "checks/head_parts.html", context)


@signed_in
@require_GET
def of_agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency's figures with their parts."""
    agency = _agency(request, agency_id)
    scope, year = scope_of(request)
    shown = days_shown(request.actor, today())
    part = head_parts(_within(scope, agency), shown, agency.pk).get(agency.pk) or Part(agency.pk)
    spread = spread_of(part)

    def link(name: str, **cut: str) -> str:
        query = urlencode({"nam": year, "so": name, **cut})
        return f"{reverse('checks:head_part_rows', args=[agency.pk])}?{query}"

    def lines(dimension: str) -> list[tuple[str, int, str, str]]:
        return [
            (s.label, s.n, percent(rate(s.n, part.work)), link("phan-bo", chieu=dimension, muc=s.cut))
            for s in spread[dimension]
        ]

    doers = [
        (str(d.label), n, percent(rate(n, part.head_work)), link("viec", chieu="doer", muc=d.value))
        for d in Doer
        if (n := part.doers.get(d.value, 0)) or d == Doer.HEAD
    ]
    states = [
        (str(s.label), n, _of_due(n, s, part), link("han", chieu="state", muc=s.value))
        for s in _STATES
        if (n := part.states.get(s.value, 0)) or s == State.DONE
    ]  # fmt: skip
    context = {
        "agency": agency,
        "part": part,
        "year": year,
        "years": _years(),
        "doers": doers,
        "states": states,
        "people": lines("person"),
        "divisions": lines("division"),
        "roles": lines("role"),
        "own": agency_id in agencies_headed(request.actor),
        "until": shown.get(agency.province_id),
        "behind": {"viec": link("viec"), "han": link("han"), "phan_bo": link("phan-bo")},
        "day": today(),
    }
    return render(request, "checks/head_part.html", context)


@signed_in
@require_GET
def rows(request: HttpRequest, agency_id: int) -> HttpResponse:
    """The events or duties behind a figure."""
    agency = _agency(request, agency_id)
    scope, year = scope_of(request)
    name, dimension, value = (request.GET.get(key, "") for key in ("so", "chieu", "muc"))
    cut = {dimension: value} if dimension else {}
    measure, found = rows_behind(_within(scope, agency), name, agency.pk, cut)
    table = Table(
        request,
        _row_columns(measure),
        found,
        caption=measure.label,
        empty="Không có dòng nào.",
        cards=True,
    )
    if table.export:
        return table.export_response(f"{name}-{agency.code.lower()}")
    back = f"{reverse('checks:head_part_agency', args=[agency.pk])}?nam={year}"
    context = {"table": table, "agency": agency, "measure": measure, "year": year, "back": back, "day": today()}
    return render(request, "checks/head_part_rows.html", context)


def _of_due(n: int, state: State, part: Part) -> str:
    """The share of what has come due; what is not due yet has none."""
    return "–" if state == State.NOT_DUE else percent(rate(n, part.duties))


def _agency(request: HttpRequest, agency_id: int) -> Agency:
    """The agency, if the actor reads its head's part; raises Unseen."""
    found = visible_agencies(request.actor).filter(pk=agency_id).first()
    if found is None:
        raise Unseen
    if found.province_id not in request.actor.oversees and agency_id not in agencies_headed(request.actor):
        raise Forbidden("Chỉ Thủ trưởng, Phó thủ trưởng của cơ quan và cấp tỉnh xem phần này.")
    return found


def _within(scope: Scope, agency: Agency) -> Scope:
    return Scope(scope.actor, frozenset({agency.province_id}), scope.since, scope.until)


def _years() -> list[int]:
    return [today().year - n for n in range(4)]


def _row_columns(measure: Measure) -> list[Column]:
    """The columns of a measure for the table of pages; the act or duty itself first, as the head of the row."""
    return [
        Column("what", "Việc", _what, url=_url, head=True, fixed=True),
        *(
            Column(c.header, c.header, _reader(str(c.lookup), c.choices))
            for c in measure.columns
            if c.header not in {"Cơ quan", "Cấp", "Việc"}
        ),
    ]


def _reader(lookup: str, choices: Any) -> Any:
    path = lookup.replace("__", ".").split(".")

    def read(row: Any) -> Any:
        for name in path:
            row = getattr(row, name, None)
        return choices.get(str(row), row) if choices else row

    return read


def _what(row: Any) -> str:
    """The duty, or the act."""
    return str(getattr(row, "label", "") or act_words(row.act))


def _url(row: Any) -> str:
    if hasattr(row, "label"):
        return reverse("duties:duty", args=[row.pk])
    return thing_link(row.subject_kind, row.subject_id)
