"""Makes OLE files and old Excel workbooks, byte by byte, for tests."""

import struct
from collections.abc import Mapping, Sequence
from datetime import date

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_DATE_FORMAT = 14


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container with the named streams, each padded past the size kept in the mini stream."""
    padded = {name: data.ljust(max(4096, -(-len(data) // _SECTOR) * _SECTOR), b"\0") for name, data in streams.items()}
    directory_sectors = -(-(len(padded) + 1) // 4)
    fat = [_FAT, *_chained(1, directory_sectors)]
    starts = {}
    for name, data in padded.items():
        starts[name] = len(fat)
        fat += _chained(len(fat), len(data) // _SECTOR)
    assert len(fat) <= 128, "one sector of FAT is enough for tests"
    fat += [_FREE] * (128 - len(fat))
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    for place, (name, data) in enumerate(padded.items(), start=1):
        entries.append(_entry(name, 2, place + 1 if place < len(padded) else -1, starts[name], len(data), root=False))
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + struct.pack("<128I", *fat) + directory + b"".join(padded.values())


def _chained(start: int, count: int) -> list[int]:
    return [start + step + 1 for step in range(count - 1)] + [_END]


def _entry(name: str, kind: int, other: int, start: int, size: int, root: bool = True) -> bytes:
    """A directory entry; the root points down to its first child, a stream to the next one on its right."""
    encoded = (name + "\0").encode("utf-16-le")
    links = (-1, -1, other) if root else (-1, other, -1)
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(encoded), kind, 1, *links)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )


def _record(code: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def _text(value: str, length: str) -> bytes:
    return struct.pack(f"<{length}B", len(value), 1) + value.encode("utf-16-le")


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HH", row, column)
    if isinstance(value, date):
        return _record(0x203, place + struct.pack("<Hd", 1, (value - date(1899, 12, 30)).days))
    if isinstance(value, int | float):
        return _record(0x203, place + struct.pack("<Hd", 0, value))
    return _record(0x204, place + struct.pack("<H", 0) + _text(str(value), "H"))


def workbook_stream(rows: Sequence[Sequence[object]], file_pass: bool = False) -> bytes:
    """The stream of a BIFF8 workbook with one sheet; dates carry a date format."""
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    begin += _record(0x2F, bytes(54)) if file_pass else b""
    formats = b"".join(
        _record(0xE0, struct.pack("<HHHBBBBIIH", 0, key, 0, 0, 0, 0, 0, 0, 0, 0)) for key in (0, _DATE_FORMAT)
    )
    name = _text("Trang 1", "B")
    bound = len(begin) + len(formats) + 4 + 6 + len(name) + 4
    start = begin + formats + _record(0x85, struct.pack("<IBB", bound, 0, 0) + name) + _record(0x0A)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, values in enumerate(rows):
        sheet += b"".join(_cell(row, column, value) for column, value in enumerate(values) if value not in ("", None))
    return start + sheet + _record(0x0A)


def xls(rows: Sequence[Sequence[object]], **options: bool) -> bytes:
    """An .xls workbook with those rows."""
    return ole({"Workbook": workbook_stream(rows, **options)})
