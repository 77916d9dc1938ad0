"""The list of duties: what stands behind every number of a desk."""

from typing import Any

from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.duties.enums import State
from qlcl.duties.links import role_name
from qlcl.duties.models import Duty
from qlcl.duties.queries.listing import Filters, duty_list
from qlcl.kernel import clock
from qlcl.kernel.remembered import remembered_rows
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.tables import Column, Table, filter_chips

ALL_YEARS = "tat-ca"
STATES = [(s.value, str(s.label), None) for s in State]


def _state(duty: Any) -> State:
    return State(duty.state)


def _owed_by(duty: Duty) -> str:
    return f"{duty.position.title}" if duty.position else role_name(duty)


COLUMNS = (
    Column(
        "label", "Việc", "whole_label", url=lambda d: reverse("duties:duty", args=[d.pk]), order=("label",), fixed=True,
        head=True,
    ),
    Column("agency", "Cơ quan", "agency.short_name", order=("agency__name_sort",)),
    Column("owed_by", "Người thực hiện", _owed_by),
    Column("due_on", "Hạn", "due_on", order=("due_on",)),
    Column(
        "state", "Tình trạng", lambda d: str(_state(d).label),
        html=lambda d: chip_html("none" if d.state == State.CANCELLED else d.state, str(_state(d).label)),
    ),
    Column("closed_on", "Ngày xong", "closed_on", order=("closed_on",)),
    Column("done_by", "Do ai", "done_by", hidden=True),
    Column("basis", "Căn cứ", "legal_basis", hidden=True),
    Column("source", "Phát sinh từ", "source_label", hidden=True),
)  # fmt: skip


def _counted(rows: QuerySet[Duty]) -> int:
    """How many there are, remembered while somebody pages through them: a province has hundreds of thousands a year."""
    every = rows.order_by().annotate(every=Value(1)).values("every").annotate(n=Count("pk"))
    return next((n for (n,) in remembered_rows(every.values_list("n"))), 0)


@signed_in
@require_GET
def listing(request: HttpRequest) -> HttpResponseBase | HttpResponse:
    """Duties by agency, year, state, position or rule; without a year, those of this year."""
    asked, day = request.GET, clock.today()
    year = asked.get("nam", "")
    position = asked.get("vi-tri", "")
    filters = Filters(
        agency=asked.get("co-quan", "").strip(),
        year=None if year == ALL_YEARS else int(year[:4]) if year.isdecimal() else day.year,
        state=asked.get("trang-thai", ""),
        position=int(position[:18]) if position.isdecimal() else None,
        rule=asked.get("quy-tac", "").strip(),
        statutory=asked.get("luat-dinh") == "1",
    )
    rows = duty_list(request.actor, filters, day)
    table = Table(
        request,
        COLUMNS,
        rows,
        caption="Danh sách việc",
        default="due_on",
        keys_first=True,
        known=_counted(rows),
        cards=True,
        empty="Không có việc nào như vậy.",
        remedy="Bỏ bớt điều kiện lọc, hoặc chọn năm khác.",
    )
    if table.export:
        return table.export_response("viec")
    years = [(str(y), f"Năm {y}", None) for y in range(day.year, day.year - 5, -1)]
    context = {
        "table": table,
        "day": day,
        "year": filters.year,
        "states": filter_chips(request, "trang-thai", [("mo", "Đang mở", None), *STATES]),
        "years": filter_chips(request, "nam", [*years, (ALL_YEARS, "Mọi năm", None)], all_label="Năm nay"),
        "statutory": filters.statutory,
    }
    return render(request, "duties/list.html", context)
