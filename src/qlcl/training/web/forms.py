"""Shapes of what is typed into the record of training."""

from typing import Any

from django import forms

from qlcl.kernel.actors import Actor
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency, AgencyQuerySet
from qlcl.training.enums import CertificateKind, Topic
from qlcl.training.imports import named_persons
from qlcl.training.operations.register_attendances import NewParticipant
from qlcl.ui.forms import VnDateField

FORM = "training/form.html"


class AgencyField(forms.CharField):
    """An agency typed by code, or by name with its district where several have that name."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Cơ quan")
        options.setdefault("help_text", "Ghi mã hoặc tên cơ quan; trùng tên thì thêm huyện: “UBND xã A, huyện B”.")
        super().__init__(max_length=300, **options)


def agency_named(form: forms.Form, actor: Actor, name: str = "agency") -> Agency | None:
    """The agency typed in the field; None with an error in the form when there is none."""
    text = str(form.cleaned_data[name])
    found = AgencyResolver(actor, [text]).resolve(text)
    if isinstance(found, Agency):
        return found
    form.add_error(name, found)
    return None


class ClassForm(forms.Form):
    """A class that was held; `seen` is the last event that the form knew."""

    province = forms.ModelChoiceField(label="Tỉnh", queryset=Agency.objects.none(), empty_label=None)
    code = forms.CharField(label="Mã lớp", max_length=40, help_text="Duy nhất trong tỉnh, ví dụ LOP-12.")
    held_on = VnDateField(label="Ngày tổ chức")
    topic = forms.ChoiceField(label="Chủ đề", choices=Topic.choices)
    title = forms.CharField(label="Tên lớp", max_length=300)
    organiser = forms.CharField(label="Đơn vị tổ chức", max_length=250, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, provinces: AgencyQuerySet | None, topic: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if provinces is None:
            del self.fields["province"], self.fields["code"]
        else:
            self.fields["province"].queryset = provinces  # type: ignore[attr-defined]
        if topic and topic not in Topic.values:
            self.fields["topic"].choices = [*Topic.choices, (topic, topic)]  # type: ignore[attr-defined]


class AttendanceForm(forms.Form):
    """An agency's attendance, as a head-count or by name."""

    agency = AgencyField()
    attendees = forms.IntegerField(
        label="Số người dự", min_value=1, required=False, help_text="Để trống nếu ghi đủ họ tên bên dưới."
    )
    participants = forms.CharField(
        label="Họ tên người dự",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một người, chức vụ trong ngoặc: Nguyễn Văn An (Phó Chủ tịch).",
    )

    def clean_participants(self) -> tuple[NewParticipant, ...]:
        """The persons named."""
        return named_persons(self.cleaned_data["participants"])


class HeadCountForm(forms.Form):
    """A corrected head-count."""

    attendees = forms.IntegerField(label="Số người dự", min_value=1)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CertificateForm(forms.Form):
    """A certificate issued."""

    agency = AgencyField()
    person_name = forms.CharField(label="Họ và tên", max_length=150)
    kind = forms.ChoiceField(label="Loại chứng chỉ", choices=CertificateKind.choices)
    number = forms.CharField(label="Số chứng chỉ", max_length=60)
    issued_on = VnDateField(label="Ngày cấp")
    valid_until = VnDateField(
        label="Có giá trị đến trước ngày", required=False, help_text="Để trống nếu không thời hạn."
    )
