"""Files that are refused, each with a clear sentence; every file is really made."""

import io
import zipfile
from random import Random
from typing import Any

import openpyxl
import pytest

from qlcl.kernel.errors import DomainError
from qlcl.kernel.sheets import Column, ImportKind, Plan, read_rows
from qlcl.kernel.sheets.tables import MAX_BYTES
from qlcl.kernel.sheets.writing import Sheet, write_xlsx
from qlcl.kernel.tests.old_office import ole, workbook_stream, xls

NOISE = Random(1).randbytes(400_000)


def _nothing(**_given: Any) -> Plan:
    return Plan()


KIND = ImportKind(
    "units",
    "Cơ quan",
    (Column("code", ("Mã",), required=True), Column("name", ("Tên",), required=True)),
    plan=_nothing,
    apply=_nothing,  # type: ignore[arg-type]
)
BOOK = write_xlsx([Sheet("a", ["Mã", "Tên"], [["X-1", "Xã"]])])


def _with_parts(**changed: bytes | None) -> bytes:
    """The workbook with parts added or replaced (`__` stands for `/`, `_dot_` for a dot)."""
    out = io.BytesIO()
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in changed.items()}
    with zipfile.ZipFile(io.BytesIO(BOOK)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part not in named:
                target.writestr(part, source.read(part))
        for part, data in named.items():
            if data is not None:
                target.writestr(part, data)
    return out.getvalue()


def _sheet(content: bytes) -> bytes:
    return _with_parts(xl__worksheets__sheet1_dot_xml=content)


def _macro_type() -> bytes:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as source:
        types = source.read("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return _with_parts(
        **{"[Content_Types]_dot_xml": types.replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")}
    )


def _encrypted_zip() -> bytes:
    data = bytearray(BOOK)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def _docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)
HIDDEN = LAUGHS.replace(b"?>", b"?><!--" + b"x-" * 1_000_000 + b"-->", 1)
FILES: list[tuple[str, bytes, str]] = [
    ("empty", b"", "not_a_table"),
    ("blank", b" \n \n", "not_a_table"),
    ("pdf", b"%PDF-1.7 ...", "not_a_table"),
    ("png", b"\x89PNG\r\n\x1a\n" + bytes(100), "not_a_table"),
    ("binary", bytes(range(256)) * 4, "not_a_table"),
    ("web page", "<html><table><tr><td>Mã</td></tr></table></html>".encode(), "not_a_table"),
    ("json", b'{"code": 1}', "not_a_table"),
    ("word document", _docx(), "not_a_table"),
    ("old word document", ole({"WordDocument": b"x"}), "not_a_table"),
    ("binary workbook", _with_parts(xl__workbook_dot_bin=b"x"), "not_a_table"),
    ("prose", "Kính gửi các cơ quan,\nxin gửi danh sách.\n".encode(), "no_header"),
    ("missing column", "Mã,Cấp\nX-1,Xã\n".encode(), "no_header"),
    ("password, new Excel", ole({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), "password_protected"),
    ("password, old Excel", xls([["Mã", "Tên"]], file_pass=True), "password_protected"),
    ("password, zip", _encrypted_zip(), "password_protected"),
    ("macros, part", _with_parts(xl__vbaProject_dot_bin=b"x"), "has_macros"),
    ("macros, type", _macro_type(), "has_macros"),
    ("macros, old Excel", ole({"Workbook": workbook_stream([["Mã"]]), "_VBA_PROJECT": b"x"}), "has_macros"),
    ("zip bomb, one part", _sheet(b"0" * 60_000_000), "zip_bomb"),
    ("zip bomb, beside noise", _with_parts(z_dot_bin=NOISE, z_dot_xml=b"0" * 30_000_000), "zip_bomb"),
    ("zip bomb, many parts", _with_parts(**{f"x__{n}_dot_xml": b"" for n in range(6000)}), "zip_bomb"),
    ("entities", _sheet(LAUGHS), "unsafe_xml"),
    ("entities in UTF-16", _sheet(LAUGHS.decode().encode("utf-16")), "unsafe_xml"),
    ("entities behind a long comment", _sheet(HIDDEN), "unsafe_xml"),
    ("broken part", _sheet(b"<worksheet><sheetData><row>"), "broken_file"),
    ("cut off", BOOK[: len(BOOK) // 2], "broken_file"),
    ("cut off, old Excel", xls([["Mã", "Tên"]])[:900], "broken_file"),
    ("open quote", 'Mã,Tên\nX-1,"Xã\nX-2,Xã\n'.encode(), "broken_quotes"),
    ("TCVN3 as Unicode", "M·,Tªn\nX-1,ñy ban nh©n d©n\nX-2,Së Néi vô\n".encode(), "legacy_font"),
    ("TCVN3 as bytes", "M·,Tªn\nX-1,ñy ban nh©n d©n tØnh T©y Ninh\nX-2,Së Néi vô\n".encode("latin-1"), "legacy_font"),
    ("VNI as Unicode", "code,name\nX-1,UÛy ban nhaân daân\nX-2,Sôû Noäi vuï\n".encode(), "legacy_font"),
    ("VNI as bytes", "code,name\nX-1,UÛy ban nhaân daân\nX-2,Sôû Noäi vuï\n".encode("latin-1"), "legacy_font"),
    ("unknown bytes", b"code,name\nX-1,\x8d\x8e\x8f\x90\n", "unknown_encoding"),
    ("half a UTF-16", "Mã,Tên\n".encode("utf-16")[:-1], "unknown_encoding"),
    ("too many rows", b"code,name\n" + b"1,x\n" * 100_001, "too_many_rows"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code"), [file[1:] for file in FILES], ids=[file[0] for file in FILES])
def test_refuses(data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_rows(KIND, data, "tep")
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


def test_refuses_over_fifty_megabytes() -> None:
    with pytest.raises(DomainError) as refusal:
        read_rows(KIND, b"code,name\n" + b" " * MAX_BYTES, "tep")
    assert refusal.value.code == "too_big"


def test_says_how_to_convert_an_old_font() -> None:
    with pytest.raises(DomainError) as refusal:
        read_rows(KIND, "code,name\nX,ñy ban nh©n d©n\n".encode(), "tep")
    assert "TCVN3" in refusal.value.message
    assert "Unikey" in refusal.value.message
    assert "Chuyển mã" in refusal.value.message


def test_a_sheet_that_lies_about_its_size_is_read_by_what_it_holds() -> None:
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    book.worksheets[0]["XFD1048576"] = "xa"
    stream = io.BytesIO()
    book.save(stream)
    assert [row["code"] for row in read_rows(KIND, stream.getvalue(), "tep").rows] == ["X-1"]
