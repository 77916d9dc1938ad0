"""The head of an official paper: issuing agency, national name and motto, number, place and date, title."""

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from qlcl.papers.layout import measures
from qlcl.papers.layout.paper import Paper, PaperStyle, number_line, place_and_date
from qlcl.papers.layout.words import CENTER, JUSTIFY, LEFT, box, plain, rule, space, write

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_INNER_LEFT = measures.LEFT_COLUMN_MM - 2
_INNER_RIGHT = measures.RIGHT_COLUMN_MM - 2


def write_header(document: Document, paper: Paper) -> None:
    """The two columns of Appendix I, 1–5, then the title of the paper or whom the letter addresses."""
    table = columns(document, [measures.LEFT_COLUMN_MM, measures.RIGHT_COLUMN_MM])
    _issuer(table.cell(0, 0), paper)
    _nation(table.cell(0, 1), paper)
    if paper.style == PaperStyle.LETTER:
        _addressees(document, paper)
    else:
        _title(document, paper)


def columns(document: Document, widths_mm: list[float]) -> Table:
    """A table without borders that only places things side by side."""
    table = document.add_table(rows=1, cols=len(widths_mm))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, width in zip(table.rows[0].cells, widths_mm, strict=True):
        cell.width = Mm(width)
        _margins(cell)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return table


def _margins(cell: _Cell) -> None:
    """One millimetre left and right, so that the long lines of the head fit."""
    properties = cell._tc.get_or_add_tcPr()
    margins = properties.makeelement(f"{{{properties.nsmap['w']}}}tcMar")
    for side in ("left", "right"):
        edge = margins.makeelement(f"{{{properties.nsmap['w']}}}{side}")
        edge.set(f"{{{properties.nsmap['w']}}}w", "57")
        edge.set(f"{{{properties.nsmap['w']}}}type", "dxa")
        margins.append(edge)
    properties.append(margins)


def _line(cell: _Cell, first: bool = False) -> Paragraph:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = CENTER
    space(paragraph)
    return paragraph


def _issuer(cell: _Cell, paper: Paper) -> None:
    """Superior in upright capitals, issuer in bold, a rule of a third to a half of the line, number, subject."""
    lines = [(line, False) for line in _agency_lines(paper.superior.upper()) if line]
    lines += [(line, True) for line in _agency_lines(paper.agency.upper())]
    for place, (text, bold) in enumerate(lines):
        write(_line(cell, first=place == 0), text, measures.ISSUER, bold=bold)
    shown = min(_INNER_LEFT, measures.width_mm(plain(lines[-1][0]), 12, bold=True))
    rule(cell.add_paragraph(), max(12.0, shown * 0.45), _INNER_LEFT)
    number = _line(cell)
    space(number, before=4)
    write(number, number_line(paper.number, paper.symbol), measures.NUMBER)
    if paper.style == PaperStyle.LETTER and paper.subject:
        about = _line(cell)
        space(about, before=3)
        write(about, f"V/v {paper.subject.removeprefix('V/v ')}", measures.ABOUT)
    if paper.draft:
        mark = _line(cell)
        space(mark, before=6)
        write(mark, "DỰ THẢO", measures.NUMBER, bold=True)
        box(mark, 28, _INNER_LEFT)


def _agency_lines(agency: str) -> list[str]:
    """A People's Committee stands on two lines: its kind, then its place."""
    committee = "ỦY BAN NHÂN DÂN"
    if agency.startswith(f"{committee} "):
        return [committee, agency.removeprefix(f"{committee} ")]
    return [agency]


def _nation(cell: _Cell, paper: Paper) -> None:
    """The name of the State, the motto with a rule as long as the line, place and date."""
    write(_line(cell, first=True), NATION, measures.NATION, bold=True)
    write(_line(cell), MOTTO, measures.MOTTO, bold=True)
    rule(cell.add_paragraph(), measures.width_mm(MOTTO, 13, bold=True), _INNER_RIGHT)
    date_line = _line(cell)
    space(date_line, before=4)
    write(date_line, place_and_date(paper.place, paper.day), measures.PLACE_DATE, italic=True)


def _title(document: Document, paper: Paper) -> None:
    """Type of the paper, what it is about with a rule beneath, whom it addresses, who decides."""
    name = document.add_paragraph()
    name.alignment = CENTER
    space(name, before=14)
    write(name, paper.type_name.upper(), measures.BODY, bold=True)
    if paper.subject:
        about = document.add_paragraph()
        about.alignment = CENTER
        about.paragraph_format.left_indent = about.paragraph_format.right_indent = Mm(10)
        space(about, before=2)
        write(about, paper.subject, measures.BODY, bold=True)
        shown = min(145.0, measures.width_mm(plain(paper.subject), 14, bold=True))
        rule(document.add_paragraph(), max(20.0, min(60.0, shown * 0.42)), measures.TEXT_WIDTH_MM)
    if paper.addressed_to:
        _addressees(document, paper)
    if paper.authority:
        authority = document.add_paragraph()
        authority.alignment = CENTER
        space(authority, before=12, after=4)
        write(authority, paper.authority.upper(), measures.BODY, bold=True)


def _addressees(document: Document, paper: Paper) -> None:
    """ "Kính gửi:" and those addressed; several stand below each other with dashes."""
    many = list(paper.addressed_to)
    if not many:
        return
    first = document.add_paragraph()
    space(first, before=14, after=0 if len(many) > 1 else 8)
    if len(many) == 1:
        first.alignment = CENTER
        write(first, f"Kính gửi: {many[0]}", measures.BODY)
        return
    first.alignment = LEFT
    first.paragraph_format.left_indent = Mm(38)
    write(first, "Kính gửi:", measures.BODY)
    for place, name in enumerate(many, start=1):
        line = document.add_paragraph()
        line.alignment = JUSTIFY if len(name) > 70 else LEFT
        line.paragraph_format.left_indent = Mm(58)
        space(line, after=8 if place == len(many) else 0)
        write(line, f"- {name}{'.' if place == len(many) else ';'}", measures.BODY)
