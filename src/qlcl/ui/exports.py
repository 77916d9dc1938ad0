"""Files of rows: CSV and Excel in which no cell can run."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from qlcl.kernel.text import xml_text
from qlcl.ui.writing import moment, vn_date

#: First characters that make a spreadsheet read a text as a formula.
RUNNING = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_response(name: str, headers: Sequence[str], rows: Iterable[Sequence[Any]], kind: str) -> HttpResponse:
    """A download of `rows`: kind "csv" (UTF-8 with mark) or "xlsx"; `name` without its ending."""
    content = csv_bytes(headers, rows) if kind == "csv" else xlsx_bytes(headers, rows)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8" if kind == "csv" else XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return response


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV that Excel opens in Vietnamese; a text that would run begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(h) for h in headers])
    writer.writerows([harmless(_as_text(v)) for v in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet, heading frozen, texts kept as texts, days and numbers as themselves."""
    return book_bytes([("Dữ liệu", headers, rows)])


def book_bytes(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """Sheets of a book: (title, headers, rows) each, as `xlsx_bytes` makes one."""
    book = Workbook(write_only=True)
    for title, headers, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for index, header in enumerate(headers, 1):
            sheet.column_dimensions[get_column_letter(index)].width = max(12, min(48, len(header) + 6))
        heading = [_cell(sheet, h) for h in headers]
        for cell in heading:
            cell.font = Font(bold=True)
        sheet.append(heading)
        for row in rows:
            sheet.append([_cell(sheet, v) for v in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would run, disarmed, without what its file cannot hold; anything else as it is."""
    if not isinstance(value, str):
        return value
    text = xml_text(value)
    return f"'{text}" if text.startswith(RUNNING) else text


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return vn_date(value)
    if value is None or isinstance(value, int | float | Decimal):
        return value
    return str(value)


def _cell(sheet: Any, value: Any) -> Any:
    """A cell that holds its value; a text never becomes a formula, not even when edited."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, bool):
        value = _as_text(value)
    if value is None or isinstance(value, int | float | Decimal | date):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
        return cell
    cell = WriteOnlyCell(sheet, xml_text(str(value)))
    cell.data_type = "s"
    cell.quotePrefix = cell.value.startswith(RUNNING)
    return cell
