"""The end of an official paper: recipients on the left, who signs on the right; annexes."""

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from qlcl.papers.layout import measures
from qlcl.papers.layout.body import write_blocks
from qlcl.papers.layout.header import columns
from qlcl.papers.layout.paper import Annex, Paper, PaperStyle, Signature, number_line, roman
from qlcl.papers.layout.words import CENTER, LEFT, dress, field, space, write

_LEFT_MM, _RIGHT_MM = 80.0, 85.0


def write_closing(document: Document, paper: Paper) -> None:
    """Recipients and signature side by side (Appendix I, 7–9), or the signatures of both parties of minutes."""
    if not (paper.signature or paper.recipients or paper.parties):
        return
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    gap = document.add_paragraph()
    gap.paragraph_format.keep_with_next = True
    space(gap, before=4)
    gap.paragraph_format.line_spacing = 0.5
    if paper.parties:
        table = columns(document, [_RIGHT_MM - 2.5] * 2 if len(paper.parties) == 2 else [measures.TEXT_WIDTH_MM])
        for cell, party in zip(table.rows[0].cells, paper.parties, strict=False):
            _signature(cell, party)
        _end(document)
        return
    table = columns(document, [_LEFT_MM, _RIGHT_MM])
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    _recipients(row.cells[0], paper)
    if paper.signature:
        _signature(row.cells[1], paper.signature)
    _end(document)


def _end(document: Document) -> None:
    """Word wants a paragraph after a table; this one takes no room, so that it makes no empty page."""
    _shrink(document.add_paragraph())


def _shrink(paragraph: Paragraph) -> None:
    space(paragraph)
    paragraph.paragraph_format.line_spacing = Pt(1)
    dress(paragraph.add_run(), Pt(1))


def _recipients(cell: _Cell, paper: Paper) -> None:
    lines = [line.strip().lstrip("-").strip().rstrip(";.") for line in paper.recipients]
    kept = [line for line in lines if line and not line.startswith("Lưu:")]
    archive = paper.archive or next(
        (line.removeprefix("Lưu:").strip() for line in lines if line.startswith("Lưu:")), "VT"
    )
    if not lines and not paper.archive:
        return
    title = cell.paragraphs[0]
    title.alignment = LEFT
    space(title)
    write(title, "Nơi nhận:", measures.RECIPIENTS_TITLE, bold=True, italic=True)
    shown = [*(f"- {line};" for line in kept), f"- Lưu: {archive.rstrip('.')}."]
    for text in shown:
        line = cell.add_paragraph()
        line.alignment = LEFT
        space(line)
        write(line, text, measures.RECIPIENTS)


def _signature(cell: _Cell, signature: Signature) -> None:
    for place, text in enumerate(signature.lines):
        line = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        line.alignment = CENTER
        line.paragraph_format.keep_with_next = True
        space(line)
        write(line, text, measures.BODY, bold=True)
    for _ in range(3):
        blank = cell.add_paragraph()
        blank.alignment = CENTER
        blank.paragraph_format.keep_with_next = True
        space(blank)
        dress(blank.add_run(" "), measures.BODY)
    name = cell.add_paragraph()
    name.alignment = CENTER
    space(name)
    write(name, signature.name, measures.BODY, bold=True)


def write_annexes(document: Document, paper: Paper) -> None:
    """Each annex on pages of its own numbering; Roman numerals when there are several (Appendix I, annexes)."""
    many = len(paper.annexes) > 1
    for place, annex in enumerate(paper.annexes, start=1):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        _shrink(document.paragraphs[-1])
        restart_numbers(section)
        _annex_title(document, paper, annex, f"Phụ lục {roman(place)}" if many else "Phụ lục")
        write_blocks(document, annex.blocks)


def _annex_title(document: Document, paper: Paper, annex: Annex, label: str) -> None:
    for text, bold, italic in (
        (label, True, False),
        (annex.title, True, False),
        (annex.subtitle or _attached(paper), False, True),
    ):
        line = document.add_paragraph()
        line.alignment = CENTER
        line.paragraph_format.keep_with_next = True
        space(line, after=2)
        shown = text.upper() if text == annex.title else text
        write(line, shown, measures.BODY, bold=bold, italic=italic)
    gap = document.add_paragraph()
    space(gap)
    gap.paragraph_format.line_spacing = 0.5


def _attached(paper: Paper) -> str:
    """ "(Kèm theo Quyết định số: … ngày … của …)"."""
    day = f"{paper.day:%d/%m/%Y}" if paper.day else "    /    /"
    name = paper.type_name.capitalize() or ("Công văn" if paper.style == PaperStyle.LETTER else "Văn bản")
    number = number_line(paper.number, paper.symbol).removeprefix("Số: ")
    return f"(Kèm theo {name} số {number} ngày {day} của {paper.agency})"


def restart_numbers(section: Section) -> None:
    """Pages of an annex are numbered from 1."""
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    element = OxmlElement("w:pgNumType")
    element.set(qn("w:start"), "1")
    margins = properties.find(qn("w:pgMar"))
    margins.addnext(element)


def number_pages(section: Section) -> None:
    """The page number centred in the top margin, none on the first page (Appendix I, general)."""
    section.different_first_page_header_footer = True
    section.header_distance = Mm(10)
    header = section.header
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.alignment = CENTER
    field(paragraph, "PAGE", measures.PAGE_NUMBER)
