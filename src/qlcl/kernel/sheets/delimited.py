"""CSV files: comma, semicolon, tab or bar, whichever makes a table of the text."""

import csv
import io
from collections import Counter
from collections.abc import Set
from itertools import islice

from qlcl.kernel.sheets.encodings import decode
from qlcl.kernel.sheets.refusals import broken_quotes, not_a_table, too_many_rows
from qlcl.kernel.sheets.tables import MAX_COLUMNS, MAX_ROWS, Cell, Table
from qlcl.kernel.text import squash

_SEPARATORS = {",": "dấu phẩy", ";": "dấu chấm phẩy", "\t": "dấu tab", "|": "dấu gạch đứng"}
_MARKUP = ("<!doctype", "<html", "<?xml", "<table", "{", "%pdf", "mime-version")


def read_delimited(data: bytes, known: Set[str]) -> Table:
    """The one table of a CSV file; `known` holds squashed headers that help to tell the separator."""
    text, encoding = decode(data)
    start = text.lstrip("\ufeff \r\n\t")[:200].lower()
    if not start:
        raise not_a_table("tệp rỗng")
    if start.startswith(_MARKUP):
        raise not_a_table("nội dung là trang web hoặc dữ liệu khác")
    text, separator = _declared_separator(text)
    separator = separator or _best_separator(text, known)
    return Table("", _rows(text, separator), True, f"CSV, {encoding}, {_SEPARATORS.get(separator, separator)}")


def _declared_separator(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;`, kept as an empty row so that rows keep their numbers."""
    first, mark, rest = text.partition("\n")
    declared = first.strip().strip('"').lower()
    if declared.startswith("sep=") and len(declared) == 5:
        return mark + rest, declared[4]
    return text, ""


def _best_separator(text: str, known: Set[str]) -> str:
    return max(_SEPARATORS, key=lambda separator: _merit(text, separator, known))


def _merit(text: str, separator: str, known: Set[str]) -> tuple[int, int, int]:
    """How well a separator makes a table: headers known, rows of the usual width, that width."""
    try:
        sample = [row for row in islice(_reader(text, separator), 100) if row]
    except csv.Error:
        return (0, 0, 0)
    headers = max((sum(squash(cell) in known for cell in row) for row in sample[:30]), default=0)
    widths = Counter(len(row) for row in sample if len(row) > 1)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return (headers, count, width)


def _rows(text: str, separator: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    reader = _reader(text, separator)
    try:
        for row in reader:
            if len(rows) >= MAX_ROWS:
                raise too_many_rows(MAX_ROWS)
            rows.append(list[Cell](row[:MAX_COLUMNS]))
    except csv.Error as error:
        raise broken_quotes(len(rows) + 1) from error
    return rows


def _reader(text: str, separator: str):
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
