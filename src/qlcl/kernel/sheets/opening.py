"""Opens a file by its content, never by its name."""

from collections.abc import Set

from qlcl.kernel.catalogue import load
from qlcl.kernel.sheets.delimited import read_delimited
from qlcl.kernel.sheets.refusals import not_a_table, too_big
from qlcl.kernel.sheets.tables import MAX_BYTES, Table

#: Loaded for a workbook only: its libraries take a third of a second.
_WORKBOOKS = "qlcl.kernel.sheets.workbooks"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": "tệp PDF",
    b"\x89PNG": "tệp ảnh",
    b"\xff\xd8\xff": "tệp ảnh",
    b"GIF8": "tệp ảnh",
    b"Rar!": "tệp nén",
    b"7z\xbc\xaf": "tệp nén",
    b"\x1f\x8b": "tệp nén",
    b"{\\rtf": "tệp văn bản RTF",
    b"SQLite format": "tệp cơ sở dữ liệu",
}


def open_tables(data: bytes, known: Set[str] = frozenset()) -> list[Table]:
    """The tables of a CSV, XLSX or XLS file, at least one. Raises FileRefused or LegacyFont."""
    if len(data) > MAX_BYTES:
        raise too_big(MAX_BYTES // 1024 // 1024)
    for magic, what in _OTHERS.items():
        if data.startswith(magic):
            raise not_a_table(what)
    if data.startswith(b"PK\x03\x04"):
        tables = load(f"{_WORKBOOKS}.read_xlsx")(data)
    elif data.startswith(_OLE):
        tables = load(f"{_WORKBOOKS}.read_xls")(data)
    else:
        tables = [read_delimited(data, known)]
    if not any(table.rows for table in tables):
        raise not_a_table("không có dòng nào")
    return tables
