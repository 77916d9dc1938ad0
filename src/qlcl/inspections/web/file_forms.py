"""Shapes of what is typed about an inspection by file."""

from collections.abc import Sequence
from typing import Any

from django import forms

from qlcl.corrective.enums import Severity
from qlcl.inspections.models import FileItem
from qlcl.ui.forms import PastDayField, VnDateField


class LetterForm(forms.Form):
    """A letter that was signed outside: its number, its day, the day it sets."""

    number = forms.CharField(label="Số, ký hiệu văn bản", max_length=80)
    dated_on = PastDayField(label="Ngày văn bản")
    due_on = VnDateField(label="Hạn", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].help_text = (
            f"Theo văn bản; để trống thì tính {days} ngày từ ngày văn bản. Rơi vào ngày nghỉ thì chuyển sang ngày làm "
            "việc kế tiếp."
        )


class PaperFileForm(forms.Form):
    """When a file that was handed in on paper was received."""

    received_on = PastDayField(label="Ngày nhận hồ sơ giấy")


class ReturnForm(forms.Form):
    """By when the items sent back must come again."""

    due_on = VnDateField(label="Hạn gửi lại", required=False)
    number = forms.CharField(label="Số văn bản (nếu có)", max_length=80, required=False)
    reason = forms.CharField(
        label="Ghi chú chung", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].help_text = f"Để trống thì tính {days} ngày từ hôm nay, chuyển sang ngày làm việc."


class ConclusionForm(forms.Form):
    """What is said on ending the examination; how grave each finding is."""

    strengths = forms.CharField(
        label="Điểm mạnh", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    proposals = forms.CharField(
        label="Kiến nghị", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, short: Sequence[FileItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.short = {f"muc_{item.pk}": item.code for item in short}
        for item in short:
            self.fields[f"muc_{item.pk}"] = forms.ChoiceField(
                label=f"Mức độ {item.code}: {item.examined_note[:120]}", choices=Severity.choices,
                initial=Severity.ORDINARY,
            )  # fmt: skip

    def severities(self) -> dict[str, str]:
        """How grave, by the code of the item."""
        return {code: self.cleaned_data[name] for name, code in self.short.items()}
