"""Shapes of what is typed about conformity."""

from collections.abc import Iterable
from typing import Any

from django import forms

from qlcl.conformity.enums import PreparedBy, Reason
from qlcl.conformity.operations.define_scope import Line
from qlcl.conformity.workflow import Notice
from qlcl.standards.models import Edition
from qlcl.ui.forms import PastDayField, VnDateField

FORM = "conformity/form.html"


class EditionField(forms.ModelChoiceField):
    """An edition of the standard."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Phiên bản tiêu chuẩn")
        super().__init__(Edition.objects.order_by("position"), empty_label=None, **options)


class EffectForm(forms.Form):
    """Confirmation of effect."""

    edition = EditionField()
    audited_on = PastDayField(label="Ngày đánh giá nội bộ", help_text="Lần đánh giá mà việc xác nhận dựa vào.")
    reviewed_on = PastDayField(label="Ngày xem xét của lãnh đạo")
    confirmed_on = PastDayField(label="Ngày xác nhận")
    note = forms.CharField(label="Ghi chú", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class DecisionForm(forms.Form):
    """A decision to declare that has been signed and numbered."""

    edition = EditionField()
    number = forms.CharField(
        label="Số, ký hiệu quyết định", max_length=60, help_text="Số do văn thư cấp, ví dụ 12/QĐ-UBND."
    )
    signed_on = PastDayField(label="Ngày ký")
    effective_on = VnDateField(
        label="Ngày có hiệu lực", required=False, help_text="Để trống nếu có hiệu lực từ ngày ký."
    )
    prepared_by = forms.ChoiceField(
        label="Phương thức thực hiện",
        required=False,
        choices=[("", "Theo kế hoạch chuyển đổi"), *PreparedBy.choices],
        help_text="Ai đã xây dựng hệ thống: cơ quan tự làm, hay có tư vấn.",
    )
    consultant_name = forms.CharField(label="Tổ chức tư vấn, chuyên gia", max_length=250, required=False)


class AgainForm(DecisionForm):
    """A decision that replaces the one in force; `replaces` is the one that the page showed."""

    reason = forms.ChoiceField(label="Lý do công bố lại", choices=Reason.choices)
    reason_note = forms.CharField(label="Nội dung lý do", max_length=300, required=False)
    replaces = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("reason", "reason_note", *DecisionForm.base_fields)


class ScopeForm(forms.Form):
    """The scope, a line a procedure: from Excel by paste (tabs), or typed with |."""

    decided_on = PastDayField(label="Ngày xác định")
    lines = forms.CharField(
        label="Lĩnh vực và thủ tục",
        widget=forms.Textarea(attrs={"rows": 14, "wrap": "off"}),
        help_text="Mỗi dòng một thủ tục: lĩnh vực | tên thủ tục | mã thủ tục | mã quy trình. "
        "Dán thẳng bốn cột từ Excel cũng được; hai mã có thể để trống.",
    )
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_lines(self) -> tuple[Line, ...]:
        """The lines, split at tabs or bars; a heading or a number column of Excel is passed over."""
        lines, problems = [], []
        for number, text in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            cells = [cell.strip() for cell in text.replace("|", "\t").split("\t")]
            if cells[0].rstrip(".").isdigit():
                cells = cells[1:]
            if not any(cells) or [c.lower() for c in cells[:1]] in (["lĩnh vực"], ["tt"], ["stt"]):
                continue
            if len(cells) < 2 or not cells[0] or not cells[1] or len(cells) > 4:
                problems.append(f"Dòng {number}: cần lĩnh vực, tên thủ tục, rồi đến hai mã (nếu có).")
            elif too_long := _too_long(cells):
                problems.append(f"Dòng {number}: {too_long}.")
            else:
                lines.append(Line(*cells))
        if problems:
            raise forms.ValidationError(problems[:10])
        if not lines:
            raise forms.ValidationError("Cần ít nhất một dòng.")
        return tuple(lines)


def _too_long(cells: Iterable[str]) -> str:
    names = (("lĩnh vực", 200), ("tên thủ tục", 500), ("mã thủ tục", 40), ("mã quy trình", 40))
    return next(
        (f"{name} dài quá {most} ký tự" for cell, (name, most) in zip(cells, names, strict=False) if len(cell) > most),
        "",
    )


class NoticeForm(forms.Form):
    """A notice given: its day and its proof."""

    on = PastDayField(label="Ngày thực hiện")
    proof = forms.CharField(max_length=200)
    file = forms.FileField(label="Tệp minh chứng", required=False, help_text="PDF, ảnh hoặc Word; tối đa 25 MB.")

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].label = notice.proof_label
        if notice.proof == "published_url":
            self.fields["proof"] = forms.URLField(label=notice.proof_label, max_length=500, assume_scheme="https")


class FileForm(forms.Form):
    """The signed decision."""

    file = forms.FileField(label="Quyết định đã ký", help_text="PDF có chữ ký số hoặc bản quét; tối đa 25 MB.")


class EndForm(forms.Form):
    """When and why a declaration no longer holds."""

    ended_on = VnDateField(label="Hết hiệu lực từ ngày")
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ví dụ: giải thể theo Nghị quyết số …")


class VoidForm(forms.Form):
    """Why an entry was a mistake."""

    reason = forms.CharField(
        label="Lý do hủy bản ghi", max_length=300, help_text="Bản ghi được giữ lại, đánh dấu đã hủy."
    )
