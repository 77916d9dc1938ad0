"""Reading and writing tables: what goes out in any format comes back the same; what is wrong is named."""

import csv
import io
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qlcl.kernel.errors import DomainError
from qlcl.kernel.sheets import Column, ImportKind, Plan, detect_kind, read_rows
from qlcl.kernel.sheets.cells import cell_text
from qlcl.kernel.sheets.opening import open_tables
from qlcl.kernel.sheets.templates import write_template
from qlcl.kernel.sheets.writing import Sheet, safe_text, write_csv, write_xlsx
from qlcl.kernel.tests.old_office import xls
from tests.engines.examples import examples

LEVELS = {"commune": ("Cấp xã", "Xã"), "district": ("Cấp huyện",)}
COLUMNS = (
    Column("code", ("Mã cơ quan", "Mã"), type="code", required=True, max_length=20, example="X-1"),
    Column("name", ("Tên cơ quan", "Tên"), required=True, max_length=100, example="Ủy ban nhân dân xã Mẫu"),
    Column("level", ("Cấp",), type="choice", choices=LEVELS, example="commune"),
    Column("held_on", ("Ngày tổ chức",), type="date", example="20/11/2019"),
    Column("people", ("Số người",), type="int", minimum=1, maximum=500, example="12"),
    Column("latitude", ("Vĩ độ",), type="decimal", example="11,31"),
)  # fmt: skip


def _nothing(**_given: Any) -> Plan:
    return Plan()


KIND = ImportKind("units", "Cơ quan", COLUMNS, plan=_nothing, apply=_nothing, key=("code",))  # type: ignore[arg-type]
OTHER = ImportKind(
    "classes", "Lớp", (Column("class_code", ("Mã lớp",), required=True), COLUMNS[3]), plan=_nothing, apply=_nothing  # type: ignore[arg-type]
)  # fmt: skip
HEADERS = [column.title for column in COLUMNS]
WORDS = [
    "Ủy",
    "ban",
    "nhân",
    "dân",
    "xã",
    "Phước",
    "Vinh",
    "phường",
    "10",
    "Đắk",
    "Lắk",
    "ường",
    "“nguồn”",
    "a,b",
    "c;d",
]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
tricky = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]), min_size=1, max_size=30)
rows_of = lambda name: st.lists(  # noqa: E731
    st.tuples(
        st.from_regex(r"[A-Z]{2}-[0-9]{1,6}", fullmatch=True),
        name,
        st.sampled_from(["", "commune", "district"]),
        st.none() | st.dates(date(1945, 9, 2), date(2100, 12, 31)),
        st.none() | st.integers(1, 500),
        st.none() | st.decimals(-90, 90, places=4),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)
CALM = settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))


def _values(data: bytes) -> list[tuple[Any, ...]]:
    reading = read_rows(KIND, data, "bang")
    assert reading.problems == []
    return [tuple(row[column.name] for column in COLUMNS) for row in reading.rows]


def _encoded(text: str, encoding: str) -> bytes:
    """Windows-1258 holds letters with their quality and the tone as a mark behind."""
    if encoding != "cp1258":
        return text.encode(encoding)
    out = bytearray()
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tones = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
            letter = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
            out += letter.encode("cp1258") + "".join(tones).encode("cp1258")
    return bytes(out)


@CALM
@given(
    rows=rows_of(names),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"]),
    separator=st.sampled_from([",", ";", "\t"]),
    form=st.sampled_from(["NFC", "NFD"]),
    iso=st.booleans(),
    english=st.booleans(),
)
def test_text_files_come_back_the_same(
    rows: list[tuple[Any, ...]], encoding: str, separator: str, form: str, iso: bool, english: bool
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow([column.name for column in COLUMNS] if english else HEADERS)
    for code, name, level, held, people, latitude in rows:
        day = "" if held is None else held.isoformat() if iso else f"{held:%d/%m/%Y}"
        number = "" if latitude is None else str(latitude).replace(".", "," if iso else ".")
        writer.writerow([code, name, level, day, people, number])
    composed = unicodedata.normalize(form if encoding != "cp1258" else "NFC", text.getvalue())
    assert _values(_encoded(composed, encoding)) == rows


@CALM
@given(rows=rows_of(tricky.filter(lambda text: not {"?", "#", "\ufffd"} & set(text))))
def test_what_we_write_comes_back_the_same(rows: list[tuple[Any, ...]]) -> None:
    wanted = [(r[0], unicodedata.normalize("NFC", r[1]), *r[2:]) for r in rows]
    try:
        assert _values(write_csv(HEADERS, rows)) == wanted
        assert _values(write_xlsx([Sheet("Cơ quan", HEADERS, rows)])) == wanted
    except DomainError as error:  # random letters may read as an old font; nothing else may be refused
        assert error.code == "legacy_font"


@CALM
@given(rows=rows_of(names))
def test_old_excel_comes_back_the_same(rows: list[tuple[Any, ...]]) -> None:
    made = xls([HEADERS, *([float(v) if isinstance(v, Decimal) else v for v in row] for row in rows)])
    assert _values(made) == rows


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@SUM(A1)", "\t=1"])
def test_no_cell_is_written_as_a_formula(text: str) -> None:
    assert safe_text(text).startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet("t", ["x"], [[text]])])))
    cell = book.active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert b"'" in write_csv(["x"], [[text]])


