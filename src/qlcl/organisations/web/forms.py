"""Shapes of what is typed into the register."""

from typing import Any

from django import forms

from qlcl.organisations.enums import DutyKind, Level
from qlcl.organisations.models import Agency, AgencyQuerySet
from qlcl.ui.forms import VnDateField


class AgencyForm(forms.Form):
    """A new agency."""

    code = forms.CharField(label="Mã cơ quan", max_length=40, help_text="Duy nhất, ví dụ TN-S-TC.")
    name = forms.CharField(label="Tên cơ quan", max_length=250)
    level = forms.ChoiceField(label="Cấp", choices=[c for c in Level.choices if c[0] != Level.PROVINCE])
    parent = forms.ModelChoiceField(label="Cơ quan cấp trên", queryset=Agency.objects.none(), empty_label=None)
    valid_from = VnDateField(label="Hoạt động từ ngày")
    duty_to_apply = forms.ChoiceField(label="Nghĩa vụ áp dụng", choices=DutyKind.choices)
    duty_basis = forms.CharField(
        label="Căn cứ áp dụng", max_length=300, required=False, initial="Quyết định 19/2014/QĐ-TTg, Điều 2"
    )

    def __init__(self, *args: Any, parents: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """What may be corrected in an agency; `seen` is the last event the form knew."""

    name = forms.CharField(
        label="Tên cơ quan", max_length=250, help_text="Chỉ sửa lỗi ghi; đổi tên là một lần kế thừa."
    )
    gso_code = forms.CharField(label="Mã đơn vị hành chính", max_length=20, required=False)
    external_id = forms.CharField(label="Mã định danh điện tử", max_length=60, required=False)
    latitude = forms.DecimalField(label="Vĩ độ", max_digits=9, decimal_places=6, required=False, localize=True)
    longitude = forms.DecimalField(label="Kinh độ", max_digits=9, decimal_places=6, required=False, localize=True)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DutyForm(forms.Form):
    """A new duty to apply from a day on."""

    kind = forms.ChoiceField(label="Nghĩa vụ áp dụng", choices=DutyKind.choices)
    basis = forms.CharField(label="Căn cứ", max_length=300)
    on = VnDateField(label="Từ ngày")
