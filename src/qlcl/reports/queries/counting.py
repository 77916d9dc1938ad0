"""Figures counted by level and one further cut, from any room's measures; one query for all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qlcl.kernel import catalogue
from qlcl.kernel.measures import Cells, Measure, added
from qlcl.kernel.tallies import cells_together
from qlcl.kernel.text import sort_key
from qlcl.organisations.enums import COUNTED_LEVELS, Level
from qlcl.reports.queries.figures import ALL, NONE, CrossFoot, Figure, Report
from qlcl.reports.queries.tables import LEVEL_LABELS, Cell, Table, share_cell, value_cell

LEVELS: Sequence[str] = (*COUNTED_LEVELS, Level.PROVINCE)


@dataclass(frozen=True, slots=True)
class Count:
    """A line of a table: a measure by level, cut `across` one further dimension, `of` another measure.

    `values` name the cuts, in order; what stands in no name is shown as it is. A part's denominator is its whole.
    A measure that no room has registered yet is left out.
    """

    measure: str
    across: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    by_level: bool = True

    @property
    def dimensions(self) -> list[str]:
        """What the measure is cut by."""
        return [*(["level"] if self.by_level else []), *([self.across] if self.across else [])]


@dataclass(frozen=True, slots=True)
class CountedPart:
    """A part of a report: its title, its lines, what is written by hand in it, a note under its table."""

    key: str
    title: str
    counts: Sequence[Count] = ()
    sections: Sequence[str] = ()
    note: str = ""


def known(parts: Sequence[CountedPart]) -> list[Count]:
    """The lines whose measures, and those they are compared with, some room has registered."""
    there = set(catalogue.measures())
    return [c for part in parts for c in part.counts if c.measure in there and (not c.of or c.of in there)]


def count(report: Report, parts: Sequence[CountedPart]) -> None:
    """Fills the report with the figures of all parts, each with its denominator, and with their cross-footing."""
    counts = known(parts)
    named = {c.measure for c in counts}
    bases = [Count(name) for name in dict.fromkeys(c.of for c in counts if c.of and c.of not in named)]
    every = [*counts, *bases]
    measures: dict[str, Measure] = {c.measure: catalogue.measure(c.measure) for c in every}
    asked = [(measures[c.measure], report.scope, c.dimensions) for c in every]
    asked += [(measures[c.measure], report.scope, []) for c in counts]
    found = cells_together(asked)
    cells = {c.measure: one for c, one in zip(every, found, strict=False)}
    report.measures = tuple(c.measure for c in counts)
    report.across = {c.measure: c.across for c in counts if c.across}
    report.wholes = {c.measure: added(one) for c, one in zip(counts, found[len(every) :], strict=True)}
    report.illustration = any(one.illustration for one in cells.values())
    for one in counts:
        _add(report, one, cells[one.measure], cells.get(one.of))


def _add(report: Report, one: Count, cells: Cells, base: Cells | None) -> None:
    """The figures of one line: each level, each cut; then whether they add up to the whole."""
    day, levels, values = report.scope.until, _levels(one, cells, base), _values(one, cells)
    sums, of_level = _sums(one, cells), Counter[str | None]()
    for key, number in (base or {}).items():
        of_level[None] += number
        of_level[key[0]] += number
    found: list[Figure] = []
    for level, only in levels:
        whole, of = sums[only, None], None if base is None else of_level[only]
        found.append(Figure(one.measure, report.span, whole, level, denominator=of, as_of=day))
        for value in values:
            part = sums[only, value]
            found.append(Figure(one.measure, report.span, part, level, ALL, value or NONE, whole, day))
    report.add(found)
    whole = report.wholes[one.measure]
    if one.by_level:
        by_level = sum(f.value for f in found if f.level != ALL and f.mode == ALL)
        report.cross_foot.append(CrossFoot.of(f"{one.measure}_by_level", whole, by_level))
    if one.across:
        by_cut = sum(f.value for f in found if f.mode != ALL and (f.level != ALL) == one.by_level)
        report.cross_foot.append(CrossFoot.of(f"{one.measure}_by_{one.across}", whole, by_cut))
    if not one.dimensions:
        report.cross_foot.append(CrossFoot.of(one.measure, whole, sum(f.value for f in found)))


def _sums(one: Count, cells: Cells) -> Counter[tuple[str | None, str | None]]:
    """The sum of each level and cut; None for all of them."""
    sums = Counter[tuple[str | None, str | None]]()
    for key, value in cells.items():
        level = key[0] if one.by_level else None
        cut = key[-1] if one.across else None
        for place in {(level, cut), (level, None), (None, cut), (None, None)}:
            sums[place] += value
    return sums


def _levels(one: Count, cells: Cells, base: Cells | None) -> list[tuple[str, str | None]]:
    """ "all" and each counted level; the province itself only where something stands at it."""
    if not one.by_level:
        return [(ALL, None)]
    seen = {key[0] for found in (cells, *([base] if base else [])) for key in found}
    return [(ALL, None), *((str(lv), str(lv)) for lv in LEVELS if lv != Level.PROVINCE or lv in seen)]


def _values(one: Count, cells: Cells) -> list[str]:
    """The cuts: the named ones, then whatever else occurs."""
    if not one.across:
        return []
    others = sorted({key[-1] for key in cells} - set(one.values), key=sort_key)
    return [*one.values, *others]


def tables(report: Report, parts: Sequence[CountedPart]) -> list[Table]:
    """One table for each part that has lines: lines down, levels across, then the denominator and the share."""
    shown = [lv for lv in LEVELS if any(f.level == lv for f in report.figures.values())]
    made = []
    for part in parts:
        counts = known([part])
        if counts:
            made.append(_table(report, part, counts, shown))
    return made


def _table(report: Report, part: CountedPart, counts: Sequence[Count], shown: Sequence[str]) -> Table:
    headers = ["Chỉ tiêu", *(LEVEL_LABELS[lv] for lv in shown), LEVEL_LABELS[ALL], "Mẫu số", "Tỷ lệ (%)"]
    table = Table(part.key, part.title, headers)
    for one in counts:
        label = catalogue.measure(one.measure).label
        table.strong.add(len(table.rows))
        table.rows.append(_row(report, one, label, ALL, shown))
        modes = [f.mode for f in report.figures.values() if f.measure == one.measure and f.level == ALL]
        whole = report.get(one.measure, report.span)
        for mode in modes[1:] if whole and whole.value else []:
            name = one.values.get("" if mode == NONE else mode, "Chưa rõ" if mode == NONE else mode)
            table.rows.append(_row(report, one, f"– {name}", mode, shown))
    compared = [f"{_small(c.measure)} trên {_small(c.of)}" for c in counts if c.of]
    notes = [f"Số liệu đến hết ngày {report.scope.until:%d/%m/%Y}."]
    notes += ["Tỷ lệ: " + "; ".join(compared) + "."] if compared else []
    table.note = " ".join([*notes, part.note]).strip()
    return table


def _row(report: Report, one: Count, label: str, mode: str, shown: Sequence[str]) -> list[Cell]:
    figure = report.get(one.measure, report.span, ALL, mode=mode)
    of = None if figure is None else figure.denominator
    levels = [value_cell(report.get(one.measure, report.span, lv, mode=mode)) for lv in shown]
    return [
        Cell(label),
        *levels,
        value_cell(figure),
        Cell("–" if of is None else str(of), numeric=True),
        share_cell(figure if figure and of is not None else None),
    ]


def _small(name: str) -> str:
    """A measure's name inside a sentence."""
    label = str(catalogue.measure(name).label)
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
