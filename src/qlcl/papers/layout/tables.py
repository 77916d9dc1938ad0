"""Tables of an official paper: ruled, the head repeated on every page, rows never torn apart."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import Table as WordTable
from docx.table import _Cell, _Row

from qlcl.papers.layout import measures
from qlcl.papers.layout.paper import HeaderCell, Table
from qlcl.papers.layout.words import ALIGNS, CENTER, JUSTIFY, space, write

_DENSE_FROM = 8
#: A table of so many rows stands whole on one page; a longer one flows, its head repeated.
_WHOLE_UP_TO = 6


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
    word = document.add_table(rows=len(table.header) + len(table.rows), cols=count)
    word.style = "Table Grid"
    word.autofit = False
    word.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = _widths(table, count)
    _fix_layout(word, widths)
    grid = _cells(word, count)
    _head(word, grid, table, size)
    _rows(word, grid, table, size)
    for cells in grid:
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
    _merge_head(grid, table)
    _keep_together(grid, table)
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


def _rows(word: WordTable, grid: list[list[_Cell]], table: Table, size: Length) -> None:
    offset = len(table.header)
    rows = word._tbl.tr_lst[offset:]
    for place, (values, element) in enumerate(zip(table.rows, rows, strict=True)):
        properties = element.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        for column, text in enumerate(values):
            align = table.aligns[column] if column < len(table.aligns) else "left"
            _fill(grid[offset + place][column], str(text), size, align, bold=place in table.strong_rows)


def _fill(cell: _Cell, text: str, size: Length, align: str, bold: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGNS.get(align, ALIGNS["left"])
    space(paragraph, before=2, after=2)
    write(paragraph, text, size, bold=bold)


def _mark(row: _Row, name: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)
