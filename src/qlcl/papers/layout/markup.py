"""Marked-up text → paper. One line, one thing; docs/papers.md is the reference for people.

```
@loai quyet_dinh | cong_van | bao_cao | bien_ban      @can_cu …            # Điều 1. …
@co_quan_chu_quan …   @co_quan …   @ky_hieu QĐ-UBND   @quyet_dinh          ## I. PHẦN    ### 1. Mục
@dia_danh …   @ngay 2022-02-15   @ten QUYẾT ĐỊNH      @ky kt | Chủ tịch | Phó Chủ tịch | tập thể
@trich_yeu …   @kinh_gui …   @tham_quyen …            @nguoi_ky …   @ben Đại diện … | Họ tên
@bang 8 giua; 52; 40 phai   then lines | ô | ô |      @noi_nhan …   @luu VT, …
@ten_bang …   @chu_thich …   @phu_luc …   @mo_ta …    any other line: a paragraph
```
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from qlcl.kernel.errors import DomainError
from qlcl.papers.layout.paper import (
    Annex,
    Article,
    Block,
    HeaderCell,
    Heading,
    Paper,
    PaperStyle,
    Paragraph,
    Signature,
    Statement,
    Table,
    signature_lines,
)
from qlcl.papers.layout.words import SHIELDED, plain

_SHIELD = {ord(char): mark for char, mark in SHIELDED.items()} | {ord(c): " " for c in "\n\r\t\v\f"}
_PRIVATE = dict.fromkeys(range(57344, 63744))
_ALIGNS = {"trai": "left", "giua": "center", "phai": "right", "deu": "justify"}


class MarkupError(DomainError):
    """A line that cannot be read; `line` is its number in the text."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__("bad_template", f"Dòng {line}: {message}", field="body", extra={"line": line})


def shield(text: str) -> str:
    """Data made safe: no line breaks, and no character of it is read as markup."""
    return text.translate(_PRIVATE).translate(_SHIELD)


@dataclass(slots=True)
class _OpenTable:
    """A table whose lines are being read."""

    widths: list[float] = field(default_factory=list)
    aligns: list[str] = field(default_factory=list)
    caption: str = ""
    lines: list[list[str]] = field(default_factory=list)
    strong: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Reader:
    """What has been read so far."""

    paper: Paper = field(default_factory=Paper)
    blocks: list[Block] = field(default_factory=list)
    table: _OpenTable | None = None
    columns: str = ""
    caption: str = ""
    name: str = ""
    signing: list[str] | None = None


def parse(lines: list[tuple[int, str]]) -> Paper:
    """The paper that numbered lines describe; raises `MarkupError` naming the line."""
    reader = _Reader()
    reader.blocks = reader.paper.blocks
    for number, raw in lines:
        line = raw.strip()
        if not line.startswith("|"):
            _close_table(reader)
        if not line:
            continue
        if line.startswith("|"):
            _row(reader, number, line)
        elif line.startswith("@"):
            _directive(reader, number, line)
        elif line.startswith("#"):
            _hashes(reader, number, line)
        else:
            reader.blocks.append(Paragraph(line))
    _close_table(reader)
    if reader.signing is not None:
        reader.paper.signature = Signature(reader.signing, reader.name)
    return reader.paper


def parse_text(text: str) -> Paper:
    """`parse` over plain text, lines numbered from 1."""
    return parse(list(enumerate(text.splitlines(), start=1)))


def _hashes(reader: _Reader, number: int, line: str) -> None:
    marks = len(line) - len(line.lstrip("#"))
    text = line[marks:].strip()
    if marks > 4 or not text:
        raise MarkupError(number, "tiêu đề gồm 1 đến 4 dấu # rồi đến chữ.")
    if marks > 1:
        reader.blocks.append(Heading(text, marks - 1))
        return
    label, dot, rest = text.partition(".")
    if not dot or not label.lower().startswith("điều"):
        raise MarkupError(number, "dòng bắt đầu bằng một dấu # phải có dạng “# Điều 1. Nội dung”.")
    reader.blocks.append(Article(f"{label}.", rest.strip()))


def _row(reader: _Reader, number: int, line: str) -> None:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    if reader.table is None:
        reader.table = _open_table(reader, number)
    table = reader.table
    if table.lines and len(cells) != len(table.lines[0]):
        raise MarkupError(number, f"hàng có {len(cells)} ô, tiêu đề bảng có {len(table.lines[0])} ô.")
    if cells[0].startswith("="):
        cells[0] = cells[0][1:].strip()
        table.strong.add(len(table.lines) - 1)
    table.lines.append(cells)


def _open_table(reader: _Reader, number: int) -> _OpenTable:
    table = _OpenTable(caption=reader.caption)
    for part in filter(None, (p.strip() for p in reader.columns.split(";"))):
        words = part.split()
        if not words[0].replace(".", "", 1).isdigit():
            raise MarkupError(number, f"@bang: “{part}” phải là số phần trăm, có thể kèm trai, giua, phai hoặc deu.")
        table.widths.append(float(words[0]))
        if len(words) > 1 and words[1] not in _ALIGNS:
            raise MarkupError(number, f"@bang: canh lề “{words[1]}” không có; dùng trai, giua, phai hoặc deu.")
        table.aligns.append(_ALIGNS[words[1]] if len(words) > 1 else "left")
    reader.columns = reader.caption = ""
    return table


