"""Sizes of Appendix I of Decree 30/2020, and how wide a line of Times New Roman is."""

from docx.shared import Cm, Mm, Pt

FONT = "Times New Roman"
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TEXT_WIDTH_MM = 165.0
LEFT_COLUMN_MM, RIGHT_COLUMN_MM = 68.0, 97.0
INDENT = Cm(1.27)

BODY = Pt(14)
NATION = Pt(12)
MOTTO = Pt(13)
ISSUER = Pt(12)
NUMBER = Pt(13)
PLACE_DATE = Pt(13)
ABOUT = Pt(12)
RECIPIENTS_TITLE = Pt(12)
RECIPIENTS = Pt(11)
PAGE_NUMBER = Pt(13)
TABLE = Pt(12)
TABLE_DENSE = Pt(10.5)
NOTE = Pt(12)

_NARROW = frozenset("iíìỉĩịIÍÌỈĨỊlfrtjTJ.,;:|!'-()/[] ")
_WIDE = frozenset("mwMWĐOÔƠQGCDHKNUƯAÂĂVXY")


def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide `text` is; good enough to draw a rule beneath it."""
    units = 0.0
    for char in text:
        if char in _NARROW:
            units += 0.31
        elif char in _WIDE:
            units += 0.72
        elif char.isupper():
            units += 0.62
        else:
            units += 0.47
    return units * (1.04 if bold else 1.0) * size * 0.352778
