"""Writes text into paragraphs: bold and italic marks, fonts, rules."""

import re
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from qlcl.kernel.text import xml_text
from qlcl.papers.layout import measures

CENTER, LEFT, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
ALIGNS = {"left": LEFT, "center": CENTER, "right": RIGHT, "justify": JUSTIFY}
_MARKS = re.compile(r"(\*\*[^*]+\*\*|\*[^*]+\*)")


def write(paragraph: Paragraph, text: str, size: Length, *, bold: bool = False, italic: bool = False) -> None:
    """Adds `text`, its `**bold**` and `*italic*` parts set so; italic inside italic stands upright."""
    for part in _MARKS.split(text):
        if not part:
            continue
        strong = part.startswith("**") and part.endswith("**") and len(part) > 4
        slanted = not strong and part.startswith("*") and part.endswith("*") and len(part) > 2
        bare = part[2:-2] if strong else part[1:-1] if slanted else part
        run = paragraph.add_run(plain(bare))
        dress(run, size, bold=bold or strong, italic=italic != slanted)


#: Characters that data may hold and markup uses; see `markup.shield`.
SHIELDED = {"|": "\ue000", "*": "\ue001", "@": "\ue002", "#": "\ue003", "-": "\ue004", "/": "\ue005", "=": "\ue006"}
_BARE = {ord(mark): char for char, mark in SHIELDED.items()}


def plain(text: str) -> str:
    """The text as people read it: shielded characters stand as they were, what Word refuses is left out."""
    return xml_text(text.translate(_BARE))


def dress(run: Run, size: Length, *, bold: bool = False, italic: bool = False) -> None:
    """Times New Roman in the given size for every script."""
    run.font.size = size
    run.font.bold = bold
    run.font.italic = italic
    run.font.name = measures.FONT
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), measures.FONT)


def space(paragraph: Paragraph, before: float = 0, after: float = 0, line: float = 1.0) -> None:
    """Spacing in points before and after, and between lines."""
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line


def rule(paragraph: Paragraph, length_mm: float, available_mm: float) -> None:
    """Turns an empty paragraph into a centred rule of that length."""
    side = Mm(max(0.0, (available_mm - min(length_mm, available_mm)) / 2))
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = side
    form.space_before = Pt(4)
    form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(4)
    form.keep_with_next = True
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    _insert_border(paragraph, borders)


def box(paragraph: Paragraph, width_mm: float, available_mm: float) -> None:
    """Draws a frame around a paragraph, narrowed to `width_mm`."""
    side = Mm(max(0.0, (available_mm - width_mm) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    borders = OxmlElement("w:pBdr")
    for edge in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "2"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    _insert_border(paragraph, borders)


def _insert_border(paragraph: Paragraph, borders: Any) -> None:
    """Borders have their place in the order of a paragraph's properties."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders,
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:rPr",
        "w:sectPr",
    )


def field(paragraph: Paragraph, instruction: str, size: Length) -> None:
    """A field such as PAGE."""
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        run = paragraph.add_run()
        dress(run, size)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._element.append(mark)