def test_numbers_are_not_touched_by_the_care_for_formulas() -> None:
    assert write_csv(["x"], [[-5], [date(2021, 12, 31)]]).decode("utf-8-sig") == "x\r\n-5\r\n31/12/2021\r\n"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_tones_apart_do_not_hide_the_byte_order(codec: str) -> None:
    text = unicodedata.normalize("NFD", "Mã cơ quan,Tên cơ quan,Cấp\nAA-0,Ủy,\n")
    assert [row["name"] for row in read_rows(KIND, text.encode(codec), "bang").rows] == ["Ủy"]


@pytest.mark.parametrize("name", ["Đắk", "Krông Pắc", "Êê"])
def test_names_of_other_peoples_are_read_in_windows_1258(name: str) -> None:
    assert _values(_encoded(f"code,name,level,held_on,people,latitude\nX-1,{name},,,,\n", "cp1258"))[0][1] == name


@pytest.mark.parametrize("name", ["¹", "1", "²"])
def test_a_lone_figure_is_a_value(name: str) -> None:
    assert _values(write_csv(HEADERS, [["X-1", name, "", None, None, None]]))[0][1] == name


OFFICIAL = """ỦY BAN NHÂN DÂN TỈNH MẪU;;;;
BẢNG TỔNG HỢP CƠ QUAN;;;;
;;;;
STT;Mã cơ quan (*);Tên cơ quan;Số người;Ghi chú
(1);(2);(3);(4);(5)
1;X-1;Xã Một;3;
2;X-2;Cộng Hòa;4;

;Tổng cộng;;7;
;;;;NGƯỜI LẬP BIỂU
"""


def test_passes_over_titles_numbering_totals_and_signatures_and_says_so() -> None:
    reading = read_rows(KIND, OFFICIAL.encode(), "bang.csv")
    assert reading.problems == []
    assert [(row.number, row["code"], row["people"]) for row in reading.rows] == [(6, "X-1", 3), (7, "X-2", 4)]
    assert reading.notes == [
        "Bỏ qua 2 dòng phía trên tiêu đề (tiêu đề ở dòng 4).",
        "Bỏ qua cột số thứ tự.",
        "Bỏ qua cột không dùng đến: “Ghi chú”.",
        "Bỏ qua dòng 5: dòng đánh số cột.",
        "Bỏ qua dòng 9: dòng tổng cộng.",
        "Bỏ qua dòng 10: ghi chú, chữ ký phía dưới dòng tổng cộng.",
    ]


def test_what_the_file_has_no_column_for_is_not_given() -> None:
    row = read_rows(KIND, b"code,name\nX-1,Xa\n", "a.csv").rows[0]
    assert (row.given("name"), row.given("people"), row["people"], row["level"]) == (True, False, None, "")


BAD = """Mã;Tên;Cấp;Ngày tổ chức;Số người;Vĩ độ
X 1;Xã;Tỉnh;31/02/2020;1,0;x
;Xã;;1/2/20;2 người;1.234,5
X-2;;Xã;2020-13-01;0;
X-2;Xã;;43831;501;
X-2;Ph?ờng;;hôm qua;1.000;
X-3;thÞ trÊn;;;;
"""


def test_names_every_bad_cell_with_row_column_value_fault_and_remedy() -> None:
    problems = read_rows(KIND, BAD.encode(), "bad.csv").problems
    assert [(p.row, p.column, p.value) for p in problems] == [
        (2, "Mã", "X 1"), (2, "Cấp", "Tỉnh"), (2, "Ngày tổ chức", "31/02/2020"), (2, "Số người", "1,0"),
        (2, "Vĩ độ", "x"),
        (3, "Mã", ""), (3, "Ngày tổ chức", "1/2/20"), (3, "Số người", "2 người"), (3, "Vĩ độ", "1.234,5"),
        (4, "Tên", ""), (4, "Ngày tổ chức", "2020-13-01"), (4, "Số người", "0"),
        (5, "Ngày tổ chức", "43831"), (5, "Số người", "501"),
        (6, "Tên", "Ph?ờng"), (6, "Ngày tổ chức", "hôm qua"), (6, "Số người", "1.000"),
        (7, "Tên", "thÞ trÊn"),
    ]  # fmt: skip
    assert all(p.message and p.remedy and p.file == "bad.csv" for p in problems)


