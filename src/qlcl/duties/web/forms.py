"""Forms of the duties room."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from qlcl.accounts.models import Position
from qlcl.duties.carrying import OPEN
from qlcl.duties.enums import Frequency
from qlcl.kernel.text import nfc
from qlcl.ui.forms import VnDateField


class CloseForm(forms.Form):
    """What somebody states who closes a duty by hand."""

    done_on = VnDateField(label="Ngày hoàn thành")
    done_by = forms.CharField(label="Người thực hiện", max_length=200, help_text="Họ tên, chức vụ.")
    evidence = forms.FileField(label="Tệp minh chứng", required=False, help_text="PDF, ảnh hoặc Word, tối đa 25 MB.")
    note = forms.CharField(
        label="Văn bản, ghi chú",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Số, ký hiệu, ngày của văn bản; bắt buộc khi không có tệp.",
    )

    def clean_done_by(self) -> str:
        """Vietnamese text in composed form."""
        return nfc(self.cleaned_data["done_by"])

    def clean_note(self) -> str:
        """Vietnamese text in composed form; what last year's words left open has to be filled in."""
        note = nfc(self.cleaned_data["note"])
        if OPEN in note:
            raise forms.ValidationError(f"Còn chỗ “{OPEN}” chưa điền số, ngày của năm nay.")
        return note


class ExplainForm(forms.Form):
    """Why a duty was not performed in time."""

    explanation = forms.CharField(
        label="Nội dung giải trình", max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def clean_explanation(self) -> str:
        """Vietnamese text in composed form."""
        return nfc(self.cleaned_data["explanation"])


class MoveForm(forms.Form):
    """A new day by which a duty is due."""

    due_on = VnDateField(label="Hạn mới")
    reason = forms.CharField(label="Lý do", max_length=500)

    def clean_reason(self) -> str:
        """Vietnamese text in composed form."""
        return nfc(self.cleaned_data["reason"])


class _PositionField(forms.ModelChoiceField):
    """A position by its title, its division and who holds it."""

    def label_from_instance(self, obj: Position) -> str:
        """Title, division, holders."""
        names = ", ".join(a.person.full_name for a in obj.held)  # type: ignore[attr-defined]
        return " · ".join(part for part in (obj.title, str(obj.division or ""), names or "còn trống") if part)


class AssignForm(forms.Form):
    """To which position a duty is assigned."""

    position = _PositionField(
        queryset=Position.objects.none(),
        label="Giao cho vị trí",
        required=False,
        empty_label="Theo chức danh, không giao riêng",
    )
    note = forms.CharField(label="Ghi chú khi giao", required=False, max_length=300)

    def __init__(self, *args: Any, positions: QuerySet[Position], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]

    def clean_note(self) -> str:
        """Vietnamese text in composed form."""
        return nfc(self.cleaned_data["note"])


class DigestForm(forms.Form):
    """How often the digest comes by mail."""

    frequency = forms.ChoiceField(label="Gửi thư tổng hợp", choices=Frequency.choices, widget=forms.RadioSelect)
