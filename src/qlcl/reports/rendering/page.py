"""A report as one HTML file that opens without the product."""

from django.template.loader import render_to_string

from qlcl.reports.definitions import definition
from qlcl.reports.queries.agencies import named_table
from qlcl.reports.queries.by_agency import agencies_table
from qlcl.reports.queries.figures import Report
from qlcl.reports.queries.paper import ILLUSTRATION, shown


def render_html(report: Report) -> str:
    """The report as a page of its own: sentences, tables, written sections."""
    tables = [
        {"title": t.title, "note": t.note, "headers": t.headers, "rows": [[shown(c) for c in row] for row in t.rows]}
        for t in [*definition(report.kind).tables(report), *named_table(report), *agencies_table(report)]
    ]
    context = {"report": report, "tables": tables, "illustration_note": ILLUSTRATION if report.illustration else ""}
    return render_to_string("reports/standalone.html", context)
