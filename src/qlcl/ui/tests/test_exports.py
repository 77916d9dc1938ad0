"""No cell of an exported file can run, and none is lost."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from qlcl.ui.exports import csv_bytes, export_response, xlsx_bytes

RUNNING = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")']


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", RUNNING)
def test_csv_disarms_texts_that_would_run(text: str) -> None:
    assert read_csv(csv_bytes([text], [[text]])) == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize("text", [t for t in RUNNING if "\r" not in t])
def test_excel_keeps_texts_as_texts(text: str) -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes([text], [[text]]))).active
    assert sheet is not None
    for cell in (sheet["A1"], sheet["A2"]):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_csv_opens_in_vietnamese_and_keeps_numbers() -> None:
    content = csv_bytes(["Tên", "Số"], [["Sở Tài chính", -5], [None, True]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content) == [["Tên", "Số"], ["Sở Tài chính", "-5"], ["", "Có"]]


def test_excel_holds_days_and_numbers_as_themselves() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(["Ngày", "Số"], [[date(2021, 6, 30), 12]]))).active
    assert sheet is not None
    assert sheet["A2"].value.date() == date(2021, 6, 30)
    assert (sheet["A2"].number_format, sheet["B2"].value) == ("dd/mm/yyyy", 12)


def test_excel_survives_control_characters() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(["a"], [["x\x0b\ufffe\ud800y"]]))).active
    assert sheet is not None
    assert sheet["A2"].value == "xy"


def test_names_the_file_in_vietnamese() -> None:
    response = export_response("cơ quan", ["a"], [["b"]], "csv")
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''c%C6%A1%20quan.csv"
