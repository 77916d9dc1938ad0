"""Shapes of what is typed about checklists, besides answers."""

from typing import Any
from uuid import uuid4

from django import forms
from django.urls import Resolver404, resolve

from qlcl.assessments.models import QuestionSet
from qlcl.assessments.queries import sets_in_use
from qlcl.corrective.enums import Severity
from qlcl.kernel import catalogue
from qlcl.kernel.clock import today
from qlcl.kernel.history import Ref
from qlcl.ui.forms import VnDateField


class StartForm(forms.Form):
    """By which set; `uid` tells a form sent twice."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    set = forms.ModelChoiceField(label="Bộ câu hỏi", queryset=QuestionSet.objects.none(), empty_label=None)

    def __init__(self, *args: Any, province_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = [row.pk for row in sets_in_use(province_id)]
        self.fields["set"].queryset = QuestionSet.objects.filter(pk__in=used)  # type: ignore[attr-defined]


class ConcludeForm(forms.Form):
    """On which day."""

    on = VnDateField(label="Ngày kết luận")

    def clean_on(self) -> Any:
        """Refuses a day to come."""
        day = self.cleaned_data["on"]
        if day is not None and day > today():
            raise forms.ValidationError("Ngày này ở tương lai.")
        return day


class ProofForm(forms.Form):
    """A file, a record of the product by its address, or a paper by its number."""

    file = forms.FileField(label="Ảnh, tệp", required=False, help_text="Ảnh, PDF, Word hoặc Excel, tối đa 25 MB.")
    address = forms.CharField(
        label="Hoặc bản ghi trong phần mềm",
        max_length=500,
        required=False,
        help_text="Dán địa chỉ trang của bản ghi, ví dụ trang của một công bố hay lớp đào tạo.",
    )
    paper = forms.CharField(
        label="Hoặc số, ký hiệu, tên văn bản",
        max_length=300,
        required=False,
        help_text="Ví dụ 12/QĐ-UBND ngày 05/3/2021.",
    )
    caption = forms.CharField(label="Chú thích", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the three is needed; an address must lead to a record."""
        data = super().clean() or self.cleaned_data
        data["reference"] = None
        if data.get("address"):
            data["reference"] = record_at(data["address"], data.get("paper") or data.get("caption") or "")
            if data["reference"] is None:
                self.add_error("address", "Địa chỉ này không dẫn tới một bản ghi trong phần mềm.")
        elif data.get("paper"):
            data["reference"] = Ref("", 0, data["paper"])
        elif not data.get("file") and not self.errors:
            raise forms.ValidationError("Cần tải tệp lên, hoặc ghi bản ghi, văn bản làm minh chứng.")
        return data


def record_at(address: str, label: str) -> Ref | None:
    """The record whose page stands at the address; what it is called is the writer's word, or its kind."""
    path = "/" + address.split("://", 1)[-1].partition("/")[2] if "://" in address else address
    try:
        found = resolve(path.partition("?")[0].partition("#")[0])
    except Resolver404:
        return None
    kind = next((known for known in catalogue.kinds() if known.url and known.url == found.view_name), None)
    key = next(iter(found.kwargs.values()), None)
    if kind is None or not isinstance(key, int):
        return None
    return Ref(kind.code, key, label or f"{kind.label} số {key}")


class WriteOffForm(forms.Form):
    """Why a device that carries the checklist will never send anything any more."""

    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ví dụ: máy hỏng, mất, đã xóa dữ liệu.")


class FindingForm(forms.Form):
    """What does not conform."""

    statement = forms.CharField(label="Phát hiện", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    severity = forms.ChoiceField(label="Mức độ", choices=Severity.choices, initial=Severity.ORDINARY)
    area = forms.CharField(label="Lĩnh vực", max_length=200, required=False)