def test_the_same_key_twice_is_a_problem() -> None:
    problems = read_rows(KIND, b"code,name\nX-1,a\nX-2,b\nX-1,c\n", "a.csv").problems
    assert [(p.row, p.value) for p in problems] == [(4, "X-1")]


def test_excel_dates_and_whole_numbers_are_read_as_meant() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Mã", "Tên", "Ngày tổ chức", "Số người"])
    page.append([25456.0, 7, 43789, 3.0])
    page.append(["X-2", "Xã", date(2019, 11, 20), 3.5])
    page.append(["X-3", "#N/A", "20/11/2019", 4])
    stream = io.BytesIO()
    book.save(stream)
    reading = read_rows(KIND, stream.getvalue(), "a.xlsx")
    row = reading.rows[0]
    assert (row["code"], row["name"], row["held_on"], row["people"]) == ("25456", "7", date(2019, 11, 20), 3)
    assert [(p.row, p.column) for p in reading.problems] == [(3, "Số người"), (4, "Tên")]


def test_reads_the_sheet_that_holds_the_table_and_says_what_it_left() -> None:
    pages = [Sheet("Bìa", ["Báo cáo"], [["năm 2021"]]), *(Sheet(t, HEADERS[:2], [["X-1", t]]) for t in ("Một", "Hai"))]
    reading = read_rows(KIND, write_xlsx(pages), "a.xlsx")
    assert [row["name"] for row in reading.rows] == ["Một"]
    assert reading.notes == ["Chỉ đọc trang tính “Một”; không đọc “Hai”."]


def test_the_template_reads_back_empty_and_has_its_drop_downs() -> None:
    made = write_template(KIND)
    reading = read_rows(KIND, made, "mau.xlsx")
    assert (reading.rows, reading.problems) == ([], [])
    assert "Bỏ qua dòng 2: dòng ví dụ của tệp mẫu." in reading.notes
    page = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert [cell.value for cell in page[1]] == ["STT", *(c.title + " (*)" * c.required for c in COLUMNS)]
    assert all(cell.font.italic for cell in page[2])
    assert [str(v.sqref) for v in page.data_validations.dataValidation] == ["D2:D10000"]


def test_a_filled_template_is_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_template(KIND)))
    book.worksheets[0].append([1, "X-9", "Xã Chín", "Cấp xã", date(2021, 1, 2), 5, 11.5])
    stream = io.BytesIO()
    book.save(stream)
    assert _values(stream.getvalue()) == [("X-9", "Xã Chín", "commune", date(2021, 1, 2), 5, Decimal("11.5"))]


def test_a_code_counts_before_a_name_beside_it() -> None:
    unit = Column("unit", ("Cơ quan", "Tên cơ quan", "Mã cơ quan"), required=True)
    kind = ImportKind("u", "U", (unit, COLUMNS[3]), plan=_nothing, apply=_nothing)  # type: ignore[arg-type]
    data = "STT;Tên cơ quan;Mã cơ quan;Cơ quan;Ngày tổ chức\n1;Xã Một;X-1;Xã;20/11/2019\n"
    read = read_rows(kind, data.encode(), "a.csv")
    assert [row["unit"] for row in read.rows] == ["X-1"]
    assert "Bỏ qua cột không dùng đến: “Tên cơ quan”, “Cơ quan”." in read.notes


def test_tells_the_kind_by_its_headers() -> None:
    assert detect_kind([KIND, OTHER], b"class_code,held_on\nL-1,2020-01-01\n") == "classes"
    assert detect_kind([KIND, OTHER], "Mã cơ quan;Tên;Cấp\n".encode()) == "units"
    assert detect_kind([KIND, OTHER], b"x,y\n1,2\n") == ""


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_null_characters_do_not_come_through(codec: str) -> None:
    """PostgreSQL keeps none; a mark of the encoding at the beginning must not let them by."""
    assert cell_text("Ph\0ước") == "Ph ước"
    data = "mã,tên\r\na\0b,Phước\0Vinh\r\n".encode(codec)
    assert not any("\0" in cell_text(cell) for table in open_tables(data, set()) for row in table.rows for cell in row)
