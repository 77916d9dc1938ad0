"""A consolidated report as a page; every number opens its rows."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qlcl.kernel.clock import today
from qlcl.reports.definitions import definition
from qlcl.reports.models import Snapshot
from qlcl.reports.policies import can_freeze, can_write_sections
from qlcl.reports.queries.by_agency import LineColumn
from qlcl.reports.queries.figures import Report, broken
from qlcl.reports.queries.naming import cut_words
from qlcl.reports.queries.opened import open_figure
from qlcl.reports.queries.paper import shown
from qlcl.reports.queries.tables import LEVEL_LABELS, Cell, is_numeric, is_total, numeric_columns
from qlcl.reports.queries.tables import Table as ReportTable
from qlcl.reports.rendering.document import render_docx_report
from qlcl.reports.rendering.workbook import render_xlsx
from qlcl.reports.web.asked import address, asked_key, asked_lines, asked_report, days, figure_address, figure_query
from qlcl.reports.web.citations import cited
from qlcl.ui.access import signed_in
from qlcl.ui.exports import XLSX, export_response
from qlcl.ui.tables import Column, Table
from qlcl.ui.writing import written

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What stands where there is no figure; a card on a phone leaves it out.
NONE = "–"
#: How many of the agencies named stand on the page itself; the rest in the table by agency.
NAMED = 20


@signed_in
def page(request: HttpRequest, code: str, province_code: str) -> HttpResponse:
    """The report until a day, with its checks; as a page, Word, Excel or JSON."""
    wanted = request.GET.get("xuat", "")
    report = asked_report(request, code, province_code, by_agency=wanted in ("json", "docx", "xlsx"))
    if file := _file(report, wanted):
        return file
    defined = definition(code)
    tables = {t.key: _table(report, t) for t in defined.tables(report)}
    texts = {key: (title, cited(text)) for key, title, text in report.sections}
    parts = [(part, tables.pop(part.key, None), [texts.pop(k) for k in part.sections]) for part in report.parts]
    context = {
        "report": report,
        "label": defined.label,
        "note": defined.note,
        "by_year": defined.by_year,
        "years": range(today().year, max(today().year - 10, report.scope.until.year - 1, 2000), -1),
        "parts": parts,
        "tables": list(tables.values()),
        "sections": list(texts.values()),
        "stats": [(label, f, figure_address(report, f)) for label, f in defined.headline(report)],
        "chart": defined.chart(report),
        "broken": broken(report.cross_foot),
        "written": any(text for _, _, text in report.sections),
        "named": [(n, LEVEL_LABELS[n.level]) for n in (report.named or [])[:NAMED]],
        "named_more": max(0, len(report.named or []) - NAMED),
        "urls": {n: address(report, n) for n in ("sections", "freeze", *(["agencies"] if defined.lines else []))},
        "self_url": address(report),
        "may_write": can_write_sections(request.actor, report.province_id),
        "may_freeze": can_freeze(request.actor, report.province_id),
        "snapshots": _snapshots(report),
    }
    return render(request, "reports/report.html", context)


def _snapshots(report: Report) -> QuerySet[Snapshot]:
    """What was frozen of this report until the same day, or in the same year."""
    frozen = Snapshot.objects.filter(report=report.kind, province_id=report.province_id)
    frozen = frozen.filter(until__gte=report.scope.until, until__lte=report.section_day or report.scope.until)
    return frozen.defer("body").order_by("-frozen_at")[:5]


def _file(report: Report, wanted: str) -> HttpResponse | None:
    """The report as a file, where the address asks for one."""
    slug = definition(report.kind).slug
    name = f"bao-cao-{slug}-{report.province_code}-{report.scope.until:%Y-%m-%d}"
    if wanted == "json":
        return JsonResponse(report.as_dict(), json_dumps_params={"ensure_ascii": False})
    if wanted not in ("docx", "xlsx"):
        return None
    data = render_docx_report(report) if wanted == "docx" else render_xlsx(report)
    response = HttpResponse(data, content_type=DOCX if wanted == "docx" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return response


def _table(report: Report, table: ReportTable) -> dict[str, Any]:
    """A table whose figures are links to their rows; one format per cell, for there are many."""
    start = address(report, "opened")
    numeric = numeric_columns(table)
    head = next((n for n, number in enumerate(numeric) if not number and table.headers[n] != "TT"), -1)
    rows = [
        (
            is_total(row) or n in table.strong,
            [_cell(start, c, table.headers[place], head=place == head) for place, c in enumerate(row)],
        )
        for n, row in enumerate(table.rows)
    ]
    headers = list(zip(table.headers, numeric, strict=True))
    return {"key": table.key, "title": table.title, "note": table.note, "headers": headers, "rows": rows}


def _cell(start: str, cell: Cell, label: str, *, head: bool) -> SafeString:
    """One cell; on a phone each line is a card that leads with its `head` and names its other cells by `label`."""
    if head:
        return format_html('<th scope="row">{}</th>', shown(cell))
    if cell.figure is None or cell.show_percent:
        text = shown(cell)
        css = " ".join(filter(None, ["num" if is_numeric(cell) else "", "nothing" if text == NONE else ""]))
        return format_html('<td class="{}" data-label="{}">{}</td>', css, label, text)
    if not cell.figure.value:
        return format_html('<td class="num" data-label="{}">0</td>', label)
    link = f"{start}&{figure_query(cell.figure)}"
    return format_html('<td class="num" data-label="{}"><a href="{}">{}</a></td>', label, link, shown(cell))


@signed_in
def opened(request: HttpRequest, code: str, province_code: str) -> HttpResponse:
    """The rows behind one figure, with their sum."""
    report = asked_report(request, code, province_code)
    found = open_figure(report, asked_key(request))
    if (kind := request.GET.get("xuat", "")) in ("csv", "xlsx"):
        return export_response("so-lieu", found.headers, found.rows, kind)
    context = {
        "report": report,
        "label": definition(code).label,
        "found": found,
        "rows": [
            [(h, text := written(v), len(text) <= 13) for h, v in zip(found.headers, row, strict=True)]
            for row in found.rows
        ],
        "cut": _capital(cut_words(found.figure.as_dict()) or "toàn bộ"),
        "back": address(report),
        "equal": found.adds_up_to == found.figure.value,
    }
    return render(request, "reports/opened.html", context)


@signed_in
def agencies(request: HttpRequest, code: str, province_code: str) -> HttpResponse:
    """The table by agency: what the report says of each."""
    report = asked_lines(request, code, province_code)
    told = report.by_agency
    assert told is not None
    rows = [(line, told.words(n, line)) for n, line in enumerate(report.lines or [], start=1)]
    numbered = [LineColumn("TT", lambda _line: "", numeric=True), *told.columns]
    columns = [
        Column(
            f"c{n}",
            column.header,
            value=lambda row, n=n: row[1][n],
            url=_link(column),
            fixed=n == 2,
            head=n == 2,
            hidden=column.hidden,
            numeric=column.numeric,
        )
        for n, column in enumerate(numbered)
    ]
    table = Table(request, columns, rows, cards=True, caption=told.title, empty="Chưa có HTQLCL nào hoạt động.")
    if table.export:
        return table.export_response("theo-co-quan")
    context = {"report": report, "label": definition(code).label, "table": table, "back": address(report)}
    return render(request, "reports/agencies.html", context | {"days": days(report)})


def _link(column: LineColumn) -> Callable[[Any], str] | None:
    """The address to which a cell leads, where its line has one."""
    if column.leads_to is None:
        return None
    name, attribute = column.leads_to
    return lambda row: reverse(name, args=[key]) if (key := getattr(row[0], attribute)) else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
