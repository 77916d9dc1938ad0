"""Shapes of the corrective report: one answer for each finding, and what is said to it."""

from datetime import datetime
from typing import Any

from django import forms

from qlcl.corrective.operations.act import Evidence
from qlcl.inspections.enums import AnswerKind, LineVerdict
from qlcl.inspections.models import ReportLine
from qlcl.inspections.operations.drafting_reports import LineAnswer
from qlcl.inspections.queries.answers import Answer
from qlcl.kernel.actors import Actor
from qlcl.kernel.files import store
from qlcl.ui.forms import VnDateField


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AnswerForm(forms.Form):
    """The answer to one finding."""

    kind = forms.ChoiceField(label="Trả lời", choices=AnswerKind.choices, widget=forms.RadioSelect, required=False)
    text = forms.CharField(label="Đã làm gì, hoặc biện pháp đề xuất", max_length=4000, required=False, widget=_area(3))
    done_on = VnDateField(label="Ngày xong, hoặc dự kiến xong", required=False)
    cause = forms.CharField(
        label="Nguyên nhân", max_length=4000, required=False, widget=_area(2),
        help_text="Điều mà khi sửa được thì lỗi không lặp lại; thiếu thì điểm này không khép được.",
    )  # fmt: skip
    file = forms.FileField(label="Tệp minh chứng", required=False, help_text="PDF, Word, Excel hoặc ảnh, tối đa 25 MB.")
    paper = forms.CharField(label="Hoặc số, ký hiệu, ngày văn bản", max_length=300, required=False)

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        self.answer = answer
        initial = {"kind": answer.kind, "text": answer.text, "done_on": answer.done_on, "cause": answer.cause}
        super().__init__(*args, prefix=f"d{answer.finding.pk}", initial=initial, **kwargs)

    def typed(self, actor: Actor, at: datetime) -> LineAnswer:
        """What was typed; a file is kept only here, once the whole form is known to be right."""
        data, proofs = self.cleaned_data, []
        if data["file"]:
            proofs.append(Evidence(file=store(data["file"], at=at, by=actor.signature)))
        if data["paper"]:
            proofs.append(Evidence(note=data["paper"]))
        return LineAnswer(
            self.answer.finding.pk, data["kind"], data["text"], data["done_on"], data["cause"], tuple(proofs)
        )


class SendingForm(forms.Form):
    """What stands above the answers; `seen` is the last event that the form knew."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    introduction = forms.CharField(
        label="Phần mở đầu", max_length=4000, required=False, widget=_area(3),
        help_text="Ví dụ: việc chỉ đạo, phổ biến biên bản kiểm tra. Có thể để trống.",
    )  # fmt: skip
    paper_number = forms.CharField(
        label="Số, ký hiệu văn bản của cơ quan", max_length=80, required=False, help_text="Ví dụ 25/BC-UBND."
    )


class VerdictForm(forms.Form):
    """What is said to one answer."""

    verdict = forms.ChoiceField(label="Ý kiến", choices=LineVerdict.choices, widget=forms.RadioSelect, required=False)
    note = forms.CharField(label="Vì sao, nếu chưa chấp nhận", max_length=500, required=False, widget=_area(2))

    def __init__(self, *args: Any, line: ReportLine, **kwargs: Any) -> None:
        self.line = line
        initial = {"verdict": line.verdict, "note": line.verdict_note}
        super().__init__(*args, prefix=f"d{line.nonconformity_id}", initial=initial, **kwargs)


class RefusalForm(forms.Form):
    """The answer “not accepted”, in writing; `seen` is the last event that the form knew."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    new_due_on = VnDateField(label="Báo cáo lại trước ngày", required=False)
    reason = forms.CharField(
        label="Lý do chung", max_length=4000, required=False, widget=_area(2),
        help_text="Để trống thì nêu lý do của từng điểm chưa chấp nhận.",
    )  # fmt: skip
    letter_number = forms.CharField(
        label="Số văn bản chưa chấp nhận", max_length=80, required=False, help_text="Ghi sau khi văn thư cấp cũng được."
    )


class NumberForm(forms.Form):
    """The number that the letter got."""

    letter_number = forms.CharField(label="Số, ký hiệu văn bản", max_length=80)
