"""Inspections under way: by state, mode, month, inspector; one's own."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import recorded_provinces, visible_inspectors
from qlcl.inspections.queries.case_list import GROUPS, case_list, in_month, led_by
from qlcl.inspections.web.case_steps import state_html, state_words
from qlcl.kernel.clock import today
from qlcl.kernel.remembered import remembered_rows
from qlcl.kernel.words import search
from qlcl.organisations.policies import is_provincial
from qlcl.ui.access import signed_in
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import Column, Table, filter_chips
from qlcl.ui.typed import year_of

NAMES = ("nhom", "hinh-thuc", "nam", "thang", "nguoi", "q", "cua-toi")


def _columns(day: date) -> list[Column]:
    return [
        Column("agency", "Cơ quan", lambda i: i.agency.short_name, order=("agency__name_sort",), fixed=True, head=True,
               url=lambda i: reverse("inspections:inspection", args=[i.pk])),
        Column("status", "Trạng thái", state_words, html=lambda i: state_html(i, day), order=("status",)),
        Column("mode", "Hình thức", "get_mode_display", order=("mode",)),
        Column("planned_from", "Ngày kiểm tra", lambda i: i.inspected_on or i.planned_from, order=("planned_from",)),
        Column("planned_until", "Đến ngày", "planned_until", hidden=True),
        Column("leader", "Trưởng đoàn", lambda i: i.leader or ""),
        Column("source", "Nguồn", lambda i: f"Đột xuất: {i.order}" if i.order else "Kế hoạch năm", hidden=True),
        Column("report_due_on", "Hạn báo cáo khắc phục", "report_due_on", order=("report_due_on",)),
        Column("inspected_by", "Đơn vị kiểm tra", "inspected_by", hidden=True),
        ILLUSTRATION,
    ]  # fmt: skip


@signed_in
def cases(request: HttpRequest) -> HttpResponse:
    """The inspections that are prepared, made or followed, with counts by group."""
    given = {name: request.GET.get(name, "").strip() for name in NAMES}
    day, actor = today(), request.actor
    rows = _narrowed(case_list(actor), given, actor.person_id)
    counted = rows.order_by().values("status", "mode").annotate(n=Count("pk")).values_list("status", "mode", "n")
    cells = {(status, mode): n for status, mode, n in remembered_rows(counted)}
    table = Table(
        request,
        _columns(day),
        _of_group(rows, given),
        caption="Cuộc kiểm tra",
        cards=True,
        known=_in_group(cells, given),
        keys_first=True,
        empty="Không có cuộc kiểm tra nào.",
        remedy="Mở cuộc kiểm tra từ kế hoạch năm đã phê duyệt, hoặc ghi kiểm tra đột xuất.",
    )
    if table.export:
        return table.export_response("cuoc-kiem-tra")
    context = {"table": table, "day": day, **_filters(request, cells, given)}
    return render(request, "inspections/cases.html", context)


def _narrowed(rows: QuerySet[Inspection], given: dict[str, str], person_id: int | None) -> QuerySet[Inspection]:
    """All filters but the group and the mode, whose chips count what the others leave."""
    year = year_of(given["nam"])
    month = int(given["thang"]) if given["thang"].isascii() and given["thang"].isdigit() else 0
    if year and year < 9999:
        rows = in_month(rows, year, month if 1 <= month <= 12 else 0)
    if given["cua-toi"]:
        rows = led_by(rows, person_id=person_id)
    who = given["nguoi"]
    if who.isascii() and who.isdigit() and len(who) < 19:
        rows = led_by(rows, inspector_id=int(who))
    return search(rows, "agency__name_fold", given["q"], "agency") if given["q"] else rows


def _of_group(rows: QuerySet[Inspection], given: dict[str, str]) -> QuerySet[Inspection]:
    group = next((g for g in GROUPS if g.code == given["nhom"]), GROUPS[0])
    rows = rows.filter(status__in=group.states)
    return rows.filter(mode=given["hinh-thuc"]) if given["hinh-thuc"] in Mode.values else rows


def _in_group(cells: dict[tuple[str, str], int], given: dict[str, str]) -> int:
    """How many inspections the group and the mode asked for hold."""
    group = next((g for g in GROUPS if g.code == given["nhom"]), GROUPS[0])
    mode = given["hinh-thuc"] if given["hinh-thuc"] in Mode.values else ""
    return sum(n for (status, of_mode), n in cells.items() if Status(status) in group.states and mode in ("", of_mode))


def _filters(request: HttpRequest, cells: dict[tuple[str, str], int], given: dict[str, str]) -> dict[str, Any]:
    mode, group = given["hinh-thuc"], next((g for g in GROUPS if g.code == given["nhom"]), GROUPS[0])
    groups: Counter[str] = Counter()
    modes: Counter[str] = Counter()
    for (status, of_mode), n in cells.items():
        for g in GROUPS:
            if Status(status) in g.states and mode in ("", of_mode):
                groups[g.code] += n
        if Status(status) in group.states:
            modes[of_mode] += n
    first = GROUPS[0]
    provincial = is_provincial(request.actor)
    people = visible_inspectors(request.actor).order_by("name_sort", "pk").values_list("pk", "full_name")
    return {
        "groups": filter_chips(
            request, "nhom", [(g.code, g.label, groups[g.code]) for g in GROUPS[1:]], total=groups[first.code],
            all_label=first.label,
        ),
        "modes": filter_chips(
            request, "hinh-thuc", [(c, str(n), modes[c]) for c, n in Mode.choices], total=sum(modes.values())
        ),
        "own": filter_chips(request, "cua-toi", [("1", "Có tôi", None)], all_label="Mọi người"),
        "people": [(str(pk), name) for pk, name in people[:300]] if provincial else [],
        "months": [(str(n), f"Tháng {n}") for n in range(1, 13)],
        "given": {name.replace("-", "_"): value for name, value in given.items()},
        "kept": [(n, given[n]) for n in ("nhom", "hinh-thuc", "cua-toi") if given[n]],
        "may_record": bool(recorded_provinces(request.actor)),
        "provincial": provincial,
    }  # fmt: skip
