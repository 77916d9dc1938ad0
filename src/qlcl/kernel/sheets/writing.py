"""Writes tables as CSV and Excel so that no cell is run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from qlcl.kernel.text import nfc, xml_text

_RISKY = ("=", "+", "-", "@", "\t", "\r")
HEADER_FONT = Font(bold=True)
HEADER_FILL = PatternFill("solid", fgColor="E7F1F8")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: its title, the titles of its columns, its rows."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Any]]


def safe_text(value: Any) -> Any:
    """A text that Excel would run as a formula gets an apostrophe in front; reading takes it off again."""
    if isinstance(value, str) and value.startswith(_RISKY):
        return "'" + value
    return value


def _plain(value: Any) -> Any:
    """A value as it stands in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else ""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return nfc(value) if isinstance(value, str) else value


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = ",") -> bytes:
    """UTF-8 with BOM, so that Excel shows Vietnamese; dates as dd/mm/yyyy."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow([safe_text(header) for header in headers])
    for row in rows:
        writer.writerow([safe_text(_plain(value)) for value in row])
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with one sheet each: bold header that stays in view, filter, widths by content."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet_title(sheet.title))
        rows = [list(row) for row in sheet.rows]
        for place, width in enumerate(_widths(sheet.headers, rows), start=1):
            page.column_dimensions[get_column_letter(place)].width = width
        page.freeze_panes = "A2"
        page.append([_header_cell(page, header) for header in sheet.headers])
        for row in rows:
            page.append([_cell(page, value) for value in row])
        if rows and sheet.headers:
            page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headers))}{len(rows) + 1}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_title(title: str) -> str:
    """A title that Excel takes: no []:*?/\\ and at most 31 characters."""
    return "".join(" " if char in "[]:*?/\\" else char for char in nfc(title)).strip("' ")[:31] or "Trang 1"


def _header_cell(page: WriteOnlyWorksheet, header: str) -> WriteOnlyCell:
    cell = _text_cell(page, header)
    cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, _WRAPPED
    return cell


def _cell(page: WriteOnlyWorksheet, value: Any) -> Any:
    if isinstance(value, str):
        return _text_cell(page, value) if value.startswith(_RISKY) or not value.isprintable() else nfc(value)
    if isinstance(value, datetime):
        return _dated(page, value.replace(tzinfo=None), "dd/mm/yyyy hh:mm")
    if isinstance(value, date):
        return _dated(page, value, "dd/mm/yyyy")
    if isinstance(value, bool):
        return "có" if value else ""
    return value if value is None or isinstance(value, int | float | Decimal) else str(value)


def _dated(page: WriteOnlyWorksheet, value: date, style: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value)
    cell.number_format = style
    return cell


def _text_cell(page: WriteOnlyWorksheet, value: str) -> WriteOnlyCell:
    """A cell that is text whatever it begins with, also after somebody edits it in Excel."""
    cell = WriteOnlyCell(page, xml_text(nfc(value)))
    if cell.data_type == "f" or value.startswith(_RISKY):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _widths(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Column widths from the header and the first 200 rows."""
    widths = [len(header) + 2 for header in headers]
    for row in rows[:200]:
        for place, value in enumerate(row[: len(widths)]):
            widths[place] = max(widths[place], len(str(_plain(value))) + 2)
    return [min(width, _WIDEST) for width in widths]