def _close_table(reader: _Reader) -> None:
    table, reader.table = reader.table, None
    if table is not None:
        header = [HeaderCell(text) for text in table.lines[0]]
        reader.blocks.append(
            Table(
                [header],
                table.lines[1:],
                table.aligns,
                table.widths,
                caption=table.caption,
                strong_rows=frozenset(table.strong),
            )
        )


def _directive(reader: _Reader, number: int, line: str) -> None:
    name, _, text = line[1:].partition(" ")
    act = _DIRECTIVES.get(name)
    if act is None:
        raise MarkupError(number, f"không có lệnh “@{plain(name)}”.")
    act(reader, number, text.strip())


def _style(reader: _Reader, number: int, text: str) -> None:
    if text not in list(PaperStyle):
        raise MarkupError(number, f"@loai phải là một trong: {', '.join(PaperStyle)}.")
    reader.paper.style = PaperStyle(text)


def _day(reader: _Reader, number: int, text: str) -> None:
    bare = plain(text)
    if not bare:
        return
    try:
        if "/" in bare:
            day, month, year = (int(part) for part in bare.split("/"))
            reader.paper.day = date(year, month, day)
        else:
            reader.paper.day = date.fromisoformat(bare)
    except ValueError:
        raise MarkupError(number, f"@ngay: “{bare}” không phải ngày; viết 15/02/2022.") from None


def _signing(reader: _Reader, number: int, text: str) -> None:
    mode, head, signer, collective = [*(part.strip() for part in text.split("|")), "", "", ""][:4]
    if mode not in ("head", "kt", "acting", "tl", "tuq"):
        raise MarkupError(number, "@ky cần: head, kt, acting, tl hoặc tuq | chức vụ người đứng đầu | chức vụ người ký.")
    reader.signing = signature_lines(mode, head, signer, collective)


def _party(reader: _Reader, number: int, text: str) -> None:
    title, _, name = text.partition("|")
    reader.paper.parties.append(Signature([title.strip().upper()], name.strip()))


def _annex(reader: _Reader, number: int, text: str) -> None:
    reader.blocks = []
    reader.paper.annexes.append(Annex(text, reader.blocks))


def _annex_subtitle(reader: _Reader, number: int, text: str) -> None:
    if not reader.paper.annexes:
        raise MarkupError(number, "@mo_ta phải đứng sau @phu_luc.")
    last = reader.paper.annexes[-1]
    reader.paper.annexes[-1] = Annex(last.title, last.blocks, text)


def _set(name: str) -> Callable[[_Reader, int, str], None]:
    """A directive that sets a field of the paper."""

    def act(reader: _Reader, number: int, text: str) -> None:
        setattr(reader.paper, name, text)

    return act


def _append(name: str) -> Callable[[_Reader, int, str], None]:
    """A directive that adds a line to a list of the paper; empty ones are passed over."""

    def act(reader: _Reader, number: int, text: str) -> None:
        if text:
            setattr(reader.paper, name, [*getattr(reader.paper, name), text])

    return act


def _keep(name: str) -> Callable[[_Reader, int, str], None]:
    """A directive that waits for what follows."""

    def act(reader: _Reader, number: int, text: str) -> None:
        setattr(reader, name, text)

    return act


def _block(make: Callable[[str], Block]) -> Callable[[_Reader, int, str], None]:
    def act(reader: _Reader, number: int, text: str) -> None:
        reader.blocks.append(make(text))

    return act


_DIRECTIVES: dict[str, Callable[[_Reader, int, str], None]] = {
    "loai": _style,
    "co_quan_chu_quan": _set("superior"),
    "co_quan": _set("agency"),
    "ky_hieu": _set("symbol"),
    "so": _set("number"),
    "dia_danh": _set("place"),
    "ngay": _day,
    "ten": _set("type_name"),
    "trich_yeu": _set("subject"),
    "tham_quyen": _set("authority"),
    "kinh_gui": _append("addressed_to"),
    "can_cu": _append("bases"),
    "quyet_dinh": _block(lambda text: Statement(text or "QUYẾT ĐỊNH:")),
    "giua": _block(Statement),
    "bang": _keep("columns"),
    "ten_bang": _keep("caption"),
    "chu_thich": _block(lambda text: Paragraph(text, italic=True, small=True, indented=False)),
    "phu_luc": _annex,
    "mo_ta": _annex_subtitle,
    "ky": _signing,
    "nguoi_ky": _keep("name"),
    "ben": _party,
    "noi_nhan": _append("recipients"),
    "luu": _set("archive"),
}
DIRECTIVES = tuple(_DIRECTIVES)
