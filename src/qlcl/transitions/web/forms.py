"""Forms of the transitions room."""

from collections.abc import Iterable
from typing import Any

from django import forms

from qlcl.conformity.enums import PreparedBy
from qlcl.kernel.text import nfc
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.models import Edition
from qlcl.standards.queries import editions
from qlcl.transitions.enums import EnrolmentKind
from qlcl.transitions.models import Campaign, CampaignStep
from qlcl.ui.forms import VnDateField


class CampaignForm(forms.Form):
    """What opens a campaign: an approved plan with number, date and scan."""

    province = forms.ModelChoiceField(label="Tỉnh", queryset=Agency.objects.none(), empty_label=None)
    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]*$", label="Mã", max_length=40, help_text="Chữ không dấu và số, ví dụ CD-2026."
    )
    name = forms.CharField(label="Tên chiến dịch", max_length=300)
    from_edition = forms.ModelChoiceField(
        label="Từ phiên bản", queryset=Edition.objects.none(), required=False, empty_label="(chưa áp dụng)"
    )
    to_edition = forms.ModelChoiceField(
        label="Sang phiên bản", queryset=Edition.objects.none(), empty_label="Chọn phiên bản"
    )
    plan_number = forms.CharField(label="Số kế hoạch", max_length=60, help_text="Ví dụ 15/KH-UBND.")
    plan_date = VnDateField(label="Ngày kế hoạch")
    plan_file = forms.FileField(label="Bản chụp kế hoạch", required=False, help_text="PDF hoặc ảnh, tối đa 25 MB.")
    basis = forms.CharField(label="Căn cứ khác", max_length=300, required=False)
    starts_on = VnDateField(label="Bắt đầu")
    ends_on = VnDateField(label="Kết thúc")

    def __init__(self, *args: Any, provinces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces  # type: ignore[attr-defined]
        for name in ("from_edition", "to_edition"):
            self.fields[name].queryset = editions()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Vietnamese text in composed form."""
        given = super().clean() or {}
        return {name: nfc(value) if isinstance(value, str) else value for name, value in given.items()}


class DatesForm(forms.Form):
    """The day by which each step is due."""

    def __init__(self, *args: Any, steps: Iterable[CampaignStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in steps:
            self.fields[step.code] = VnDateField(label=f"{step.position}. {step.label}", initial=step.due_on)


class PreparationForm(forms.Form):
    """How a system is prepared and by whom."""

    kind = forms.ChoiceField(label="Cách làm", choices=EnrolmentKind.choices)
    prepared_by = forms.ChoiceField(label="Phương thức", choices=[("", "Chưa rõ"), *PreparedBy.choices], required=False)
    consultant_name = forms.CharField(label="Tổ chức tư vấn, chuyên gia", max_length=250, required=False)
    certificate_number = forms.CharField(label="Số giấy xác nhận", max_length=60, required=False)
    certificate_until = VnDateField(label="Giấy xác nhận có giá trị đến", required=False)
    planned_year = forms.IntegerField(
        label="Năm theo kế hoạch", required=False, min_value=2000, max_value=2100, localize=False
    )

    def clean(self) -> dict[str, Any]:
        """Vietnamese text in composed form."""
        given = super().clean() or {}
        return {name: nfc(value) if isinstance(value, str) else value for name, value in given.items()}


class EnrolForm(forms.Form):
    """One more system of the province."""

    system = forms.ModelChoiceField(
        label="Hệ thống của cơ quan", queryset=QualitySystem.objects.none(), empty_label="Chọn cơ quan"
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["system"]
        field.queryset = (  # type: ignore[attr-defined]
            QualitySystem.objects.filter(province_id=campaign.province_id, valid_until__isnull=True)
            .exclude(enrolments__campaign=campaign)
            .select_related("holder")
            .order_by("holder__level", "holder__name_sort")
        )
        field.label_from_instance = lambda system: system.holder.short_name  # type: ignore[attr-defined]
