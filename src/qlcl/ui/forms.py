"""Fields that every form needs: a Vietnamese day."""

from datetime import date
from typing import Any, cast

from django import forms

from qlcl.kernel.clock import today


def read_day(text: str | None) -> date | None:
    """A day from an address or a filter, as people type it; what is not a day is nothing."""
    try:
        return VnDateField(required=False).clean(text)
    except forms.ValidationError:
        return None


class VnDateField(forms.DateField):
    """A day typed as dd/mm/yyyy on every machine, whatever its language; yyyy-mm-dd is read too."""

    default_error_messages = {"invalid": "Nhập ngày theo dạng dd/mm/yyyy, ví dụ 30/06/2021."}

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
        attrs = {"class": "input-date", "placeholder": "dd/mm/yyyy", "inputmode": "text", "autocomplete": "off"}
        options.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attrs))
        super().__init__(**options)


class PastDayField(VnDateField):
    """A day that has come already."""

    def clean(self, value: Any) -> date | None:
        """Refuses a day after the working day."""
        day = cast("date | None", super().clean(value))
        if day is not None and day > today():
            raise forms.ValidationError("Ngày này ở tương lai.")
        return day
