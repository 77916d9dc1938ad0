"""Reads a file as one kind of table: clean rows, every bad cell, and what was passed over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from qlcl.kernel.errors import RowProblem
from qlcl.kernel.legacy_fonts import FontEvidence, LegacyFont, legacy_font, remedy_for
from qlcl.kernel.sheets.cells import BadCell, cell_text, empty_value, parse_cell
from qlcl.kernel.sheets.headers import Header, find_header, known_headers
from qlcl.kernel.sheets.kinds import Column, ImportKind, Row, duplicate_problems
from qlcl.kernel.sheets.opening import open_tables
from qlcl.kernel.sheets.refusals import no_header
from qlcl.kernel.sheets.tables import Cell, Table, is_blank
from qlcl.kernel.text import fold, nfc, squash

_TOTALS = frozenset({"cong", "tong", "tong cong", "tong so", "cong tong", "total", "grand total", "sum"})
_EXAMPLE = "vidu"


@dataclass(slots=True)
class Reading:
    """What one file holds."""

    kind: ImportKind
    file: str
    rows: list[Row] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    format: str = ""


def read_rows(kind: ImportKind, data: bytes, file: str) -> Reading:
    """The rows of `kind` in a file. Raises FileRefused or LegacyFont when the file cannot be read at all."""
    table, header, garbled = _chosen(kind, open_tables(data, known_headers(kind).keys()))
    reading = Reading(kind, file, notes=list(table.notes), format=table.format)
    _note_header(reading, table, header)
    _read_body(reading, table, header, garbled)
    if kind.key:
        reading.problems += duplicate_problems(reading.rows, kind.key)
    return reading


def detect_kind(kinds: Sequence[ImportKind], data: bytes) -> str:
    """The code of the kind whose headers the file holds best; "" where none has all its required columns."""
    known = {title for kind in kinds for title in known_headers(kind)}
    best, merit = "", (0, 0.0)
    for table in open_tables(data, known):
        for kind in kinds:
            header = find_header(table, kind)
            if header and not header.missing(kind):
                found = len(header.columns)
                merit_here = (found - len(header.unknown), found / len(kind.columns))
                if merit_here > merit:
                    best, merit = kind.code, merit_here
    return best


def _chosen(kind: ImportKind, tables: list[Table]) -> tuple[Table, Header, set[str]]:
    """The first sheet that has every required column, and its cells that look like an old font."""
    found = [(table, find_header(table, kind)) for table in tables if table.rows]
    whole = [(table, header) for table, header in found if header and not header.missing(kind)]
    if whole:
        if len(whole) > 1:
            others = ", ".join(f"“{table.title}”" for table, _ in whole[1:])
            whole[0][0].notes.append(f"Chỉ đọc trang tính “{whole[0][0].title}”; không đọc {others}.")
        return *whole[0], _refuse_old_font(whole[0][0])
    for table, _ in found:
        _refuse_old_font(table)
    nearest = max((header for _, header in found if header), key=lambda h: len(h.columns), default=None)
    missing = nearest.missing(kind) if nearest else [column for column in kind.columns if column.required]
    wanted = ", ".join(f"“{column.title}”" for column in kind.columns if column.required)
    raise no_header(kind.label, wanted, ", ".join(f"“{column.title}”" for column in missing))


def _refuse_old_font(table: Table) -> set[str]:
    """Refuses a table typed for an old font; else gives back the few cells that might be."""
    evidence, garbled = FontEvidence(), dict[str, None]()
    for row in table.rows:
        for cell in row:
            if isinstance(cell, str) and not cell.isascii():
                before = evidence.tcvn3 + evidence.vni
                evidence.add(nfc(cell))
                if evidence.tcvn3 + evidence.vni > before:
                    garbled[cell] = None
    if evidence.font:
        raise LegacyFont(evidence.font, next((cell_text(cell) for cell in garbled), ""))
    return set(garbled)


def _note_header(reading: Reading, table: Table, header: Header) -> None:
    above = sum(not is_blank(row) for row in table.rows[: header.place])
    if above:
        reading.notes.append(f"Bỏ qua {above} dòng phía trên tiêu đề (tiêu đề ở dòng {header.place + 1}).")
    if header.numbering is not None:
        reading.notes.append("Bỏ qua cột số thứ tự.")
    if header.unknown:
        shown = ", ".join(f"“{title[:40]}”" for title in header.unknown[:10])
        reading.notes.append(f"Bỏ qua cột không dùng đến: {shown}.")
    for title in header.doubled:
        remedy = "Chỉ giữ một cột, xóa hoặc đổi tên cột còn lại."
        reading.problems.append(
            RowProblem(header.place + 1, title, "", "Tiêu đề này có hai cột.", remedy, reading.file)
        )


def _read_body(reading: Reading, table: Table, header: Header, garbled: set[str]) -> None:
    totals: list[int] = []
    below: list[int] = []
    parser = _RowParser(reading, header, garbled)
    for number, cells, texts in _body(table, header):
        if _is_example(texts, header):
            reading.notes.append(f"Bỏ qua dòng {number}: dòng ví dụ của tệp mẫu.")
        elif number == header.place + 2 and _is_column_numbers(texts):
            reading.notes.append(f"Bỏ qua dòng {number}: dòng đánh số cột.")
        elif _is_total(texts, header):
            totals.append(number)
        elif totals and sum(map(bool, texts)) <= 3 and _lacks_required(reading.kind, texts, header):
            below.append(number)
        else:
            parser.read(number, cells, texts)
    _note_rows(reading, totals, "dòng tổng cộng")
    _note_rows(reading, below, "ghi chú, chữ ký phía dưới dòng tổng cộng")


def _note_rows(reading: Reading, numbers: list[int], what: str) -> None:
    if numbers:
        shown = ", ".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")
        reading.notes.append(f"Bỏ qua dòng {shown}: {what}.")


def _body(table: Table, header: Header) -> Iterator[tuple[int, list[Cell], list[str]]]:
    """The rows below the header that are not blank: number in the file, cells, their texts."""
    for number, cells in enumerate(table.rows[header.place + 1 :], start=header.place + 2):
        texts = [cell_text(cell) for cell in cells]
        if any(texts):
            yield number, cells, texts


class _RowParser:
    """Reads one row after another; what a text means in a column is worked out once."""

    def __init__(self, reading: Reading, header: Header, garbled: set[str]) -> None:
        self.reading, self.header, self.garbled = reading, header, garbled
        self.columns = frozenset(header.columns)
        self.places: list[tuple[Column, int, dict[str, Any]]] = [
            (column, header.columns.get(column.name, -1), {}) for column in reading.kind.columns
        ]

    def read(self, number: int, cells: list[Cell], texts: list[str]) -> None:
        """One row's values; its bad cells become problems, and then the row is not kept."""
        values: dict[str, Any] = {}
        bad = False
        for column, place, known in self.places:
            cell, text = (cells[place], texts[place]) if 0 <= place < len(cells) else (None, "")
            if place < 0:
                values[column.name] = empty_value(column)
                continue
            if isinstance(cell, str) and cell in known:
                values[column.name] = known[cell]
                continue
            try:
                values[column.name] = self._value(column, cell, text)
            except BadCell as error:
                bad = True
                self._note(number, column, text, error)
            else:
                if isinstance(cell, str):
                    known[cell] = values[column.name]
        if not bad:
            self.reading.rows.append(Row(number, values, self.reading.file, self.columns, self.header.titles))

    def _value(self, column: Column, cell: Cell, text: str) -> Any:
        if cell in self.garbled and (font := legacy_font(text)):
            raise BadCell(f"Chữ gõ bằng phông cũ {font}, không phải Unicode.", remedy_for(font))
        return parse_cell(column, cell, text)

    def _note(self, number: int, column: Column, text: str, error: BadCell) -> None:
        title = self.header.titles.get(column.name, column.title)
        problem = RowProblem(number, title, text[:200], error.message, error.remedy, self.reading.file)
        self.reading.problems.append(problem)


def _is_example(texts: list[str], header: Header) -> bool:
    place = header.numbering
    return place is not None and place < len(texts) and squash(texts[place]) == _EXAMPLE


def _is_column_numbers(texts: list[str]) -> bool:
    """The row “(1) (2) (3)” or “A B 1 2 3” that stands beneath the header of official tables."""
    marks = [text.strip("() ") for text in texts if text]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    counted = len(numbers) >= 3 and numbers == list(range(1, len(numbers) + 1))
    return counted and len(marks) - len(numbers) <= 2 and all(len(mark) <= 2 for mark in marks)


def _is_total(texts: list[str], header: Header) -> bool:
    """A row whose first words are “Cộng”, “Tổng cộng”…, in the column of numbers or after it."""
    place = header.numbering
    first = next((text for at, text in enumerate(texts) if text and at != place), "")
    numbering = texts[place] if place is not None and place < len(texts) else ""
    return any(len(text) < 20 and fold(text) in _TOTALS for text in (first, numbering) if text)


def _lacks_required(kind: ImportKind, texts: list[str], header: Header) -> bool:
    places = [header.columns[column.name] for column in kind.columns if column.required]
    return any(place >= len(texts) or not texts[place] for place in places)
