"""A report as plain text for a terminal."""

from qlcl.reports.definitions import definition
from qlcl.reports.queries.agencies import named_table
from qlcl.reports.queries.by_agency import agencies_table
from qlcl.reports.queries.figures import Report, broken
from qlcl.reports.queries.paper import ILLUSTRATION, shown
from qlcl.reports.queries.sections import plain
from qlcl.reports.queries.tables import Table


def render_text(report: Report) -> str:
    """The whole report as lines."""
    lines = [report.title.upper(), f"{report.province_name} · số liệu đến ngày {report.scope.until:%d/%m/%Y}", ""]
    if report.illustration:
        lines += [f"[{ILLUSTRATION}]", ""]
    lines += [*report.sentences, ""]
    for table in [*definition(report.kind).tables(report), *named_table(report), *agencies_table(report)]:
        lines += [*_table(table), ""]
    for _, title, text in report.sections:
        if text:
            lines += [title, plain(text), ""]
    wrong = broken(report.cross_foot)
    lines.append(
        f"Đối chiếu chéo: {len(report.cross_foot)} bảng khớp."
        if not wrong
        else "Đối chiếu chéo lệch: " + "; ".join(f"{c.table} ({c.difference:+d})" for c in wrong)
    )
    return "\n".join(lines) + "\n"


def _table(table: Table) -> list[str]:
    """One table in columns of equal width."""
    grid = [table.headers, *([shown(c) for c in row] for row in table.rows)]
    widths = [max(len(row[n]) for row in grid) for n in range(len(table.headers))]
    lines = [table.title]
    for number, row in enumerate(grid):
        cells = [
            text.ljust(w) if n == 0 or not _numeric(text) else text.rjust(w)
            for n, (text, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  " + "  ".join(cells).rstrip())
        if number == 0:
            lines.append("  " + "  ".join("─" * w for w in widths))
    return [*lines, *([f"  {table.note}"] if table.note else [])]


def _numeric(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdigit() or text == "–"
