"""Forms of the handover."""

from datetime import date
from typing import Any

from django import forms

from qlcl.accounts.models.person import USERNAME
from qlcl.duties.operations.hand_over import Receiver, Transfer
from qlcl.duties.queries.leaving import Leaving, Left
from qlcl.kernel.text import nfc
from qlcl.ui.forms import VnDateField

GIVE, KEEP, VACATE = "giao", "giu", "trong"
ACTIONS = ((GIVE, "Bàn giao"), (KEEP, "Giữ lại"), (VACATE, "Để trống, chưa có người nhận"))
HELP = "Đã có tài khoản: chọn trong gợi ý. Chưa có: đặt tên đăng nhập mới và ghi họ tên ở dòng dưới."
#: How many successors a position may be handed to on one page.
MOST_RECEIVERS = 2


class HandoverForm(forms.Form):
    """When and why somebody leaves, and what he says of where things are."""

    leaves_on = VnDateField(
        label="Thôi giữ từ ngày", help_text="Ngày đầu tiên không còn giữ vị trí; quyền truy cập kết thúc từ ngày này."
    )
    reason = forms.CharField(label="Lý do", max_length=200, help_text="Ví dụ: chuyển công tác, nghỉ hưu.")
    basis = forms.CharField(
        label="Căn cứ", max_length=250, required=False, help_text="Số, ngày của quyết định hoặc văn bản phân công."
    )
    documents = forms.CharField(
        label="Hồ sơ, tài liệu và nơi để",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi dòng một mục. Người bàn giao bổ sung được khi xác nhận.",
    )
    problems = forms.CharField(
        label="Việc còn vướng mắc", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PositionForm(forms.Form):
    """What becomes of one position: handed over, kept, or left vacant."""

    action = forms.ChoiceField(label="Vị trí này", choices=ACTIONS, initial=GIVE)
    acting = forms.BooleanField(label="Người nhận giữ quyền (Q.), tạm thời phụ trách", required=False)

    def __init__(self, *args: Any, left: Left, leaving: Leaving, **options: Any) -> None:
        super().__init__(*args, prefix=f"p{left.appointment.position_id}", **options)
        self.left = left
        same = {
            a.position_id: a.position
            for a in leaving.standing
            if a.position.role == left.appointment.position.role
            and a.position_id != left.appointment.position_id
            and a.person_id != leaving.person.pk
        }
        self.targets = [(left.appointment.position_id, "Chính vị trí này")]
        self.targets += [(pk, position.title) for pk, position in same.items()]
        for number in range(1, MOST_RECEIVERS + 1):
            self._add_receiver(number)

    def _add_receiver(self, number: int) -> None:
        again = "" if number == 1 else " thứ hai"
        self.fields[f"username{number}"] = forms.CharField(
            label=f"Tên đăng nhập của người nhận{again}",
            max_length=64,
            required=False,
            help_text=HELP if number == 1 else "",
            widget=forms.TextInput(attrs={"list": "nguoi", "autocomplete": "off", "autocapitalize": "none"}),
        )
        self.fields[f"full_name{number}"] = forms.CharField(
            label=f"Họ và tên, nếu lập tài khoản mới cho người nhận{again}", max_length=120, required=False
        )
        if len(self.targets) > 1:
            self.fields[f"target{number}"] = forms.TypedChoiceField(
                label=f"Người nhận{again} nhận ở", coerce=int, choices=self.targets, required=False
            )

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The fields of the first receiver."""
        return [self[name] for name in self.fields if name.endswith("1")]

    @property
    def second_fields(self) -> list[forms.BoundField]:
        """The fields of the second receiver."""
        return [self[name] for name in self.fields if name.endswith("2")]

    @property
    def has_second(self) -> bool:
        """The second receiver was filled in, so that the fold stands open."""
        return self.is_bound and any(field.value() for field in self.second_fields[:2])

    def clean(self) -> dict[str, Any]:
        """A position handed over names who takes it on."""
        data = super().clean() or {}
        for number in range(1, MOST_RECEIVERS + 1):
            name = nfc(data.get(f"username{number}") or "").strip().lower()
            data[f"username{number}"] = name
            if data.get(f"full_name{number}") and not name:
                self.add_error(f"username{number}", "Hãy đặt tên đăng nhập cho tài khoản mới.")
            if name:
                try:
                    USERNAME(name)
                except forms.ValidationError as error:
                    self.add_error(f"username{number}", error)
        if not self.errors and data.get("action") == GIVE and not data["username1"]:
            self.add_error("username1", "Hãy ghi người nhận, hoặc chọn để trống.")
        return data

    def transfer(self) -> Transfer | None:
        """What the operation is told; None for a position that is kept."""
        data, position_id = self.cleaned_data, self.left.appointment.position_id
        if data["action"] == KEEP:
            return None
        if data["action"] == VACATE:
            return Transfer(position_id)
        receivers = tuple(
            Receiver(
                username=data[f"username{n}"],
                full_name=data[f"full_name{n}"],
                target_id=data.get(f"target{n}") or None,
                acting=data["acting"],
            )
            for n in range(1, MOST_RECEIVERS + 1)
            if data[f"username{n}"]
        )
        return Transfer(position_id, receivers)


class ConfirmForm(forms.Form):
    """What who leaves adds when he confirms."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    documents = forms.CharField(
        label="Hồ sơ, tài liệu và nơi để",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một mục.",
    )
    problems = forms.CharField(
        label="Việc còn vướng mắc", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ForLeaverForm(forms.Form):
    """Why the head confirms for somebody who has left."""

    reason = forms.CharField(
        label="Lý do xác nhận thay", max_length=250, help_text="Ví dụ: người bàn giao đã chuyển đi."
    )


def forms_of(leaving: Leaving, posted: Any) -> list[PositionForm]:
    """One form per position he leaves."""
    return [PositionForm(posted, left=left, leaving=leaving) for left in leaving.positions]


def initial_of(day: date) -> dict[str, Any]:
    """The day after today: until then he can still sign in and confirm."""
    return {"leaves_on": date.fromordinal(day.toordinal() + 1)}
