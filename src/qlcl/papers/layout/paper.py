"""An official paper as data: what stands in its header, its body, its signature and its annexes.

Text may hold `**bold**` and `*italic*`; nothing else in it is markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PaperStyle(StrEnum):
    """The kinds of layout that differ: a letter has no title, minutes have two signatures."""

    DECISION = "quyet_dinh"
    LETTER = "cong_van"
    REPORT = "bao_cao"
    MINUTES = "bien_ban"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, justified, its first line indented."""

    text: str
    italic: bool = False
    small: bool = False
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Article:
    """An article: "Điều 1." in bold, then its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the body; level 1 is a part (I.), level 2 a section (1.)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Statement:
    """A centred line in bold, such as "QUYẾT ĐỊNH:"."""

    text: str


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A cell of a table's head, over so many columns and so many header rows."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header rows repeat on each page; `aligns` and `widths` (parts of 100) go by column.

    `strong_rows` are the indexes of rows set in bold, such as totals.
    """

    header: Sequence[Sequence[HeaderCell]]
    rows: Sequence[Sequence[str]]
    aligns: Sequence[str] = ()
    widths: Sequence[float] = ()
    caption: str = ""
    note: str = ""
    strong_rows: frozenset[int] = frozenset()

    @property
    def column_count(self) -> int:
        """How many columns it has."""
        first = sum(cell.columns for cell in self.header[0]) if self.header else 0
        return max([first, *(len(row) for row in self.rows)], default=0)


Block = Paragraph | Article | Heading | Statement | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on pages of its own; Roman numbers are given when there are several."""

    title: str
    blocks: Sequence[Block]
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the lines above the signature (TM., KT., TL., TUQ., Q.) and the name below."""

    lines: Sequence[str]
    name: str = ""


@dataclass(slots=True)
class Paper:
    """An official paper; as a draft it bears «DỰ THẢO» and no number."""

    style: PaperStyle = PaperStyle.DECISION
    superior: str = ""
    agency: str = ""
    symbol: str = ""
    number: str = ""
    place: str = ""
    day: date | None = None
    type_name: str = ""
    subject: str = ""
    authority: str = ""
    addressed_to: Sequence[str] = ()
    bases: Sequence[str] = ()
    blocks: list[Block] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    signature: Signature | None = None
    parties: list[Signature] = field(default_factory=list)
    recipients: Sequence[str] = ()
    archive: str = ""
    draft: bool = True


def place_and_date(place: str, day: date | None) -> str:
    """The place-and-date line; a leading 0 for days under 10 and for January and February only (Appendix I, 4)."""
    if day is None:
        return f"{place}, ngày      tháng      năm"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def number_line(number: str, symbol: str) -> str:
    """`Số: 05/QĐ-SKHCN`: numbers under 10 get a leading 0, a missing one leaves room for the clerk."""
    shown = f"{int(number):02d}" if number.isdigit() else number
    return f"Số: {shown or '        '}/{symbol}"


def signature_lines(mode: str, head_post: str, signer_post: str = "", collective: str = "") -> list[str]:
    """The lines above a signature (Appendix I, 7): `head`, `kt` for the head, `acting` Q., `tl` and `tuq` by order.

    `collective` puts TM. (in the name of a collective) above, as the People's Committees do.
    """
    first = [f"TM. {collective.upper()}"] if collective else []
    head = head_post.upper()
    signer = signer_post.upper()
    if mode in ("kt", "tl", "tuq"):
        return [*first, f"{mode.upper()}. {head}", signer]
    if mode == "acting":
        return [*first, f"Q. {head}"]
    return [*first, head or signer]


def roman(number: int) -> str:
    """The number in Roman numerals; ValueError above 3,999, which has none."""
    if number > 3999:
        raise ValueError(number)
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    text = ""
    for value, sign in zip(values, signs, strict=True):
        count, number = divmod(number, value)
        text += sign * count
    return text
