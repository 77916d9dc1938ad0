"""Forms of rules and ladders."""

from typing import Any

from django import forms

from qlcl.accounts.enums import RoleChoice
from qlcl.duties.enums import Audience, Trigger, Unit
from qlcl.duties.models import DutyRule, Ladder
from qlcl.duties.operations.change_rules import RuleTerms
from qlcl.duties.wording import start_acts
from qlcl.kernel import catalogue
from qlcl.organisations.enums import COUNTED_LEVELS
from qlcl.ui.forms import VnDateField

_OWNERS = [
    RoleChoice.HEAD,
    RoleChoice.DEPUTY,
    RoleChoice.DIVISION_HEAD,
    RoleChoice.ISO_SECRETARY,
    RoleChoice.INTERNAL_AUDITOR,
    RoleChoice.STAFF,
    RoleChoice.PROVINCIAL_OFFICER,
]
_TERMS = ("label", "column", "role", "legal_basis", "note_unconfirmed", "ladder_code")
_SWITCHES = ("statutory", "bound_only", "may_confirm_unchanged")
RUNGS = 6


class RuleForm(forms.Form):
    """A version of a rule; `seen` is the last event that the form knew."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(label="Nội dung việc", max_length=300)
    column = forms.CharField(label="Tên ngắn trên bảng", max_length=40)
    role = forms.ChoiceField(
        label="Người phải làm",
        choices=[(r.value, r.label) for r in _OWNERS],
        help_text="Chuyên viên đầu mối cấp tỉnh: việc của cơ quan theo dõi của tỉnh, không phải của từng cơ quan.",
    )
    due_day = forms.IntegerField(label="Hạn: ngày", min_value=1, max_value=31, required=False)
    due_month = forms.IntegerField(label="Hạn: tháng", min_value=1, max_value=12, required=False)
    amount = forms.IntegerField(label="Hạn sau", min_value=0, max_value=3650, required=False)
    unit = forms.ChoiceField(label="Tính bằng", choices=[c for c in Unit.choices if c[0] != Unit.FIXED], required=False)
    statutory = forms.BooleanField(
        label="Do pháp luật quy định",
        required=False,
        help_text="Giải trình không thay cho thực hiện; không dời hạn được.",
    )
    legal_basis = forms.CharField(label="Căn cứ", max_length=300, required=False)
    note_unconfirmed = forms.CharField(
        label="Điểm chưa xác nhận", max_length=300, required=False, help_text="Ví dụ: văn bản không ấn định số ngày."
    )
    ladder_code = forms.ChoiceField(label="Thang nhắc việc")
    levels = forms.MultipleChoiceField(
        label="Cấp cơ quan",
        choices=[(level.value, level.label) for level in COUNTED_LEVELS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn: mọi cấp.",
    )
    bound_only = forms.BooleanField(label="Chỉ cơ quan bắt buộc áp dụng", required=False)
    may_confirm_unchanged = forms.BooleanField(label="Được xác nhận không thay đổi so với năm trước", required=False)
    sequence = forms.IntegerField(label="Thứ tự trên bảng", min_value=0, max_value=9999, required=False)
    valid_from = VnDateField(label="Áp dụng từ ngày", help_text="Từ hôm nay trở đi; việc đã mở giữ nguyên.")

    def __init__(self, *args: Any, trigger: str, ladders: list[Ladder], **options: Any) -> None:
        super().__init__(*args, **options)
        self.trigger = trigger
        field = self.fields["ladder_code"]
        field.choices = [(ladder.code, ladder.label) for ladder in ladders]  # type: ignore[attr-defined]
        unused = ("amount", "unit") if trigger == Trigger.YEARLY else ("due_day", "due_month")
        for name in unused:
            del self.fields[name]
        for name in ("due_day", "due_month", "amount", "unit"):
            if name in self.fields:
                self.fields[name].required = True

    def terms(self) -> RuleTerms:
        """What the form says."""
        given = self.cleaned_data
        yearly = self.trigger == Trigger.YEARLY
        return RuleTerms(
            **{name: given[name] for name in (*_TERMS, *_SWITCHES)},
            unit=Unit.FIXED if yearly else given["unit"],
            amount=0 if yearly else given["amount"],
            due_day=given["due_day"] if yearly else None,
            due_month=given["due_month"] if yearly else None,
            levels=tuple(given["levels"]),
            sequence=given["sequence"] or 0,
        )


class NewRuleForm(RuleForm):
    """A rule that the province did not have."""

    act = forms.ChoiceField(label="Việc trong phần mềm", required=False)
    start_act = forms.ChoiceField(label="Phát sinh sau khi", required=False)
    field_order = ["label", "column", "start_act", "act"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        acts = sorted(((act.code, act.label) for act in catalogue.acts() if act.form), key=lambda item: item[1])
        self.fields["act"].choices = [("", "Việc khác (ghi nhận thủ công)"), *acts]  # type: ignore[attr-defined]
        if self.trigger == Trigger.YEARLY:
            del self.fields["start_act"]
        else:
            self.fields["start_act"].required = True
            self.fields["start_act"].choices = [("", "– Chọn –"), *start_acts()]  # type: ignore[attr-defined]


class EndRuleForm(forms.Form):
    """From when a rule opens nothing more."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    valid_until = VnDateField(label="Thôi áp dụng từ ngày")
    reason = forms.CharField(label="Lý do", max_length=300)


class LadderForm(forms.Form):
    """The rungs of a ladder: working days from the due day (before it when negative), and whom each tells."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(label="Tên thang", max_length=120)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        audiences = [("", "– Không dùng –"), *Audience.choices]
        for n in range(1, RUNGS + 1):
            self.fields[f"offset_{n}"] = forms.IntegerField(
                label=f"Bậc {n}: số ngày làm việc so với hạn", required=False, min_value=-250, max_value=500
            )
            self.fields[f"audience_{n}"] = forms.ChoiceField(
                label=f"Bậc {n}: báo cho", choices=audiences, required=False
            )

    def rungs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields, rung by rung."""
        return [(self[f"offset_{n}"], self[f"audience_{n}"]) for n in range(1, RUNGS + 1)]

    def clean(self) -> dict[str, Any]:
        """A rung has both its day and its audience."""
        given = super().clean() or self.cleaned_data
        for n in range(1, RUNGS + 1):
            if (given.get(f"offset_{n}") is None) != (not given.get(f"audience_{n}")):
                self.add_error(f"offset_{n}", "Ghi cả số ngày và người được báo, hoặc để trống cả hai.")
        return given

    def steps(self) -> list[tuple[int, str]]:
        """The rungs in use, in order."""
        given = self.cleaned_data
        return [(given[f"offset_{n}"], given[f"audience_{n}"]) for n in range(1, RUNGS + 1) if given[f"audience_{n}"]]


def initial_of(rule: DutyRule) -> dict[str, Any]:
    """A version as the form shows it."""
    names = (*_TERMS, *_SWITCHES, "due_day", "due_month", "amount", "unit", "levels", "sequence")
    return {name: getattr(rule, name) for name in names}
