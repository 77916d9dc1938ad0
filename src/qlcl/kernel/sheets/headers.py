"""Finds the header row of a table and which column stands where."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from qlcl.kernel.sheets.kinds import Column, ImportKind
from qlcl.kernel.sheets.tables import Cell, Table
from qlcl.kernel.text import squash

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NUMBERING = frozenset({"stt", "tt", "sott", "sothutu", "thutu", "no", "so", "ordinal", "#"})
_SEARCHED = 40


@dataclass(slots=True)
class Header:
    """Where the header stands (counted from 0), the place of each column, what else stands beside them."""

    place: int
    columns: dict[str, int]
    titles: dict[str, str]
    numbering: int | None = None
    unknown: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def missing(self, kind: ImportKind) -> list[Column]:
        """The required columns that the file does not have."""
        return [column for column in kind.columns if column.required and column.name not in self.columns]


def known_headers(kind: ImportKind) -> dict[str, tuple[str, int]]:
    """Every accepted header of a kind, squashed → the column's name, and how well that title tells it (0 best)."""
    return _known(kind.columns)


@lru_cache(maxsize=50)
def _known_titles(pairs: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for name, headers in pairs:
        for rank, title in enumerate((name, *headers), start=1):
            known.setdefault(squash(title), (name, 0 if title.startswith("Mã ") else rank))
    return known


def _known(columns: tuple[Column, ...]) -> dict[str, tuple[str, int]]:
    return _known_titles(tuple((column.name, tuple(column.headers)) for column in columns))


def find_header(table: Table, kind: ImportKind) -> Header | None:
    """The row that names most columns of the kind among the first rows; None where no row names any."""
    known = known_headers(kind)
    found = [_header(place, row, known) for place, row in enumerate(table.rows[:_SEARCHED])]
    best = max(found, key=lambda header: (len(header.columns), -header.place), default=None)
    return best if best and best.columns else None


def _header(place: int, row: list[Cell], known: dict[str, tuple[str, int]]) -> Header:
    """One row as a header; of two titles for one column the better one counts: a code before a name."""
    header, ranks = Header(place, {}, {}), dict[str, int]()
    for index, cell in enumerate(row):
        if not isinstance(cell, str) or not cell.strip():
            continue
        name, rank = known.get(squash(cell)) or known.get(squash(_BRACKETS.sub(" ", cell))) or ("", 0)
        title = " ".join(cell.split())
        if name and name in ranks and rank == ranks[name]:
            header.doubled.append(title)
        elif name and rank < ranks.get(name, rank + 1):
            header.unknown += [header.titles[name]] if name in ranks else []
            header.columns[name], header.titles[name], ranks[name] = index, title, rank
        elif header.numbering is None and squash(cell) in _NUMBERING:
            header.numbering = index
        else:
            header.unknown.append(title)
    return header
