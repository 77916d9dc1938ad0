"""Tables of an official paper: ruled, the head repeated on every page, rows never torn apart."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from qlcl.papers.layout import measures
from qlcl.papers.layout.paper import HeaderCell, Table
from qlcl.papers.layout.words import ALIGNS, CENTER, JUSTIFY, plain, space, write

_DENSE_FROM = 8
#: A table of so many rows stands whole on one page; a longer one flows, its head repeated.
_WHOLE_UP_TO = 6
#: What a text has that is more than words.
_MARKED = frozenset("*\t\n\r")


def write_table(document: Document, table: Table) -> None:
    """Caption, head, rows, note; columns get their parts of the width."""
    if table.caption:
        caption = document.add_paragraph()
        caption.alignment = CENTER
        caption.paragraph_format.keep_with_next = True
        space(caption, before=10, after=4)
        write(caption, table.caption, measures.TABLE, bold=True)
    count = table.column_count
    if not count:
        return
    size = measures.TABLE_DENSE if count >= _DENSE_FROM else measures.TABLE
    word = document.add_table(rows=len(table.header) + bool(table.rows), cols=count)
    word.style = "Table Grid"
    word.autofit = False
    word.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = _widths(table, count)
    _fix_layout(word, widths)
    grid = _cells(word, count)
    for cells in grid:
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
    _head(word, grid, table, size)
    if table.rows:
        _rows(word, grid[-1], table, size)
    _merge_head(grid, table)
    _keep_together(_cells(word, count) if len(table.rows) <= _WHOLE_UP_TO else grid, table)
    after = document.add_paragraph()
    after.alignment = JUSTIFY
    space(after, before=3, after=2)
    write(after, table.note, measures.NOTE, italic=True)


def _widths(table: Table, count: int) -> list[Length]:
    parts = [table.widths[n] if n < len(table.widths) else 0.0 for n in range(count)]
    known = sum(parts)
    unknown = [n for n, part in enumerate(parts) if not part]
    rest = max(100.0 - known, 10.0 * len(unknown))
    for n in unknown:
        parts[n] = rest / len(unknown)
    whole = sum(parts)
    return [Mm(measures.TEXT_WIDTH_MM * part / whole) for part in parts]


def _fix_layout(word: WordTable, widths: Sequence[Length]) -> None:
    for grid_column, width in zip(word._tbl.tblGrid.gridCol_lst, widths, strict=True):
        grid_column.w = width


def _cells(word: WordTable, count: int) -> list[list[_Cell]]:
    """All cells once: asking the table for each is slow on long ones."""
    flat = word._cells
    return [flat[start : start + count] for start in range(0, len(flat), count)]


def _head(word: WordTable, grid: list[list[_Cell]], table: Table, size: Length) -> None:
    for place in range(len(table.header)):
        row = word.rows[place]
        _mark(row, "w:cantSplit")
        _mark(row, "w:tblHeader")
    for at_row, at_column, cell in head_places(table):
        _fill(grid[at_row][at_column], cell.text, size, "center", bold=True)


def head_places(table: Table) -> list[tuple[int, int, HeaderCell]]:
    """Where each cell of the head stands: row, column, cell; spans of the rows above are stepped over."""
    taken: set[tuple[int, int]] = set()
    places = []
    for row, cells in enumerate(table.header):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            places.append((row, column, cell))
            taken |= {(row + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
            column += cell.columns
    return places


def _merge_head(grid: list[list[_Cell]], table: Table) -> None:
    for row, column, cell in head_places(table):
        if cell.columns > 1 or cell.rows > 1:
            first = grid[row][column]
            last = grid[row + cell.rows - 1][column + cell.columns - 1]
            merged = first.merge(last)
            for extra in merged.paragraphs[1:]:
                if not extra.text:
                    extra._p.getparent().remove(extra._p)


def _keep_together(grid: list[list[_Cell]], table: Table) -> None:
    """A short table is not torn over two pages; the head of a long one stays with its first row."""
    kept = len(grid) - 1 if len(table.rows) <= _WHOLE_UP_TO else len(table.header)
    for cells in grid[:kept]:
        for cell in cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _rows(word: WordTable, pattern: list[_Cell], table: Table, size: Length) -> None:
    """The body: its first row is dressed once, every other is a copy of it, for a plan may have ten thousand."""
    for column, cell in enumerate(pattern):
        _dress(cell, table.aligns[column] if column < len(table.aligns) else "left")
    first = word._tbl.tr_lst[-1]
    first.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    runs = {bold: _run(word, size, bold=bold) for bold in (False, True)}
    lines = [first, *(deepcopy(first) for _ in table.rows[1:])]
    for place, (line, values) in enumerate(zip(lines, table.rows, strict=True)):
        bold = place in table.strong_rows
        for cell, value in zip(line.tc_lst, values, strict=False):
            _say(cell.p_lst[0], str(value), runs[bold], size, bold=bold)
    word._tbl.extend(lines[1:])


def _run(word: WordTable, size: Length, *, bold: bool) -> Any:
    """A piece of text as the body has it, to be copied."""
    paragraph = WordParagraph(OxmlElement("w:p"), word)
    write(paragraph, "x", size, bold=bold)
    return paragraph.runs[0]._element


def _say(paragraph: Any, text: str, run: Any, size: Length, *, bold: bool) -> None:
    """Writes a text into a cell; one without marks or breaks is a copy of `run` with other words."""
    if not _MARKED.isdisjoint(text) or text != text.strip():
        write(WordParagraph(paragraph, None), text, size, bold=bold)  # type: ignore[arg-type]
    elif text:
        copied = deepcopy(run)
        copied.t_lst[0].text = plain(text)
        paragraph.append(copied)


def _fill(cell: _Cell, text: str, size: Length, align: str, bold: bool = False) -> None:
    _dress(cell, align)
    write(cell.paragraphs[0], text, size, bold=bold)


def _dress(cell: _Cell, align: str) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGNS.get(align, ALIGNS["left"])
    space(paragraph, before=2, after=2)


def _mark(row: _Row, name: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)
