"""Forms of the accounts room."""

from typing import Any

from django import forms

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.policies import acts_for
from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency
from qlcl.ui.forms import VnDateField

PASSWORD = {"autocomplete": "new-password"}


class SignInForm(forms.Form):
    """Username and password."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Mật khẩu",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """A new password, typed twice, with the old one."""

    old = forms.CharField(
        label="Mật khẩu hiện tại",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="Mật khẩu mới",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs=PASSWORD),
        help_text="Ít nhất 10 ký tự; không dùng tên đăng nhập, họ tên hoặc mật khẩu thông dụng.",
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu mới", max_length=256, strip=False, widget=forms.PasswordInput(attrs=PASSWORD)
    )

    def clean(self) -> dict[str, Any]:
        """The two new ones are the same."""
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "Hai lần nhập không giống nhau.")
        return data


class AgencyField(forms.CharField):
    """An agency by code, or by name with its district."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Cơ quan")
        options.setdefault("max_length", 300)
        options.setdefault("help_text", "Mã cơ quan, hoặc tên đầy đủ (kèm huyện nếu trùng tên).")
        super().__init__(**options)


class _AgencyForm(forms.Form):
    """A form that names an agency the actor can see."""

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor

    def clean_agency(self) -> Agency:
        """The agency named."""
        text = self.cleaned_data["agency"]
        found = AgencyResolver(self.actor, [text]).resolve(text)
        if isinstance(found, str):
            raise forms.ValidationError(found)
        return found


class PositionForm(_AgencyForm):
    """A new position."""

    agency = AgencyField()
    title = forms.CharField(label="Chức vụ", max_length=120, help_text="Như trong văn bản, ví dụ: Phó Chủ tịch.")
    role = forms.ChoiceField(label="Vai trò trong hệ thống")
    valid_from = VnDateField(label="Từ ngày")
    valid_until = VnDateField(
        label="Đến trước ngày", required=False, help_text="Bắt buộc đối với tư vấn; để trống nếu không thời hạn."
    )

    def __init__(self, *args: Any, roles: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        field.choices = [(c.value, c.label) for c in RoleChoice if c.value in roles]  # type: ignore[attr-defined]


class NewPersonForm(PositionForm):
    """A new account, with the position the person takes up."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=64,
        help_text="Chữ thường không dấu, chữ số, dấu chấm hoặc gạch; ví dụ: an.nguyen.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    email = forms.EmailField(label="Thư điện tử", required=False)
    acting = forms.BooleanField(label="Quyền, tạm thời phụ trách", required=False)

    field_order = ("full_name", "username", "email", "agency", "title", "role", "valid_from", "valid_until", "acting")


class SeenForm(forms.Form):
    """A form that knows the last event of what it shows: whoever was faster is not overwritten."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PersonForm(SeenForm):
    """Name and email of a person."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(label="Thư điện tử", required=False)


class AppointmentForm(SeenForm):
    """A person to put in a position."""

    username = forms.CharField(
        label="Tên đăng nhập của người được bổ nhiệm",
        max_length=64,
        widget=forms.TextInput(attrs={"list": "nguoi", "autocomplete": "off", "autocapitalize": "none"}),
    )
    valid_from = VnDateField(label="Từ ngày")
    valid_until = VnDateField(label="Đến trước ngày", required=False, help_text="Bắt buộc đối với tư vấn.")
    acting = forms.BooleanField(label="Quyền, tạm thời phụ trách", required=False)
    basis = forms.CharField(
        label="Căn cứ", max_length=250, required=False, help_text="Số, ngày của quyết định hoặc văn bản phân công."
    )


class EndingForm(SeenForm):
    """A day from which something no longer holds, and why."""

    until = VnDateField(label="Kể từ ngày", help_text="Ngày đầu tiên không còn hiệu lực.")
    reason = forms.CharField(label="Lý do", max_length=250)


class ActingForm(SeenForm):
    """Who is in charge while the head is away, from when until when, on which paper."""

    person = forms.TypedChoiceField(label="Người giữ quyền, phụ trách", coerce=int)
    valid_from = VnDateField(label="Từ ngày")
    valid_until = VnDateField(label="Đến trước ngày")
    basis = forms.CharField(label="Căn cứ", max_length=250, help_text="Số, ngày của văn bản giao quyền, phụ trách.")

    def __init__(self, *args: Any, people: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class RenewalForm(SeenForm):
    """A longer stay of a consultant, on a paper."""

    valid_until = VnDateField(label="Gia hạn đến trước ngày")
    paper = forms.CharField(label="Văn bản", max_length=200, help_text="Số, ngày của hợp đồng, phụ lục hoặc văn bản.")


class DelegationForm(forms.Form):
    """Acts handed to another position by paper."""

    to_position = forms.TypedChoiceField(label="Giao cho", coerce=int)
    acts = forms.MultipleChoiceField(label="Việc được giao", widget=forms.CheckboxSelectMultiple)
    valid_from = VnDateField(label="Từ ngày")
    valid_until = VnDateField(label="Đến trước ngày")
    paper_number = forms.CharField(label="Số văn bản", max_length=60, help_text="Ví dụ: 12/QĐ-UBND.")
    paper_date = VnDateField(label="Ngày văn bản")

    def __init__(self, *args: Any, positions: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        own = [(act.code, act.label) for act in acts_for(Role.DEPUTY) if act.head_only]
        shared = [(act.code, act.label) for act in acts_for(Role.DIVISION_HEAD)]
        acts = [
            ("Chỉ giao cho cấp phó ký thay (KT.)", own),
            ("Giao cho cấp phó (KT.) hoặc trưởng phòng (TUQ.)", shared),
        ]
        self.fields["to_position"].choices = positions  # type: ignore[attr-defined]
        self.fields["acts"].choices = acts  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """A new token for one of one's positions."""

    position = forms.TypedChoiceField(label="Hành động với tư cách", coerce=int)
    label = forms.CharField(label="Dùng cho phần mềm", max_length=80)
    valid_until = VnDateField(label="Đến trước ngày", help_text="Nhiều nhất một năm.")

    def __init__(self, *args: Any, positions: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["position"].choices = positions  # type: ignore[attr-defined]
