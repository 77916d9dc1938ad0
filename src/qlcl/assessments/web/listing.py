"""The list of checklists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.assessments.models import Checklist
from qlcl.assessments.queries import checklist_list
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import Column, Table, filter_chips

TABS = (("Bộ câu hỏi", "assessments:list"), ("Phiếu kiểm", "assessments:checklists"))


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The two halves of the room."""
    return [(label, reverse(name), name == current) for label, name in TABS]


def state_chip(row: Checklist) -> str:
    """Concluded, or how far it has come."""
    if row.concluded_on:
        return chip_html("done", f"Đã kết luận {row.concluded_on:%d/%m/%Y}")
    return chip_html("draft", f"Đang làm {row.answered}/{row.total}")


def state_words(row: Checklist) -> str:
    """The same in words."""
    return "Đã kết luận" if row.concluded_on else f"Đang làm {row.answered}/{row.total}"


COLUMNS = (
    Column(
        "agency", "Cơ quan", "agency.short_name", order=("agency__name_sort",), fixed=True, head=True,
        url=lambda c: reverse("assessments:checklist", args=[c.pk]),
    ),
    Column("set", "Bộ câu hỏi", lambda c: str(c.set), order=("set__code", "set__version")),
    Column("occasion", "Dịp", lambda c: c.occasion_label or ("Cơ quan tự kiểm" if c.own else "")),
    Column("opened_on", "Ngày mở", "opened_on", order=("opened_on",)),
    Column("state", "Trạng thái", state_words, html=state_chip, order=("concluded_on",)),
    ILLUSTRATION,
)  # fmt: skip


@signed_in
def checklists(request: HttpRequest) -> HttpResponse:
    """Checklists by state, newest first."""
    rows = checklist_list(request.actor)
    kept = request.GET.get("tinh-trang", "")
    done = rows.concluded().order_by().count()
    live = rows.filter(concluded_on__isnull=True).order_by().count()
    if kept == "dang-lam":
        rows = rows.filter(concluded_on__isnull=True)
    elif kept == "xong":
        rows = rows.concluded()
    table = Table(
        request,
        COLUMNS,
        rows,
        caption="Phiếu kiểm",
        cards=True,
        empty="Chưa có phiếu kiểm nào.",
        remedy="Phiếu của một lượt kiểm tra được mở từ lượt kiểm tra đó; cơ quan tự kiểm thì mở từ trang cơ quan.",
    )
    if table.export:
        return table.export_response("phieu-kiem")
    choices = [("dang-lam", "Đang làm", live), ("xong", "Đã kết luận", done)]
    context = {
        "table": table,
        "states": filter_chips(request, "tinh-trang", choices, total=live + done),
        "tabs": tabs("assessments:checklists"),
    }
    return render(request, "assessments/checklists.html", context)
