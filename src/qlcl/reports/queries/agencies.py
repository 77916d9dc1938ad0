"""What a report says of each agency, and which agencies it names."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Max, Min, QuerySet, Value

from qlcl.conformity.measures import IN_FORCE
from qlcl.duties.measures import INTERNAL_AUDIT, MANAGEMENT_REVIEW, closed, named_duties
from qlcl.duties.models import Duty
from qlcl.inspections.enums import Mode
from qlcl.inspections.measures import INSPECTIONS
from qlcl.kernel.measures import Scope
from qlcl.organisations.enums import Level
from qlcl.organisations.measures import SYSTEMS
from qlcl.reports.queries.by_agency import ByAgency, LineColumn, written
from qlcl.reports.queries.figures import AgencyLine, Named, Report
from qlcl.reports.queries.tables import LEVEL_LABELS, Cell, Table

_RANK = {str(level): rank for rank, level in enumerate(Level)}


def agency_lines(scope: Scope) -> list[AgencyLine]:
    """A line for each system living on the last day, by level and name; three queries, however many systems."""
    rows = SYSTEMS.rows(scope).order_by("holder__name_sort", "holder__code")
    fields = ("pk", "holder_id", "holder__code", "holder__name", "holder__level", "holder__illustration")
    lines = [AgencyLine(*row) for row in rows.values_list(*fields)]
    lines.sort(key=lambda line: _RANK[line.level])
    by_system = {line.system_id: line for line in lines}
    for system_id, *facts in IN_FORCE.rows(scope).values_list(
        "system_id", "pk", "number", "signed_on", "edition__label"
    ):
        if line := by_system.get(system_id):
            line.declaration_id, line.number, line.declared_on, line.edition = facts
    for system_id, act, day, count in _done_and_owed(scope):
        if line := by_system.get(system_id):
            _take(line, act, day, count)
    return lines


def _done_and_owed(scope: Scope) -> QuerySet[Any]:
    """(system, act, latest day, how many) of audits and reviews made, and by their mode of inspections.

    With "" as act, what names the agency.
    """
    fields = ("system_id", "of_act", "day", "times")
    made = Duty.objects.filter(closed(scope), act__in=[*INTERNAL_AUDIT, *MANAGEMENT_REVIEW])
    made = made.filter(system__province_id__in=scope.province_ids).order_by().annotate(of_act=F("act"))
    latest = made.values("system_id", "of_act").annotate(day=Max("closed_on"), times=Count("pk"))
    owed = named_duties(scope).order_by().annotate(of_act=Value("", output_field=CharField()))
    oldest = owed.values("system_id", "of_act").annotate(day=Min("due_on"), times=Count("pk"))
    visits = INSPECTIONS.rows(scope).order_by().annotate(of_act=F("mode"))
    visited = visits.values("system_id", "of_act").annotate(day=Max("inspected_on"), times=Count("pk"))
    parts = (rows.values_list(*fields) for rows in (oldest, visited))
    return latest.values_list(*fields).union(*parts, all=True)


def _take(line: AgencyLine, act: str, day: date, count: int) -> None:
    """Puts the latest audit, review or inspection, or what is owed, into the line."""
    if not act:
        line.overdue, line.oldest = count, day
    elif act in Mode.values:
        # of two on one day the one at the office
        line.inspected_on, line.mode = max((day, act), (line.inspected_on or day, line.mode))
    elif act in INTERNAL_AUDIT:
        line.audited_on = max(day, line.audited_on or day)
    else:
        line.reviewed_on = max(day, line.reviewed_on or day)


def named_agencies(scope: Scope) -> list[Named]:
    """Agencies that the report names, most duties overdue first, with how many and since when; one query."""
    fields = ("system__holder__code", "system__holder__name", "system__holder__level")
    rows = named_duties(scope).order_by().values(*fields).annotate(duties=Count("pk"), oldest=Min("due_on"))
    return _sorted(Named(*row) for row in rows.values_list(*fields, "duties", "oldest"))


def named_of(lines: Sequence[AgencyLine]) -> list[Named]:
    """The same, from lines that are there already."""
    return _sorted(Named(x.code, x.name, x.level, x.overdue, x.oldest) for x in lines if x.oldest)


def _sorted(named: Iterable[Named]) -> list[Named]:
    return sorted(named, key=lambda n: (-n.duties, n.oldest, n.code))


def named_table(report: Report) -> list[Table]:
    """The agencies named, as a table; none where a report names nobody."""
    if not report.named:
        return []
    table = Table(
        "named",
        "Cơ quan còn việc quá hạn phải nêu tên",
        ["TT", "Mã", "Cơ quan", "Cấp", "Số việc", "Quá hạn từ ngày"],
        note="Việc đến hết ngày cuối kỳ chưa thực hiện, đã qua bậc nhắc cuối cùng; việc do pháp luật quy định không "
        "có thang nhắc thì nêu khi quá hạn.",
    )
    table.rows = [
        [
            *(Cell(text) for text in (str(n), x.code, x.name, LEVEL_LABELS[x.level])),
            Cell(str(x.duties), numeric=True),
            Cell(written(x.oldest)),
        ]
        for n, x in enumerate(report.named, start=1)
    ]
    return [table]


BY_AGENCY = ByAgency(
    title="Tình hình theo cơ quan",
    lines=agency_lines,
    undone=lambda line: line.declared_on is None,
    columns=(
        LineColumn("Mã", lambda line: line.code, hidden=True),
        LineColumn("Cơ quan", lambda line: line.name, leads_to=("organisations:agency", "agency_id")),
        LineColumn("Cấp", lambda line: LEVEL_LABELS[line.level]),
        LineColumn(
            "Quyết định công bố",
            lambda line: (line.number or "Không ghi số") if line.declared_on else "",
            leads_to=("conformity:declaration", "declaration_id"),
        ),
        LineColumn("Ngày công bố", lambda line: written(line.declared_on)),
        LineColumn("Phiên bản", lambda line: line.edition, hidden=True),
        LineColumn("Đánh giá nội bộ", lambda line: written(line.audited_on)),
        LineColumn("Xem xét của lãnh đạo", lambda line: written(line.reviewed_on)),
        LineColumn("Kiểm tra", lambda line: written(line.inspected_on)),
        LineColumn("Hình thức", lambda line: str(Mode(line.mode).label) if line.mode else "", hidden=True),
        LineColumn("Việc quá hạn", lambda line: str(line.overdue) if line.overdue else "", numeric=True),
    ),
)
