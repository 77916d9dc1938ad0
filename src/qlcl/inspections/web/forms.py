"""Shapes of what is typed into the register of inspections."""

from typing import Any

from django import forms

from qlcl.inspections.enums import Mode
from qlcl.standards.models import Edition
from qlcl.standards.queries import editions
from qlcl.ui.forms import VnDateField

FORM = "inspections/form.html"


class EditionField(forms.ModelChoiceField):
    """An edition of the standard, by its Vietnamese label."""

    def label_from_instance(self, obj: Edition) -> str:
        """ "TCVN ISO 9001:2015"."""
        return obj.label


class CorrectionForm(forms.Form):
    """What may be corrected; `seen` is the last event that the form knew."""

    edition = EditionField(label="Phiên bản tiêu chuẩn", queryset=Edition.objects.none(), empty_label=None)
    inspected_by = forms.CharField(label="Đơn vị kiểm tra", max_length=250, required=False)
    decision_number = forms.CharField(label="Số quyết định, công văn", max_length=80, required=False)
    note = forms.CharField(label="Ghi chú", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = editions()  # type: ignore[attr-defined]


class InspectionForm(CorrectionForm):
    """An inspection that was made."""

    agency = forms.CharField(
        label="Cơ quan",
        max_length=300,
        help_text="Ghi mã hoặc tên cơ quan; trùng tên thì thêm huyện: “UBND xã A, huyện B”.",
    )
    inspected_on = VnDateField(label="Ngày kiểm tra")
    mode = forms.ChoiceField(label="Hình thức", choices=Mode.choices, widget=forms.RadioSelect)

    field_order = ("agency", "inspected_on", "mode", "edition", "inspected_by", "decision_number", "note", "seen")


class VoidForm(forms.Form):
    """Why the entry is taken back."""

    reason = forms.CharField(
        label="Lý do hủy",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bản ghi được giữ lại, ghi rõ đã hủy, và không tính ở đâu nữa.",
    )
