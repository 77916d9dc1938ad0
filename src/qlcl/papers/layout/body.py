"""The body of an official paper: bases, articles, paragraphs, headings."""

from collections.abc import Iterable

from docx.document import Document
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from qlcl.papers.layout import measures
from qlcl.papers.layout.paper import Article, Block, Heading, Paper, Paragraph, Statement, Table
from qlcl.papers.layout.tables import write_table
from qlcl.papers.layout.words import CENTER, JUSTIFY, space, write

_LINE = 1.12


def write_bases(document: Document, paper: Paper) -> None:
    """Each basis in italics; all but the last end with a semicolon, the last with a full stop."""
    for place, basis in enumerate(paper.bases, start=1):
        end = "." if place == len(paper.bases) else ";"
        write(_body(document, before=4), basis.rstrip(" ;.,") + end, measures.BODY, italic=True)


def write_blocks(document: Document, blocks: Iterable[Block]) -> None:
    """The blocks in order."""
    for block in blocks:
        match block:
            case Paragraph():
                paragraph = _body(document, indented=block.indented)
                write(paragraph, block.text, measures.NOTE if block.small else measures.BODY, italic=block.italic)
            case Article():
                paragraph = _body(document)
                write(paragraph, f"{block.label} ", measures.BODY, bold=True)
                write(paragraph, block.text, measures.BODY)
            case Heading():
                _heading(document, block)
            case Statement():
                paragraph = document.add_paragraph()
                paragraph.alignment = CENTER
                paragraph.paragraph_format.keep_with_next = True
                space(paragraph, before=10, after=4)
                write(paragraph, block.text, measures.BODY, bold=True)
            case Table():
                write_table(document, block)


def _body(document: Document, before: float = 6, indented: bool = True) -> WordParagraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = JUSTIFY
    paragraph.paragraph_format.first_line_indent = measures.INDENT if indented else Mm(0)
    paragraph.paragraph_format.widow_control = True
    space(paragraph, before=before, line=_LINE)
    return paragraph


def _heading(document: Document, heading: Heading) -> None:
    """A part in bold capitals as typed, a section in bold, both kept with what follows."""
    paragraph = _body(document, before=10 if heading.level == 1 else 6)
    paragraph.paragraph_format.keep_with_next = True
    write(paragraph, heading.text, measures.BODY, bold=True, italic=heading.level > 2)
