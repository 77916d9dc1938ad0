"""Sentences and figures that counted reports word alike."""

from qlcl.reports.queries.figures import ALL, Figure, Report
from qlcl.reports.queries.words import MODE_WORDS
from qlcl.reports.queries.words import number as two_digits


def number(value: int) -> str:
    """A count as officials write it; nothing is a plain 0."""
    return two_digits(value) if value else "0"


def figure_of(report: Report, measure: str, mode: str = ALL) -> Figure:
    """The figure for the whole province; zero where no room counts it."""
    return report.get(measure, report.span, mode=mode) or Figure(measure, report.span, 0)


def inspections_made(report: Report) -> str:
    """How many were inspected, and how."""
    whole = figure_of(report, "inspections")
    if not whole.value:
        return "Trong kỳ chưa ghi nhận lượt kiểm tra nào."
    modes = [(figure_of(report, "inspections", mode), words) for mode, words in MODE_WORDS.items()]
    parts = [f"{number(f.value)} lượt {words}" for f, words in modes if f.value]
    return f"Trong kỳ đã kiểm tra {number(whole.value)} lượt cơ quan, gồm {' và '.join(parts)}."
