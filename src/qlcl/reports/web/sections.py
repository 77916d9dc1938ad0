"""What an officer writes in a report by hand."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.models import Agency
from qlcl.reports.definitions import definition
from qlcl.reports.operations.write_section import write_sections
from qlcl.reports.policies import can_write_sections
from qlcl.reports.web.asked import address, asked_report, days
from qlcl.ui.access import signed_in


class SectionsForm(forms.Form):
    """The written sections; what each had shown goes along, so that nobody's text is lost."""

    def __init__(self, *args: Any, sections: list[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label, text in sections:
            self.fields[key] = forms.CharField(
                label=label, required=False, initial=text, widget=forms.Textarea(attrs={"rows": 6})
            )
            self.fields[f"seen_{key}"] = forms.CharField(
                required=False, strip=False, initial=text, widget=forms.HiddenInput
            )


@signed_in
def sections(request: HttpRequest, code: str, province_code: str) -> HttpResponse:
    """The form of the written sections."""
    report = asked_report(request, code, province_code)
    province = Agency.objects.get(code=report.province_code)
    if not can_write_sections(request.actor, province.pk):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được viết phần nhận xét.")
    form = SectionsForm(request.POST or None, sections=report.sections)
    keys = [key for key, _, _ in report.sections]
    if request.method == "POST" and form.is_valid():
        try:
            write_sections(
                actor=request.actor,
                on=today(),
                at=now(),
                report=report.kind,
                province=province,
                until=report.section_day or report.scope.until,
                texts={k: form.cleaned_data[k] for k in keys},
                seen={k: form.cleaned_data[f"seen_{k}"] for k in keys},
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, "Đã lưu phần nhận xét.")
            return redirect(address(report))
    context = {"form": form, "report": report, "back": address(report), "days": days(report)}
    context["label"] = definition(code).label
    return render(request, "reports/sections.html", context, status=422 if form.errors else 200)
