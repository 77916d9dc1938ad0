"""The living page: every component once, as colleagues use it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.ui.cells import cell_html, chip_html
from qlcl.ui.forms import VnDateField
from qlcl.ui.states import STATES
from qlcl.ui.tables import Column, Table, filter_chips


@dataclass(frozen=True, slots=True)
class Row:
    """A made-up row of the sample table."""

    name: str
    level: str
    signed_on: date | None
    share: float | None
    state: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A made-up entry of the sample timeline, shaped like the history's."""

    act: str
    summary: str
    on: date
    at: datetime
    who: str
    position: str
    changes: tuple[tuple[str, object, object], ...] = ()


AT = datetime(2021, 6, 30, 2, 5, tzinfo=UTC)
LEVELS = {"tinh": "Cấp tỉnh", "huyen": "Cấp huyện", "xa": "Cấp xã"}
NAMES = (
    ("Sở Tài chính", "tinh"),
    ("Sở Công Thương", "tinh"),
    ("Sở Nông nghiệp và Phát triển nông thôn", "tinh"),
    ("UBND thành phố Tây Ninh", "huyen"),
    ("UBND huyện Tân Biên", "huyen"),
    ("UBND xã Phước Vinh", "xa"),
    ("UBND xã Thạnh Đông", "xa"),
)
ROWS = [
    Row(
        f"{name}{f' – phòng {turn}' if turn else ''}",
        level,
        date(2021, 1 + (index + turn) % 9, 3 + index) if (index + turn) % 4 else None,
        (index * 17 + turn * 5) % 101 if (index + turn) % 4 else None,
        ("done", "late", "overdue", "explained", "not_due")[(index + turn) % 5],
    )
    for turn in range(9)
    for index, (name, level) in enumerate(NAMES)
]
COLUMNS = [
    Column("name", "Cơ quan", order=lambda r: r.name, fixed=True, head=True, url=lambda r: "#bang"),
    Column("level", "Cấp", value=lambda r: LEVELS[r.level], order=lambda r: r.level),
    Column("signed_on", "Ngày công bố", order=lambda r: (r.signed_on is None, r.signed_on or date.min)),
    Column("share", "Đúng hạn (%)", order=lambda r: r.share or -1, numeric=True),
    Column("state", "Trạng thái", value=lambda r: STATES[r.state].word, html=lambda r: chip_html(r.state)),
    Column("note", "Ghi chú", value=lambda r: "", hidden=True),
]
STEPS = ("Kế hoạch", "Ban chỉ đạo", "Đào tạo", "Tài liệu", "Áp dụng", "Đánh giá nội bộ", "Xem xét lãnh đạo",
         "Xác nhận hiệu lực", "Công bố", "Thông báo", "Niêm yết", "Đăng web")  # fmt: skip
DONE = (130, 130, 130, 123, 123, 110, 110, 86, 86, 48, 48, 48)


class SampleForm(forms.Form):
    """A form with one of each control."""

    number = forms.CharField(label="Số văn bản", max_length=40, help_text="Ghi đúng như bản đã ký, ví dụ 15/QĐ-UBND.")
    signed_on = VnDateField(label="Ngày ký")
    kind = forms.ChoiceField(label="Lần công bố", choices=[("first", "Lần đầu"), ("again", "Công bố lại")])
    prepared_by = forms.ChoiceField(
        label="Cách xây dựng",
        choices=[("self", "Tự xây dựng"), ("consultant", "Thuê tư vấn")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    agreed = forms.BooleanField(label="Đã đối chiếu với bản ký", required=True)
    file = forms.FileField(label="Bản ký (PDF)", required=False)


def components(request: HttpRequest) -> HttpResponse:
    """Public: holds no data but its own samples."""
    wanted = request.GET.get("cap", "")
    rows = [r for r in ROWS if not wanted or r.level == wanted]
    table = Table(request, COLUMNS, rows, caption="Cơ quan và ngày công bố", page_size=10, cards=True,
                  empty="Không có cơ quan nào khớp.", remedy="Bỏ bớt điều kiện lọc.")  # fmt: skip
    if table.export:
        return table.export_response("co-quan")
    counts = [(code, label, sum(r.level == code for r in ROWS)) for code, label in LEVELS.items()]
    faulty = SampleForm({"number": "15/QĐ-UBND", "signed_on": "31/02/2021", "kind": "first"}, auto_id="faulty_%s")
    context = {
        "table": table,
        "chips": filter_chips(request, "cap", counts, total=len(ROWS)),
        "form": SampleForm(),
        "faulty": faulty,
        "states": list(STATES),
        "steps": list(zip(STEPS, DONE, strict=True)),
        "board": [(name, LEVELS[level], _cells(i)) for i, (name, level) in enumerate(NAMES)],
        "entries": _entries(),
        "missing": ["Chưa có đánh giá nội bộ trong 12 tháng qua.", ("Chưa xác nhận hiệu lực hệ thống.", "#bang")],
        "tabs": [("Thông tin", "#the", True), ("Công bố", "#the", False), ("Diễn biến", "#the", False)],
        "labels": ["Cấp tỉnh", "Cấp huyện", "Cấp xã"],
        "by_year": [("Đã công bố", [24, 5, 43]), ("Theo kế hoạch", [27, 9, 94])],
        "months": [f"T{m}/2021" for m in range(1, 8)],
        "trend": [("Đúng hạn", [61.5, 64, 70.2, None, 78, 81.4, 88.9]), ("Đầy đủ", [50, 52, 51, 58, 66, 70, 71])],
        "spark": [3, 5, 4, 8, 9, 14],
        "today_sample": date(2021, 6, 30),
        "at": AT,
        "icons": _icons(),
    }  # fmt: skip
    return render(request, "ui/components.html", context)


def _entries() -> list[Entry]:
    """A made-up history."""
    changes = (("Ngày hiệu lực", None, date(2021, 7, 1)), ("Số quyết định", "12/QĐ-UBND", "15/QĐ-UBND"))
    who = ("Trần Văn Minh", "Chủ tịch")
    return [
        Entry("Công bố", "UBND xã Phước Vinh công bố phù hợp TCVN ISO 9001:2015", date(2021, 6, 29), AT, *who, changes),
        Entry("Xác nhận hiệu lực", "Hệ thống được xác nhận có hiệu lực", date(2021, 6, 15), AT, *who),
    ]


def _icons() -> list[str]:
    """The names of the sprite's icons, read from its style sheet."""
    sheet = Path(__file__).parents[1] / "static/ui/icons.css"
    return re.findall(r"\.i-([\w-]+) \{", sheet.read_text())


def _cells(row: int) -> list[str]:
    """A made-up line of the board."""
    kinds = ("done", "done", "late", "done", "explained", "done", "overdue", "unknown")
    reached = 12 - row
    return [cell_html(kinds[(row * 3 + i) % 8] if i < reached else "not_due") for i in range(12)]
