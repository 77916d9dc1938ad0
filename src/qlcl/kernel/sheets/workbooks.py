"""Excel workbooks, new (.xlsx) and old (.xls), opened only when they are safe to open."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import openpyxl
import xlrd
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException
from xlrd.compdoc import CompDoc, CompDocError

from qlcl.kernel.sheets.refusals import (
    broken_file,
    has_macros,
    not_a_table,
    password_protected,
    too_many_rows,
    unsafe_xml,
    zip_bomb,
)
from qlcl.kernel.sheets.tables import MAX_COLUMNS, MAX_ROWS, Cell, Table, trimmed

_MAX_UNPACKED = 300 * 1024 * 1024
_MAX_RATIO = 150
_SMALL = 20 * 1024 * 1024
_MAX_PARTS = 5000
_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))
_FILE_PASS, _END_OF_GLOBALS = 0x2F, 0x0A
#: What the readers raise for a damaged file; each was seen on a truncated or altered workbook.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    xlrd.XLRDError,
    CompDocError,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    SyntaxError,
    EOFError,
    OSError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
)


def read_xlsx(data: bytes) -> list[Table]:
    """The visible sheets of an .xlsx workbook; formulas by their last computed value."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return [
                Table(sheet.title, _xlsx_rows(sheet), False, "Excel (.xlsx)")
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
        finally:
            book.close()
    except DefusedXmlException as error:
        raise unsafe_xml() from error
    except _DAMAGE as error:
        raise broken_file() from error


def _xlsx_rows(sheet) -> list[list[Cell]]:
    sheet.reset_dimensions()  # what the file says of its size need not be true
    rows: list[list[Cell]] = []
    empty = 0
    for cells in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS):
        row = trimmed(cells)
        if row:
            rows.extend([[]] * empty)
            empty = 0
            rows.append(row)
        else:
            empty += 1
        if len(rows) > MAX_ROWS:
            raise too_many_rows(MAX_ROWS)
        if empty > MAX_ROWS:
            break
    return rows


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Refuses what is no workbook, encrypted, with macros, blown up, or with document types in its XML."""
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise password_protected()
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise has_macros()
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    sizes = [(unpacked, packed), *((p.file_size, p.compress_size) for p in parts)]
    blown_up = any(full > _SMALL and full > _MAX_RATIO * max(small, 1) for full, small in sizes)
    if len(parts) > _MAX_PARTS or unpacked > _MAX_UNPACKED or blown_up:
        raise zip_bomb()
    if "xl/workbook.bin" in names:
        raise not_a_table("Excel nhị phân .xlsb")
    if "xl/workbook.xml" not in names:
        raise not_a_table("tệp nén hoặc tài liệu khác")
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        raise has_macros()
    if any(_has_document_type(archive, part) for part in parts if part.filename.lower().endswith((".xml", ".rels"))):
        raise unsafe_xml()


def _has_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether an XML part declares a document type anywhere; read in pieces that overlap."""
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(1 << 20):
            if any(mark in tail + piece for mark in _DOCTYPES):
                return True
            tail = piece[-32:]
    return False


def read_xls(data: bytes) -> list[Table]:
    """The visible sheets of an .xls workbook, or the reason why the OLE file cannot be read."""
    try:
        _check_ole(data)
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
        return [
            Table(sheet.name, list(_xls_rows(book, sheet)), False, "Excel 97–2003 (.xls)")
            for sheet in book.sheets()
            if sheet.visibility == 0
        ]
    except _DAMAGE as error:
        raise broken_file() from error


def _check_ole(data: bytes) -> None:
    document = CompDoc(data, logfile=io.StringIO())
    names = {entry.name.lower() for entry in document.dirlist}
    if names & {"encryptedpackage", "encryptioninfo"}:
        raise password_protected()
    if names & {"_vba_project", "_vba_project_cur"}:
        raise has_macros()
    stream = next((document.get_named_stream(n) for n in ("Workbook", "Book") if n.lower() in names), None)
    if not stream:
        raise not_a_table("tài liệu Office khác, không phải Excel")
    if _is_encrypted(stream):
        raise password_protected()


def _is_encrypted(stream: bytes) -> bool:
    """Whether a FilePass record stands among the workbook's globals."""
    place = 0
    while place + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, place)
        if record == _FILE_PASS:
            return True
        if record == _END_OF_GLOBALS:
            return False
        place += 4 + length
    return False


def _xls_rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[list[Cell]]:
    for place in range(sheet.nrows):
        yield trimmed(_xls_value(book, cell) for cell in sheet.row(place)[:MAX_COLUMNS])


def _xls_value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return cell.value
