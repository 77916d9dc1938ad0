"""Forms of the standards room."""

from typing import Any, cast

from django import forms

from qlcl.kernel.text import nfc
from qlcl.standards.enums import InternationalStatus
from qlcl.standards.models import Edition
from qlcl.ui.forms import VnDateField


def _day(label: str) -> VnDateField:
    """An optional day."""
    return VnDateField(label=label, required=False)


class EditionForm(forms.Form):
    """What is said of an edition; `revision` is the one that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    label = forms.CharField(label="Tên gọi", max_length=60)
    title = forms.CharField(label="Tên tiêu chuẩn", max_length=200)
    international_status = forms.ChoiceField(label="Tình trạng quốc tế", choices=InternationalStatus.choices)
    published_on = _day("Ngày ISO ban hành")
    tcvn_number = forms.CharField(label="Số hiệu TCVN", max_length=60, required=False)
    adopted_on = _day("Ngày công bố TCVN")
    adoption_decision = forms.CharField(label="Quyết định công bố TCVN", max_length=120, required=False)
    withdrawn_on = _day("Ngày bị thay thế")
    replaced_by = forms.ModelChoiceField(
        label="Thay thế bởi", queryset=Edition.objects.none(), required=False, empty_label="(chưa có)"
    )
    confirmed = forms.BooleanField(
        label="Đã đối chiếu với văn bản gốc", required=False, help_text="Bỏ chọn thì trang ghi “chưa xác nhận”."
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["replaced_by"])
        field.queryset = Edition.objects.exclude(pk=edition.pk).order_by("position")

    def clean(self) -> dict[str, Any]:
        """Stores text composed."""
        cleaned = super().clean() or {}
        return {name: nfc(value) if isinstance(value, str) else value for name, value in cleaned.items()}

    @classmethod
    def of(cls, edition: Edition) -> "EditionForm":
        """The form filled with what stands."""
        initial = {name: getattr(edition, name) for name in cls.base_fields}
        return cls(initial=initial, edition=edition)
