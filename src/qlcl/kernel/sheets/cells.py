"""One cell → one value of its column's type, or what is wrong with it and how to mend it."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from qlcl.kernel.sheets.kinds import Column, ColumnType
from qlcl.kernel.sheets.tables import Cell
from qlcl.kernel.text import clean, squash

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_VIETNAMESE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 00:00(?::00)?)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_WHOLE = re.compile(r"[+-]?\d{1,12}")
_FRACTION = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,12})?")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")
_UNSEEN = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff")
_EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_EXCEL_START = date(1899, 12, 30)
_EARLIEST, _LATEST = date(1945, 9, 2), date(2100, 12, 31)


class BadCell(Exception):
    """A cell that is no value of its column."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def cell_text(cell: Cell) -> str:
    """A cell as a person reads it: whole numbers without ".0", dates as dd/mm/yyyy, text composed and trimmed."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        cell = cell.replace("\0", " ")  # which PostgreSQL does not keep
        text = " ".join(cell.split()) if cell.isascii() else clean(cell.translate(_UNSEEN))
        return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" and len(text) > 1 else text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if (cell.hour, cell.minute) == (0, 0) else f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def empty_value(column: Column) -> Any:
    """What stands for nothing: None for dates and numbers, else an empty text."""
    return None if column.type in ("date", "int", "decimal") else ""


def parse_cell(column: Column, cell: Cell, text: str) -> Any:
    """The value of a cell for its column; `text` is its `cell_text`. Raises BadCell."""
    if not text:
        if column.required:
            raise BadCell("Thiếu giá trị.", f"Điền {column.title.lower()}{_such_as(column)}.")
        return empty_value(column)
    if text in _EXCEL_ERRORS:
        raise BadCell("Ô chứa lỗi công thức của Excel.", "Sửa công thức hoặc gõ giá trị vào ô.")
    return _PARSERS[column.type](column, cell, text)


def _such_as(column: Column) -> str:
    return f", ví dụ: {column.example}" if column.example else ""


def _parse_text(column: Column, cell: Cell, text: str) -> str:
    if not text.isprintable() or "\ufffd" in text:
        raise BadCell("Có ký tự hỏng hoặc không in được.", "Gõ lại nội dung ô.")
    if _LOST.search(text):
        raise BadCell(
            "Chữ tiếng Việt đã bị mất dấu (thành dấu “?”) khi lưu tệp.", "Lưu lại tệp gốc dạng .xlsx hoặc CSV UTF-8."
        )
    if len(text) > column.max_length:
        raise BadCell(f"Dài {len(text)} ký tự, quá {column.max_length} ký tự.", "Rút ngắn nội dung.")
    return text


def _parse_code(column: Column, cell: Cell, text: str) -> str:
    text = _parse_text(column, cell, text)
    if " " in text:
        raise BadCell("Mã không được có dấu cách.", f"Ghi mã liền nhau{_such_as(column)}.")
    return text


def _parse_choice(column: Column, cell: Cell, text: str) -> str:
    wanted = squash(text)
    for code, labels in column.choices.items():
        if wanted in {squash(code), *map(squash, labels)}:
            return code
    shown = "; ".join(labels[0] if labels else code for code, labels in column.choices.items())
    raise BadCell("Không thuộc các giá trị cho phép.", f"Chọn một trong: {shown}.")


def _parse_date(column: Column, cell: Cell, text: str) -> date:
    if isinstance(cell, datetime):
        value = cell.date()
        if (cell.hour, cell.minute) != (0, 0):
            raise BadCell("Có cả giờ, cần một ngày.", "Chỉ ghi ngày/tháng/năm.")
    elif isinstance(cell, date):
        value = cell
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        value = _excel_date(cell)
    else:
        value = _typed_date(text)
    if not _EARLIEST <= value <= _LATEST:
        raise BadCell("Ngày nằm ngoài khoảng 1945–2100.", "Kiểm tra lại năm.")
    return value


def _excel_date(serial: float) -> date:
    """A date that Excel keeps as a plain number of days, where the cell was not formatted as a date."""
    if not 16_000 <= serial <= 74_000 or serial != int(serial):
        raise BadCell("Không phải là ngày.", "Ghi dạng ngày/tháng/năm, ví dụ 31/12/2021.")
    return _EXCEL_START + timedelta(days=int(serial))


def _typed_date(text: str) -> date:
    if iso := _ISO.fullmatch(text):
        year, month, day = map(int, iso.groups())
    elif vietnamese := _VIETNAMESE.fullmatch(text):
        day, month, year = map(int, vietnamese.groups())
    elif _SHORT_YEAR.fullmatch(text):
        raise BadCell("Năm chỉ có hai chữ số.", "Ghi đủ bốn chữ số của năm, ví dụ 31/12/2021.")
    else:
        raise BadCell("Không phải là ngày.", "Ghi dạng ngày/tháng/năm, ví dụ 31/12/2021.")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCell("Ngày này không có trên lịch.", "Ghi theo thứ tự ngày/tháng/năm, ví dụ 31/12/2021.") from error


def _parse_int(column: Column, cell: Cell, text: str) -> int:
    if isinstance(cell, bool | date) or not _WHOLE.fullmatch(text):
        raise BadCell("Không phải là số nguyên.", "Chỉ ghi chữ số, không kèm đơn vị, dấu chấm hay dấu phẩy.")
    return int(_within(column, int(text)))


def _parse_decimal(column: Column, cell: Cell, text: str) -> Decimal:
    if isinstance(cell, bool | date) or not _FRACTION.fullmatch(text):
        raise BadCell("Không phải là số.", "Chỉ ghi chữ số và một dấu thập phân, ví dụ 11,31.")
    try:
        return Decimal(_within(column, Decimal(text.replace(",", "."))))
    except InvalidOperation as error:
        raise BadCell("Không phải là số.", "Chỉ ghi chữ số và một dấu thập phân, ví dụ 11,31.") from error


def _within(column: Column, number: int | Decimal) -> int | Decimal:
    low, high = column.minimum, column.maximum
    if low is not None and number < low:
        raise BadCell(f"Nhỏ hơn {low}.", f"Ghi số từ {low} trở lên.")
    if high is not None and number > high:
        raise BadCell(f"Lớn hơn {high}.", f"Ghi số không quá {high}.")
    return number


_PARSERS: dict[ColumnType, Callable[[Column, Cell, str], Any]] = {
    "text": _parse_text,
    "code": _parse_code,
    "choice": _parse_choice,
    "date": _parse_date,
    "int": _parse_int,
    "decimal": _parse_decimal,
}
