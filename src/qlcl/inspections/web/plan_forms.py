"""Shapes of what is typed into the plan of the year."""

from typing import Any

from django import forms

from qlcl.inspections.enums import Mode
from qlcl.ui.forms import VnDateField

MONTHS = [("", "–"), *((str(n), f"Tháng {n}") for n in range(1, 13))]
KEPT = ("", "Giữ nguyên")


class YearForm(forms.Form):
    """The year to plan."""

    year = forms.IntegerField(label="Năm", min_value=2015, max_value=2100)


def _month(label: str, empty: str) -> forms.TypedChoiceField:
    choices = [("", empty), *MONTHS[1:]]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


class ScheduleForm(forms.Form):
    """What many lines get at once; what is left empty stays as it is."""

    mode = forms.ChoiceField(label="Hình thức", choices=[KEPT, *Mode.choices], required=False)
    planned_month = _month("Tháng", "Giữ nguyên")
    planned_from = VnDateField(label="Từ ngày", required=False)
    planned_until = VnDateField(label="Đến ngày", required=False)
    inspecting_unit = forms.CharField(label="Đơn vị kiểm tra", max_length=200, required=False)
    cooperating_unit = forms.CharField(label="Đơn vị phối hợp", max_length=300, required=False)
    cost = forms.IntegerField(label="Kinh phí mỗi cơ quan (đồng)", min_value=0, max_value=10**12, required=False)
    reason = forms.CharField(label="Lý do điều chỉnh", max_length=400, required=False)

    def __init__(self, *args: Any, approved: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not approved:
            del self.fields["reason"]

    def given(self) -> dict[str, Any]:
        """The fields filled in, without the reason; a month chosen clears the days of before."""
        values = {name: v for name, v in self.cleaned_data.items() if v not in (None, "") and name != "reason"}
        if "planned_month" in values and "planned_from" not in values:
            values |= {"planned_from": None, "planned_until": None}
        elif "planned_from" in values:
            values.setdefault("planned_until", None)
        return values


class LineForm(ScheduleForm):
    """One line: everything as it shall stand."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"] = forms.ChoiceField(label="Hình thức", choices=Mode.choices, widget=forms.RadioSelect)
        self.fields["planned_month"] = _month("Tháng dự kiến", "–")
        self.fields["cost"].label = "Kinh phí (đồng)"

    field_order = (
        "mode", "planned_month", "planned_from", "planned_until", "inspecting_unit", "cooperating_unit", "cost",
        "reason", "seen",
    )  # fmt: skip


class AddForm(forms.Form):
    """An agency that comes into the plan."""

    agency = forms.CharField(
        label="Cơ quan",
        max_length=300,
        help_text="Ghi mã hoặc tên cơ quan; trùng tên thì thêm huyện: “UBND xã A, huyện B”.",
    )
    mode = forms.ChoiceField(label="Hình thức", choices=Mode.choices, initial=Mode.BY_FILE, widget=forms.RadioSelect)
    planned_month = _month("Tháng dự kiến", "–")
    inspecting_unit = forms.CharField(label="Đơn vị kiểm tra", max_length=200, required=False)
    order = forms.CharField(
        label="Kiểm tra đột xuất theo văn bản",
        max_length=200,
        required=False,
        help_text="Số, ký hiệu, ngày văn bản chỉ đạo của Ủy ban nhân dân tỉnh; để trống nếu không phải đột xuất.",
    )
    reason = forms.CharField(
        label="Lý do", max_length=400, required=False, help_text="Bắt buộc khi kế hoạch đã phê duyệt."
    )


class DropForm(forms.Form):
    """Why an agency leaves the plan."""

    reason = forms.CharField(
        label="Lý do đưa ra",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dòng kế hoạch được giữ lại cùng ngày và lý do.",
    )


class ApprovalForm(forms.Form):
    """The decision of the People's Committee."""

    number = forms.CharField(label="Số, ký hiệu quyết định", max_length=80)
    approved_on = VnDateField(label="Ngày phê duyệt")
    file = forms.FileField(label="Bản quét quyết định", required=False, help_text="PDF, ảnh hoặc Word, tối đa 25 MB.")
    rule_reason = forms.CharField(
        label="Lý do chưa đủ theo Điều 33 khoản 2",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, broken: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not broken:
            del self.fields["rule_reason"]
