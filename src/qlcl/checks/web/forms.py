"""Shapes of what is typed into checks."""

from django import forms

from qlcl.kernel.text import nfc

FORM = "checks/form.html"


class AnswerForm(forms.Form):
    """What the agency has to say about a finding."""

    answer = forms.CharField(
        label="Nội dung trả lời",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Đã xem xét thế nào, lý do, đã hoặc sẽ làm gì. Câu trả lời đi kèm điểm này khi cấp tỉnh xem.",
    )

    def clean_answer(self) -> str:
        """Vietnamese text in composed form."""
        return nfc(self.cleaned_data["answer"])


class ExplanationForm(forms.Form):
    """Why a statutory duty was missed."""

    duty = forms.ChoiceField(label="Việc cần giải trình")
    explanation = forms.CharField(
        label="Giải trình",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Nêu nguyên nhân và khi nào sẽ làm. Việc luật định vẫn phải làm và vẫn tính là quá hạn.",
    )

    def clean_explanation(self) -> str:
        """Vietnamese text in composed form."""
        return nfc(self.cleaned_data["explanation"])
