"""Shapes of what is typed about an inspection under way."""

from typing import Any

from django import forms

from qlcl.assessments.enums import Shipped
from qlcl.inspections.enums import Mode, Part, TeamRole
from qlcl.ui.forms import PastDayField, VnDateField

SCAN = "PDF, ảnh hoặc Word, tối đa 25 MB."
_LINES = {"rows": 4}


class ScheduleCaseForm(forms.Form):
    """When and where."""

    planned_from = VnDateField(label="Từ ngày")
    planned_until = VnDateField(label="Đến ngày", required=False)
    place = forms.CharField(label="Địa điểm", max_length=250, required=False)
    reason = forms.CharField(label="Lý do đổi lịch", max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, decided: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not decided:
            del self.fields["reason"]


class UnplannedForm(forms.Form):
    """An inspection outside the plan, on order."""

    agency = forms.CharField(
        label="Cơ quan",
        max_length=300,
        help_text="Ghi mã hoặc tên cơ quan; trùng tên thì thêm huyện: “UBND xã A, huyện B”.",
    )
    mode = forms.ChoiceField(label="Hình thức", choices=Mode.choices, initial=Mode.ON_SITE, widget=forms.RadioSelect)
    order = forms.CharField(
        label="Văn bản chỉ đạo",
        max_length=200,
        help_text="Số, ký hiệu, ngày văn bản của Ủy ban nhân dân tỉnh giao kiểm tra đột xuất.",
    )
    planned_from = VnDateField(label="Từ ngày", required=False)
    planned_until = VnDateField(label="Đến ngày", required=False)
    place = forms.CharField(label="Địa điểm", max_length=250, required=False, help_text="Để trống: trụ sở của cơ quan.")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class MemberForm(forms.Form):
    """One place in the team; an empty one is nobody."""

    inspector = forms.TypedChoiceField(label="Kiểm tra viên", coerce=int, empty_value=None, required=False)
    role = forms.ChoiceField(label="Nhiệm vụ", choices=TeamRole.choices, initial=TeamRole.MEMBER)
    tasks = forms.CharField(label="Phân công", required=False, max_length=1000)

    def __init__(self, *args: Any, people: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspector"].choices = [("", "–"), *(people or [])]  # type: ignore[attr-defined]


class SessionForm(forms.Form):
    """One line of the programme; an empty content is none."""

    held_on = VnDateField(label="Ngày", required=False)
    hours = forms.CharField(label="Giờ, buổi", max_length=60, required=False)
    content = forms.CharField(label="Nội dung", max_length=500, required=False)
    place = forms.CharField(label="Đơn vị, địa điểm", max_length=250, required=False)
    members = forms.CharField(label="Người thực hiện", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A content needs its day."""
        data = super().clean() or {}
        if data.get("content") and not data.get("held_on") and "held_on" not in self.errors:
            self.add_error("held_on", "Cần ghi ngày.")
        return data


class DecideForm(forms.Form):
    """The decision to inspect (Form 20)."""

    number = forms.CharField(label="Số, ký hiệu quyết định", max_length=80)
    decided_on = PastDayField(label="Ngày quyết định")
    planned_from = VnDateField(label="Kiểm tra từ ngày")
    planned_until = VnDateField(label="Đến ngày", required=False)
    place = forms.CharField(label="Địa điểm", max_length=250, required=False)
    file = forms.FileField(label="Bản quét đã ký", required=False, help_text=SCAN)


class AnnounceForm(forms.Form):
    """The announcement of the decision."""

    on = PastDayField(label="Ngày công bố")
    file = forms.FileField(label="Biên bản công bố đã ký", required=False, help_text=SCAN)


class StartForm(forms.Form):
    """By which sets, on which day."""

    on = PastDayField(label="Ngày bắt đầu")
    sets = forms.MultipleChoiceField(
        label="Phiếu kiểm", choices=Shipped.choices, initial=[Shipped.ARTICLE_36], widget=forms.CheckboxSelectMultiple
    )


class ConcludeCaseForm(forms.Form):
    """The day on site that the register shows, and the day of the conclusion."""

    inspected_on = PastDayField(label="Ngày kiểm tra (ghi vào sổ)")
    on = PastDayField(label="Ngày kết luận")


class MinutesForm(forms.Form):
    """The words of the minutes; what the checklists say comes by itself."""

    agency_people = forms.CharField(
        label="Đại diện cơ quan được kiểm tra",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi người một dòng: họ và tên, chức vụ.",
    )
    situation = forms.CharField(
        label="I. Tình hình chung", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    strengths = forms.CharField(
        label="III. Điểm mạnh", max_length=8000, required=False, widget=forms.Textarea(attrs=_LINES)
    )
    proposals = forms.CharField(
        label="VI. Kiến nghị", max_length=8000, required=False, widget=forms.Textarea(attrs=_LINES)
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RemarkForm(forms.Form):
    """What the agency says."""

    remarks = forms.CharField(
        label="Ý kiến của cơ quan được kiểm tra",
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Được in nguyên văn vào mục V của biên bản.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SignForm(forms.Form):
    """The minutes as signed by both sides."""

    on = PastDayField(label="Ngày ký biên bản")
    file = forms.FileField(label="Bản quét biên bản đã ký", help_text=SCAN)


class DayForm(forms.Form):
    """The day of an act."""

    on = PastDayField(label="Ngày")


class PaperForm(forms.Form):
    """A paper for the file."""

    part = forms.ChoiceField(label="Thành phần hồ sơ (Điều 39)", choices=Part.choices)
    title = forms.CharField(label="Tên, trích yếu", max_length=300, required=False)
    number = forms.CharField(label="Số, ký hiệu", max_length=80, required=False)
    dated_on = PastDayField(label="Ngày văn bản", required=False)
    file = forms.FileField(label="Tệp", help_text=SCAN)
