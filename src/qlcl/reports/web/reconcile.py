"""The page that compares published figures with the records: paste or upload."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.kernel.errors import BadRows, DomainError, Forbidden
from qlcl.organisations.models import Agency
from qlcl.organisations.policies import is_provincial
from qlcl.organisations.queries import visible_provinces
from qlcl.reports.operations.reconcile import Reconciliation, reconcile_file
from qlcl.ui.access import signed_in


class ReconcileForm(forms.Form):
    """A table of figures, as text or as a file."""

    province = forms.ModelChoiceField(
        label="Tỉnh", queryset=Agency.objects.none(), to_field_name="code", empty_label=None
    )
    pasted = forms.CharField(
        label="Dán số liệu",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Dòng đầu là tiêu đề cột: Chỉ tiêu, Kỳ, Cấp, Cách thực hiện, Số liệu, Tỷ lệ. Dán từ Excel cũng được.",
    )
    file = forms.FileField(label="Hoặc chọn tệp (CSV, Excel)", required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        data = super().clean() or {}
        if not data.get("pasted") and not data.get("file"):
            raise forms.ValidationError("Hãy dán số liệu hoặc chọn một tệp.")
        return data


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Compares, and shows each figure beside the records'."""
    if not is_provincial(request.actor):
        raise Forbidden("Trang đối chiếu dành cho cơ quan quản lý cấp tỉnh.")
    form = ReconcileForm(request.POST or None, request.FILES or None)
    provinces = visible_provinces(request.actor).order_by("name_sort")
    form.fields["province"].queryset = provinces  # type: ignore[attr-defined]
    result: Reconciliation | None = None
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        name = data["file"].name if data["file"] else "so-lieu-da-dan.csv"
        content = data["file"].read() if data["file"] else data["pasted"].encode()
        try:
            result = reconcile_file(
                actor=request.actor, name=name, content=content, province_code=data["province"].code
            )
        except BadRows as error:
            problems = error.problems
            form.add_error(None, error.message)
        except DomainError as error:
            form.add_error(None, error.message)
    context = {"form": form, "result": result, "problems": problems}
    return render(request, "reports/reconcile.html", context, status=422 if form.errors else 200)
