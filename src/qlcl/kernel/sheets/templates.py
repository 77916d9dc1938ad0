"""The Excel template of a kind of file: header in Vietnamese, one example row, drop-downs, a sheet of notes."""

import io
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qlcl.kernel.sheets.kinds import Column, ImportKind
from qlcl.kernel.sheets.writing import HEADER_FILL, HEADER_FONT, sheet_title

EXAMPLE_MARK = "Ví dụ"
_LAST_ROW = 10_000
_TYPES = {
    "text": "chữ",
    "code": "mã, không có dấu cách",
    "choice": "chọn trong danh sách",
    "date": "ngày/tháng/năm",
    "int": "số nguyên",
    "decimal": "số",
}


def write_template(kind: ImportKind) -> bytes:
    """An .xlsx workbook that `read_rows` reads: what stands in its example row is passed over."""
    book = Workbook()
    page = book.active
    page.title = sheet_title(kind.label)
    lists = book.create_sheet("Danh mục")
    lists.sheet_state = "hidden"
    _write_header(page, kind)
    for place, column in enumerate(kind.columns, start=2):
        _dress_column(page, lists, place, column)
    _write_notes(book.create_sheet("Hướng dẫn"), kind)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_header(page: Worksheet, kind: ImportKind) -> None:
    page.append(["STT", *(column.title + (" (*)" if column.required else "") for column in kind.columns)])
    page.append([EXAMPLE_MARK, *(_example(column) for column in kind.columns)])
    for cell in page[1]:
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in page[2]:
        cell.font = Font(italic=True, color="566573")
        if isinstance(cell.value, date):
            cell.number_format = "dd/mm/yyyy"
    page.freeze_panes = "A2"


def _example(column: Column) -> Any:
    """The example as Excel would hold it: a date as a date, a choice by its label."""
    if column.type == "date" and column.example:
        form = "%d/%m/%Y" if "/" in column.example else "%Y-%m-%d"
        return datetime.strptime(column.example, form).date()
    if column.type == "choice" and column.example in column.choices:
        return _labels(column)[list(column.choices).index(column.example)]
    return column.example


def _labels(column: Column) -> list[str]:
    return [labels[0] if labels else code for code, labels in column.choices.items()]


def _dress_column(page: Worksheet, lists: Worksheet, place: int, column: Column) -> None:
    """Width, format and drop-down of one column."""
    letter = get_column_letter(place)
    page.column_dimensions[letter].width = max(14, min(50, max(len(column.title), len(column.example)) + 4))
    if column.type == "date":
        page.column_dimensions[letter].number_format = "dd/mm/yyyy"
    elif column.type in ("text", "code"):
        page.column_dimensions[letter].number_format = "@"
    if column.type != "choice" or not column.choices:
        return
    labels = _labels(column)
    for row, label in enumerate(labels, start=1):
        lists.cell(row=row, column=place, value=label)
    choice = DataValidation(
        type="list", formula1=f"'{lists.title}'!${letter}$1:${letter}${len(labels)}", allow_blank=not column.required
    )
    choice.errorTitle, choice.error = "Giá trị không có trong danh sách", "Chọn một giá trị trong danh sách."
    choice.showErrorMessage = True
    choice.add(f"{letter}2:{letter}{_LAST_ROW}")
    page.add_data_validation(choice)


def _write_notes(page: Worksheet, kind: ImportKind) -> None:
    page.append([f"Cách điền bảng “{kind.label}”"])
    page["A1"].font = Font(bold=True, size=13)
    for line in (
        kind.help,
        "Cột có dấu (*) bắt buộc điền. Không đổi tên cột; có thể bỏ cột không dùng.",
        "Dòng ví dụ (in nghiêng) được bỏ qua khi nhập, không cần xóa.",
        "Ngày ghi dạng ngày/tháng/năm, ví dụ 31/12/2021. Chữ gõ bằng bảng mã Unicode.",
    ):
        if line:
            page.append([line])
    page.append([])
    page.append(["Cột", "Bắt buộc", "Kiểu", "Giải thích", "Giá trị cho phép", "Ví dụ"])
    for cell in page[page.max_row]:
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    for column in kind.columns:
        required = "bắt buộc" if column.required else ""
        row = [column.title, required, _TYPES[column.type], column.help, "; ".join(_labels(column)), column.example]
        page.append(row)
    for letter, width in zip("ABCDEF", (30, 12, 24, 60, 50, 30), strict=True):
        page.column_dimensions[letter].width = width
