"""Shapes of what is typed about nonconformities."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

from qlcl.accounts.models import Position
from qlcl.corrective.enums import ARTICLES, CauseMethod, Severity, Verdict
from qlcl.corrective.policies import acting_positions
from qlcl.kernel.clock import today
from qlcl.standards.models import Clause
from qlcl.ui.forms import PastDayField, VnDateField

FORM = "corrective/form.html"
_LONG = forms.Textarea(attrs={"rows": 4})


class ClauseField(forms.ModelChoiceField):
    """A clause of the newest edition in force."""

    def __init__(self, **options: Any) -> None:
        clauses = Clause.objects.filter(edition__code="ISO 9001:2015").order_by("position")
        super().__init__(clauses, label="Điều khoản", empty_label="(không rõ)", required=False, **options)

    def label_from_instance(self, obj: Any) -> str:
        """Number and title."""
        return f"{obj.number} {obj.title_vi}"


class RaiseForm(forms.Form):
    """A nonconformity that the agency, or the province, found; `uid` tells a form sent twice."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    statement = forms.CharField(label="Nội dung không phù hợp", max_length=4000, widget=_LONG)
    raised_on = PastDayField(label="Ngày phát hiện")
    severity = forms.ChoiceField(label="Mức độ", choices=Severity.choices, initial=Severity.ORDINARY)
    clause = ClauseField()
    article = forms.ChoiceField(
        label="Nội dung Điều 36, Thông tư 26/2014",
        choices=[("", "(không rõ)"), *[(code, code) for code in ARTICLES]],
        required=False,
    )
    area = forms.CharField(label="Lĩnh vực", max_length=200, required=False)
    due_on = VnDateField(label="Hạn khắc phục", required=False, help_text="Để trống: theo số ngày tỉnh đặt.")


class CorrectionForm(forms.Form):
    """What was corrected at once; `seen` is the last event that the form knew."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    what = forms.CharField(label="Đã khắc phục ngay", max_length=4000, widget=_LONG)
    on = PastDayField(label="Ngày")


class CauseForm(forms.Form):
    """Why it came about; `seen` is the last event that the form knew."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    method = forms.ChoiceField(label="Cách tìm nguyên nhân", choices=CauseMethod.choices)
    why_1 = forms.CharField(label="Vì sao điều này xảy ra?", max_length=500, required=False)
    why_2 = forms.CharField(label="Vì sao (2)?", max_length=500, required=False)
    why_3 = forms.CharField(label="Vì sao (3)?", max_length=500, required=False)
    why_4 = forms.CharField(label="Vì sao (4)?", max_length=500, required=False)
    why_5 = forms.CharField(label="Vì sao (5)?", max_length=500, required=False)
    cause = forms.CharField(
        label="Nguyên nhân gốc", max_length=4000, widget=_LONG, help_text="Điều mà khi sửa được thì lỗi không lặp lại."
    )
    on = PastDayField(label="Ngày")

    def whys(self) -> list[str]:
        """The answers given, first to last."""
        return [self.cleaned_data[f"why_{n}"] for n in range(1, 6) if self.cleaned_data.get(f"why_{n}")]


class PlanForm(forms.Form):
    """What will be done, by which position, by when."""

    what = forms.CharField(label="Việc làm", max_length=4000, widget=_LONG)
    position = forms.ModelChoiceField(
        label="Vị trí thực hiện", queryset=Position.objects.none(), required=False, empty_label="Thư ký ISO"
    )
    due_on = VnDateField(label="Hạn")

    def __init__(self, *args: Any, agency_ids: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = acting_positions(agency_ids, today()).order_by("title")
        self.fields["position"].queryset = found  # type: ignore[attr-defined]


class CompleteForm(forms.Form):
    """What was done, and what proves it."""

    note = forms.CharField(label="Kết quả", max_length=4000, widget=_LONG)
    on = PastDayField(label="Ngày xong")
    file = forms.FileField(label="Tệp minh chứng", required=False, help_text="PDF, Word, Excel hoặc ảnh, tối đa 25 MB.")
    paper = forms.CharField(
        label="Hoặc số, ký hiệu, ngày của văn bản", max_length=300, required=False, help_text="Ví dụ 12/KH-UBND."
    )


class EffectForm(forms.Form):
    """Whether it helped."""

    verdict = forms.ChoiceField(label="Kết luận", choices=Verdict.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="Căn cứ kết luận: đã xem gì, ở đâu", max_length=4000, widget=_LONG)
    on = PastDayField(label="Ngày xem")


class ReasonForm(forms.Form):
    """Why it is given up."""

    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
