"""The report of a transition, as a definition."""

from qlcl.papers.layout.paper import Block, Heading, Paper, PaperStyle, Paragraph, Signature
from qlcl.reports.definition import Chart, ReportDefinition
from qlcl.reports.enums import ReportKind
from qlcl.reports.queries.figures import ALL, Figure, Report
from qlcl.reports.queries.paper import ILLUSTRATION, department, paper_table, place, superior
from qlcl.reports.queries.sections import plain
from qlcl.reports.queries.tables import LEVEL_LABELS
from qlcl.reports.queries.transition import SECTIONS, transition_report
from qlcl.reports.queries.transition_tables import transition_tables

_ROMAN = ("III", "IV", "V", "VI", "VII")


def transition_paper(report: Report) -> Paper:
    """The report as data of an official paper: basis, results in words, tables, written sections, signature."""
    blocks: list[Block] = []
    if report.illustration:
        blocks.append(Paragraph(f"*{ILLUSTRATION}*"))
    blocks.append(Heading("I. KẾT QUẢ THỰC HIỆN"))
    blocks += [Paragraph(s) for s in report.sentences]
    blocks.append(Heading("II. SỐ LIỆU"))
    blocks += [paper_table(n, t) for n, t in enumerate(transition_tables(report), start=1) if t.rows]
    written = [(title, text) for _, title, text in report.sections if text]
    for numeral, (title, text) in zip(_ROMAN, written, strict=False):
        blocks.append(Heading(f"{numeral}. {title.upper()}"))
        blocks += [Paragraph(line) for line in plain(text).splitlines() if line.strip()]
    return Paper(
        style=PaperStyle.REPORT,
        superior=superior(report),
        agency=department(report),
        symbol="BC-SKHCN",
        place=place(report),
        type_name="BÁO CÁO",
        subject=f"{report.title} (số liệu đến ngày {report.scope.until:%d/%m/%Y})",
        bases=[f"Căn cứ {report.basis}"] if report.basis else [],
        blocks=blocks,
        signature=Signature(["GIÁM ĐỐC"]),
        recipients=["- UBND tỉnh (báo cáo);", "- Bộ Khoa học và Công nghệ (báo cáo);", "- Lưu: VT, TĐC."],
    )


def _headline(report: Report) -> list[tuple[str, Figure]]:
    """The whole and each level: declared of enrolled."""
    found = []
    for level in (ALL, *(k for k in LEVEL_LABELS if k != ALL)):
        figure = report.get("declared", ALL, level)
        if figure is not None and figure.denominator:
            found.append(("đã công bố" if level == ALL else LEVEL_LABELS[level].lower(), figure))
    return found


def _chart(report: Report) -> Chart:
    """Declared by year and level."""
    levels = [k for k in LEVEL_LABELS if k != ALL and report.get("declared", ALL, k)]
    figures = {k: [report.get("declared", y, k) for y in report.years] for k in levels}
    series = [(LEVEL_LABELS[k], [f.value if f else 0 for f in row]) for k, row in figures.items()]
    return Chart("Số cơ quan công bố theo năm và cấp", report.years, series)


TRANSITION = ReportDefinition(
    code=ReportKind.TRANSITION,
    slug="chuyen-doi",
    label="Báo cáo chuyển đổi",
    build=transition_report,
    tables=transition_tables,
    headline=_headline,
    sections=SECTIONS,
    paper=transition_paper,
    chart=_chart,
)
