"""The leader of a province: ten figures with their trend, each opening its rows; reports that wait for him."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from qlcl.conformity.queries import current_edition
from qlcl.duties.queries import duties_of
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import visible_provinces
from qlcl.reports.models import Snapshot
from qlcl.reports.queries.leader import Trend, figures_for, rows_behind
from qlcl.ui.access import signed_in
from qlcl.ui.charts import sparkline
from qlcl.ui.forms import read_day
from qlcl.ui.tables import Column, Table
from qlcl.ui.writing import percent, vn_number


@signed_in
def figures(request: HttpRequest) -> HttpResponse:
    """The ten figures for whoever oversees a province."""
    return leader_desk(request, today())


def leader_desk(request: HttpRequest, day: date) -> HttpResponse:
    """His province at a glance: figures by trend, then the same as a table, then the reports of the year."""
    actor = request.actor
    provinces = list(visible_provinces(actor).order_by("valid_until", "name_sort"))
    province = _province(request, provinces, day)
    trends, made_up = figures_for(actor, overseen(actor, province), day, current_edition(day))
    mine = [item for band in duties_of(actor, day).values() for item in band]
    context: dict[str, Any] = {
        "day": day,
        "province": province,
        "illustration": made_up,
        "provinces": [p for p in provinces if p.is_valid_on(day)],
        "figures": [_shown(t, province) for t in trends],
        "quarters": _twin([t for t in trends if not t.ask.by_year], province),
        "years": _twin([t for t in trends if t.ask.by_year], province),
        "mine": len(mine),
        "frozen": _frozen(province, day),
        "signs": Role.PROVINCIAL_LEADER in actor.roles,
    }
    return render(request, "portal/leader.html", context)


def _province(request: HttpRequest, provinces: list[Agency], day: date) -> Agency:
    """The province asked for, else the first that lives; raises `Unseen` without any."""
    asked = request.GET.get("tinh", "")
    found = [p for p in provinces if p.code == asked] if asked else [p for p in provinces if p.is_valid_on(day)]
    if not (found or provinces):
        raise Unseen("Trang này dành cho cơ quan quản lý cấp tỉnh.")
    if asked and not found:
        raise Unseen("Không có tỉnh này trong phạm vi được xem.")
    return (found or provinces)[0]


def overseen(actor: Actor, province: Agency) -> frozenset[int]:
    """The province and those that became it."""
    post = actor.provincial_post(province.pk, PROVINCIAL)
    return post.oversees if post is not None and post.province_id == province.pk else frozenset({province.pk})


def _frozen(province: Agency, day: date) -> list[Snapshot]:
    """What was frozen this year: reports that wait to be signed and sent."""
    rows = Snapshot.objects.filter(province=province, frozen_on__gte=date(day.year, 1, 1), frozen_on__lte=day)
    return list(rows.defer("body").order_by("-frozen_at")[:10])


def _shown(trend: Trend, province: Agency) -> dict[str, Any]:
    """A figure as its card shows it."""
    before = trend.points[-2]
    return {
        "trend": trend,
        "label": trend.label,
        "now": trend.now,
        "url": _rows_url(trend, trend.now.day, province),
        "before": before if before.denominator else None,
        "spark": spark(trend),
        "since": f"năm {trend.now.day.year}" if trend.ask.by_year else "",
        "least": trend.least,
        "short": trend.short,
    }


def spark(trend: Trend) -> SafeString:
    """The trend as a small drawing; its words say where it began, where it stands, and how many days it shows."""
    shares = [p.share for p in trend.points]
    known = [p for p in trend.points if p.share is not None]
    if not known:
        return sparkline(shares, f"{trend.label}: chưa có số liệu")
    first, last = known[0], known[-1]
    words = f"{trend.label}: từ {percent(first.share)} ({first.label}) đến {percent(last.share)} ({last.label})"
    return sparkline(shares, words)


def _twin(trends: list[Trend], province: Agency) -> dict[str, Any]:
    """The same figures as a table: a line for each, a column for each day; each cell opens its rows."""
    rows = [
        (t.label, [(_rows_url(t, p.day, province), f"{vn_number(p.value)}/{vn_number(p.denominator)}", percent(p.share))
                   for p in t.points])
        for t in trends
    ]  # fmt: skip
    return {"heads": [p.label for p in trends[0].points] if trends else [], "rows": rows}


def _rows_url(trend: Trend, day: date, province: Agency) -> str:
    query = urlencode({"tinh": province.code, "ngay": day.isoformat()})
    return f"{reverse('portal:leader_rows', args=[trend.ask.code])}?{query}"


@signed_in
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind one figure on one day."""
    text = request.GET.get("ngay", "")
    day = read_day(text) if text else today()
    if day is None:
        raise DomainError("bad_date", f"Ngày “{text}” không hợp lệ; hãy nhập lại theo dạng dd/mm/yyyy.")
    provinces = list(visible_provinces(request.actor).order_by("valid_until", "name_sort"))
    province = _province(request, provinces, day)
    newest = current_edition(today())
    ask, measure, found = rows_behind(request.actor, overseen(request.actor, province), code, day, newest)
    shown = measure.shown()
    names = list(shown)
    listed = found.annotate(**shown).values(*names)
    columns = [
        Column(
            name,
            c.header,
            value=lambda row, name=name, c=c: c.choices.get(row[name], row[name]),
            head=c.header == "Cơ quan",
        )
        for name, c in zip(names, measure.columns, strict=True)
    ]
    table = Table(request, columns, listed, cards=True, caption=ask.label, empty="Không có dòng nào vào ngày này.")
    if table.export:
        return table.export_response(f"so-lieu-{code}")
    context = {"ask": ask, "table": table, "day": day, "province": province, "count": found.count()}
    return render(request, "portal/leader_rows.html", context)
