"""Writes a paper as a Word document."""

from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.section import Section

from qlcl.papers.layout import measures
from qlcl.papers.layout.body import write_bases, write_blocks
from qlcl.papers.layout.closing import number_pages, write_annexes, write_closing
from qlcl.papers.layout.header import write_header
from qlcl.papers.layout.paper import Paper
from qlcl.papers.layout.words import plain

#: Word files are zips with times inside; a fixed one makes the same paper the same bytes.
_EPOCH = datetime(2020, 3, 5)


def write_docx(paper: Paper) -> bytes:
    """The paper as DOCX: A4, margins 20/20/30/15 mm, Times New Roman, page numbers in the top margin."""
    document = Document()
    _styles(document)
    _page(document.sections[0])
    number_pages(document.sections[0])
    write_header(document, paper)
    write_bases(document, paper)
    write_blocks(document, paper.blocks)
    write_closing(document, paper)
    write_annexes(document, paper)
    properties = document.core_properties
    properties.title = plain(paper.subject or paper.type_name)[:250]
    properties.author = plain(paper.agency)[:250]
    properties.created = properties.modified = _EPOCH
    properties.comments = "Dự thảo" if paper.draft else ""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    normal.font.name = measures.FONT
    normal.font.size = measures.BODY
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), measures.FONT)


def _page(section: Section) -> None:
    section.page_width, section.page_height = measures.PAGE_WIDTH, measures.PAGE_HEIGHT
    section.top_margin, section.bottom_margin = measures.TOP, measures.BOTTOM
    section.left_margin, section.right_margin = measures.LEFT, measures.RIGHT
