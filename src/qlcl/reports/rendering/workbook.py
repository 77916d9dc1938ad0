"""A report as an Excel workbook: a sheet with a chart per table, and a sheet of rows behind each measure."""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from qlcl.kernel import catalogue
from qlcl.reports.definitions import definition
from qlcl.reports.queries.agencies import named_table
from qlcl.reports.queries.by_agency import agencies_table
from qlcl.reports.queries.figures import Report
from qlcl.reports.queries.paper import ILLUSTRATION
from qlcl.reports.queries.sections import plain
from qlcl.reports.queries.tables import Cell, Table
from qlcl.reports.rendering.rows import whole_measure
from qlcl.ui.exports import harmless

_THIN = Side(style="thin", color="999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def render_xlsx(report: Report) -> bytes:
    """The workbook: words first, then tables with charts, then the rows that the figures count."""
    book = Workbook()
    words = book.active
    assert isinstance(words, Worksheet)
    words.title = "Báo cáo"
    _words(words, report)
    for table in [*definition(report.kind).tables(report), *named_table(report), *agencies_table(report)]:
        _table(book.create_sheet(_sheet_name(table.title, 28)), table)
    for name in report.measures:
        measure = catalogue.measure(name)
        headers, rows = whole_measure(report, measure)
        _rows(book.create_sheet(_sheet_name(f"DS {measure.label}", 28)), headers, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(title: str, longest: int) -> str:
    """A title as Excel takes it for a sheet; it adds a number itself to one that is there already."""
    return title.translate(str.maketrans("\\/*?:[]", "-------"))[:longest]


def _words(sheet: Worksheet, report: Report) -> None:
    sheet.column_dimensions["A"].width = 110
    lines = [report.title, f"{report.province_name} – số liệu đến ngày {report.scope.until:%d/%m/%Y}"]
    lines += [ILLUSTRATION] if report.illustration else []
    lines += [*report.sentences, *(f"{t}: {plain(x)}" for _, t, x in report.sections if x)]
    for n, line in enumerate(lines, start=1):
        cell = sheet.cell(n, 1, harmless(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name="Times New Roman", size=14 if n == 1 else 12, bold=n == 1)


def _value(cell: Cell) -> Any:
    if cell.figure is None:
        return int(cell.text) if cell.text.isdecimal() and len(cell.text) < 9 else harmless(cell.text)
    if cell.show_percent:
        share = cell.figure.percent
        return "–" if share is None else float(share)
    return cell.figure.value


def _table(sheet: Worksheet, table: Table) -> None:
    sheet.cell(1, 1, table.title).font = Font(bold=True, size=13)
    for column, header in enumerate(table.headers, start=1):
        cell = sheet.cell(3, column, header)
        cell.font, cell.border = Font(bold=True), _BORDER
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(44, len(header) + 4))
    for line, row in enumerate(table.rows, start=4):
        for column, item in enumerate(row, start=1):
            cell = sheet.cell(line, column, _value(item))
            cell.border = _BORDER
            if item.show_percent:
                cell.number_format = "0.00"
    last = 3 + len(table.rows)
    sheet.cell(last + 2, 1, table.note).alignment = Alignment(wrap_text=False)
    sheet.freeze_panes = "A4"
    if table.chart and table.rows:
        _chart(sheet, table, last)


def _chart(sheet: Worksheet, table: Table, last: int) -> None:
    """Bars of the columns the table names, by its first (two) columns of words."""
    chart = BarChart()
    chart.type, chart.title, chart.height, chart.width = "col", table.title, 9, 20
    for column in table.chart:
        chart.add_data(Reference(sheet, min_col=column + 1, min_row=3, max_row=last), titles_from_data=True)
    words = 2 if table.rows[0][1].figure is None and not table.rows[0][1].text.isdigit() else 1
    chart.set_categories(Reference(sheet, min_col=1, max_col=words, min_row=4, max_row=last))
    sheet.add_chart(chart, f"A{last + 5}")


def _rows(sheet: Worksheet, headers: list[str], rows: list[list[Any]]) -> None:
    sheet.append(headers)
    for row in rows:
        sheet.append([harmless(v) if isinstance(v, str) else v for v in row])
    for column, header in enumerate(headers, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(48, len(header) + 12))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{max(2, len(rows) + 1)}"
