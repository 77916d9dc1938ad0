"""Forms of the duties room."""

from django import forms

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
        help_text="Số, ký hiệu, ngày của văn bản; bắt buộc khi không có tệp.",
    )

    def clean_done_by(self) -> str:
        """Vietnamese text in composed form."""
        return nfc(self.cleaned_data["done_by"])

    def clean_note(self) -> str:
        """Vietnamese text in composed form."""
        return nfc(self.cleaned_data["note"])


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
