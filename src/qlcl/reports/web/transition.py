"""The report of a transition as a page; every number opens its rows."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.models import Agency
from qlcl.reports.enums import SectionKey
from qlcl.reports.models import Snapshot
from qlcl.reports.operations.write_section import write_sections
from qlcl.reports.policies import can_freeze, can_write_sections
from qlcl.reports.queries.figures import ALL, Report, broken
from qlcl.reports.queries.opened import open_figure
from qlcl.reports.queries.words import METHOD_LABELS
from qlcl.reports.rendering.document import render_docx_report
from qlcl.reports.rendering.tables import (
    LEVEL_LABELS,
    MODE_LABELS,
    Cell,
    is_numeric,
    is_total,
    numeric_columns,
    transition_tables,
)
from qlcl.reports.rendering.text import shown
from qlcl.reports.rendering.workbook import render_xlsx
from qlcl.reports.web.asked import address, asked_key, asked_report, days, figure_address
from qlcl.reports.web.citations import cited
from qlcl.ui.access import signed_in
from qlcl.ui.exports import XLSX, export_response

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@signed_in
def page(request: HttpRequest, province_code: str) -> HttpResponse:
    """The report until a day, with its checks; as a page, Word, Excel or JSON."""
    report = asked_report(request, province_code)
    if file := _file(request, report):
        return file
    context = {
        "report": report,
        "tables": [_table(report, t) for t in transition_tables(report)],
        "stats": _stats(report),
        "bars": _bars(report),
        "broken": broken(report.cross_foot),
        "sections": [(key, title, cited(text)) for key, title, text in report.sections],
        "written": any(text for _, _, text in report.sections),
        "urls": {n: address(report, n) for n in ("sections", "freeze")},
        "self_url": address(report, "transition"),
        "may_write": can_write_sections(request.actor, report.province_id),
        "may_freeze": can_freeze(request.actor, report.province_id),
        "snapshots": _snapshots(report),
    }
    return render(request, "reports/transition.html", context)


def _snapshots(report: Report) -> QuerySet[Snapshot]:
    """What was frozen of this report until the same day."""
    frozen = Snapshot.objects.filter(province_id=report.province_id, until=report.scope.until)
    return frozen.defer("body").order_by("-frozen_at")[:5]


def _file(request: HttpRequest, report: Report) -> HttpResponse | None:
    """The report as a file, where the address asks for one."""
    wanted = request.GET.get("xuat", "")
    name = f"bao-cao-chuyen-doi-{report.province_code}-{report.scope.until:%Y-%m-%d}"
    if wanted == "json":
        return JsonResponse(report.as_dict(), json_dumps_params={"ensure_ascii": False})
    if wanted not in ("docx", "xlsx"):
        return None
    data = render_docx_report(report) if wanted == "docx" else render_xlsx(report)
    response = HttpResponse(data, content_type=DOCX if wanted == "docx" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return response


def _table(report: Report, table: Any) -> dict[str, Any]:
    """A table whose figures are links to their rows; one format per cell, for there are many."""
    rows = [(is_total(row), [_cell(report, c) for c in row]) for row in table.rows]
    headers = list(zip(table.headers, numeric_columns(table), strict=True))
    return {"key": table.key, "title": table.title, "note": table.note, "headers": headers, "rows": rows}


def _cell(report: Report, cell: Cell) -> SafeString:
    if cell.figure is None or cell.show_percent:
        css = "num" if is_numeric(cell) else ""
        return format_html('<td class="{}">{}</td>', css, shown(cell))
    if not cell.figure.value:
        return mark_safe('<td class="num">0</td>')
    return format_html('<td class="num"><a href="{}">{}</a></td>', figure_address(report, cell.figure), shown(cell))


def _stats(report: Report) -> list[dict[str, Any]]:
    """The whole and each level: declared of enrolled."""
    found = []
    for level in (ALL, *(k for k in LEVEL_LABELS if k != ALL)):
        figure = report.get("declared", ALL, level)
        if figure is not None and figure.denominator:
            label = "đã công bố" if level == ALL else LEVEL_LABELS[level].lower()
            found.append({"label": label, "figure": figure, "url": figure_address(report, figure)})
    return found


def _bars(report: Report) -> dict[str, Any]:
    """Declared by year and level, as a chart."""
    levels = [k for k in LEVEL_LABELS if k != ALL and report.get("declared", ALL, k)]
    figures = {k: [report.get("declared", y, k) for y in report.years] for k in levels}
    series = [(LEVEL_LABELS[k], [f.value if f else 0 for f in row]) for k, row in figures.items()]
    return {"title": "Số cơ quan công bố theo năm và cấp", "labels": report.years, "series": series}


@signed_in
def opened(request: HttpRequest, province_code: str) -> HttpResponse:
    """The rows behind one figure, with their sum."""
    report = asked_report(request, province_code)
    found = open_figure(report, asked_key(request))
    if (kind := request.GET.get("xuat", "")) in ("csv", "xlsx"):
        return export_response("so-lieu", found.headers, found.rows, kind)
    _, period, level, method, mode = found.figure.key
    cut = [
        "" if period == ALL else f"kỳ {period}",
        "" if level == ALL else LEVEL_LABELS[level].lower(),
        METHOD_LABELS.get(method, "").lower(),
        "" if mode == ALL else MODE_LABELS[mode].lower(),
    ]
    context = {
        "report": report,
        "found": found,
        "cut": ", ".join(c for c in cut if c) or "toàn bộ",
        "back": address(report, "transition"),
        "equal": found.adds_up_to == found.figure.value,
    }
    return render(request, "reports/opened.html", context)


class SectionsForm(forms.Form):
    """The written sections; what each had shown goes along, so that nobody's text is lost."""

    def __init__(self, *args: Any, texts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in SectionKey.choices:
            self.fields[key] = forms.CharField(
                label=label, required=False, initial=texts.get(key, ""), widget=forms.Textarea(attrs={"rows": 6})
            )
            self.fields[f"seen_{key}"] = forms.CharField(
                required=False, strip=False, initial=texts.get(key, ""), widget=forms.HiddenInput
            )


@signed_in
def sections(request: HttpRequest, province_code: str) -> HttpResponse:
    """The form of the written sections."""
    report = asked_report(request, province_code)
    province = Agency.objects.get(code=report.province_code)
    if not can_write_sections(request.actor, province.pk):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được viết phần nhận xét.")
    form = SectionsForm(request.POST or None, texts={k: x for k, _, x in report.sections})
    if request.method == "POST" and form.is_valid():
        try:
            write_sections(
                actor=request.actor,
                on=today(),
                at=now(),
                report=report.kind,
                province=province,
                until=report.scope.until,
                texts={k: form.cleaned_data[k] for k in SectionKey.values},
                seen={k: form.cleaned_data[f"seen_{k}"] for k in SectionKey.values},
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, "Đã lưu phần nhận xét.")
            return redirect(address(report, "transition"))
    context = {"form": form, "report": report, "back": address(report, "transition"), "days": days(report)}
    return render(request, "reports/sections.html", context, status=422 if form.errors else 200)
