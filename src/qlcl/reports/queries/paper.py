"""What the official papers of reports have in common: who issues them, where, and their tables."""

from qlcl.organisations.models import OverseeingBody
from qlcl.papers.layout.paper import HeaderCell, Table
from qlcl.reports.queries.figures import Report
from qlcl.reports.queries.tables import Cell, is_total, numeric_columns
from qlcl.reports.queries.tables import Table as ReportTable
from qlcl.reports.queries.words import share

ILLUSTRATION = "Số liệu có phần minh họa: đơn vị nào công bố, đào tạo, kiểm tra ngày nào là dữ liệu dựng để xem thử."


def shown(cell: Cell) -> str:
    """A cell as readers see it: dots between thousands, decimal comma."""
    if cell.figure is None:
        return cell.text
    if cell.show_percent:
        return share(cell.figure.percent).removesuffix("%")
    return f"{cell.figure.value:,}".replace(",", ".")


def place(report: Report) -> str:
    """The name of the province alone, as it stands before the date."""
    name = report.province_name
    return name.replace("Ủy ban nhân dân tỉnh", "").replace("Ủy ban nhân dân thành phố", "").strip()


def superior(report: Report) -> str:
    """The People's Committee in its short form."""
    return report.province_name.replace("Ủy ban nhân dân", "UBND")


def department(report: Report) -> str:
    """The body that oversees the province on the last day."""
    bodies = OverseeingBody.objects.filter(province__code=report.province_code, valid_from__lte=report.scope.until)
    body = bodies.select_related("agency").order_by("-valid_from").first()
    return body.agency.name if body else "Sở Khoa học và Công nghệ"


def paper_table(number: int, table: ReportTable) -> Table:
    """A table of a report as a table of a paper."""
    numeric = numeric_columns(table)
    strong = {n for n, row in enumerate(table.rows) if is_total(row)} | table.strong
    return Table(
        header=[[HeaderCell(h) for h in table.headers]],
        rows=[[shown(c) for c in row] for row in table.rows],
        aligns=["right" if n else "left" for n in numeric],
        caption=f"Bảng {number}. {table.title}",
        note=table.note,
        strong_rows=frozenset(strong),
    )
