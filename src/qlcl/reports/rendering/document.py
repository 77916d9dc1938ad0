"""A report as a draft official paper in the layout of Decree 30/2020."""

from qlcl.organisations.models import OverseeingBody
from qlcl.papers.layout.paper import Block, HeaderCell, Heading, Paper, PaperStyle, Paragraph, Signature, Table
from qlcl.papers.operations.render import paper_docx
from qlcl.reports.queries.figures import Report
from qlcl.reports.queries.sections import plain
from qlcl.reports.rendering.tables import Table as ReportTable
from qlcl.reports.rendering.tables import is_total, numeric_columns, transition_tables
from qlcl.reports.rendering.text import ILLUSTRATION, shown


def render_docx_report(report: Report) -> bytes:
    """The report as a Word file: basis, results in words, tables, written sections, signature."""
    return paper_docx(transition_paper(report))


def transition_paper(report: Report) -> Paper:
    """The report as data of an official paper."""
    blocks: list[Block] = []
    if report.illustration:
        blocks.append(Paragraph(f"*{ILLUSTRATION}*"))
    blocks.append(Heading("I. KẾT QUẢ THỰC HIỆN"))
    blocks += [Paragraph(s) for s in report.sentences]
    blocks.append(Heading("II. SỐ LIỆU"))
    blocks += [_table(n, t) for n, t in enumerate(transition_tables(report), start=1) if t.rows]
    number = 3
    for _, title, text in report.sections:
        if text:
            blocks.append(Heading(f"{_ROMAN[number - 3]}. {title.upper()}"))
            blocks += [Paragraph(line) for line in plain(text).splitlines() if line.strip()]
            number += 1
    place = report.province_name.replace("Ủy ban nhân dân tỉnh", "").replace("Ủy ban nhân dân thành phố", "").strip()
    return Paper(
        style=PaperStyle.REPORT,
        superior=report.province_name.replace("Ủy ban nhân dân", "UBND"),
        agency=_department(report),
        symbol="BC-SKHCN",
        place=place,
        type_name="BÁO CÁO",
        subject=f"{report.title} (số liệu đến ngày {report.scope.until:%d/%m/%Y})",
        bases=[f"Căn cứ {report.basis}"] if report.basis else [],
        blocks=blocks,
        signature=Signature(["GIÁM ĐỐC"]),
        recipients=["- UBND tỉnh (báo cáo);", "- Bộ Khoa học và Công nghệ (báo cáo);", "- Lưu: VT, TĐC."],
    )


_ROMAN = ("III", "IV", "V", "VI", "VII")


def _department(report: Report) -> str:
    """The body that oversees the province on the last day."""
    bodies = OverseeingBody.objects.filter(province__code=report.province_code, valid_from__lte=report.scope.until)
    body = bodies.select_related("agency").order_by("-valid_from").first()
    return body.agency.name if body else "Sở Khoa học và Công nghệ"


def _table(number: int, table: ReportTable) -> Table:
    numeric = numeric_columns(table)
    return Table(
        header=[[HeaderCell(h) for h in table.headers]],
        rows=[[shown(c) for c in row] for row in table.rows],
        aligns=["right" if n else "left" for n in numeric],
        caption=f"Bảng {number}. {table.title}",
        note=table.note,
        strong_rows=frozenset(n for n, row in enumerate(table.rows) if is_total(row)),
    )
