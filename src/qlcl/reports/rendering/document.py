"""A report as a draft official paper in the layout of Decree 30/2020, in Word."""

from qlcl.papers.operations.render import paper_docx
from qlcl.reports.definitions import definition
from qlcl.reports.queries.figures import Report


def render_docx_report(report: Report) -> bytes:
    """The report as a Word file, laid out as its definition says."""
    return paper_docx(definition(report.kind).paper(report))
