"""What the synthesis of a year's inspections says of each agency; a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When

from qlcl.inspections.enums import Mode
from qlcl.inspections.follow_measures import ENDINGS, FINDINGS, STILL_OPEN, with_endings
from qlcl.inspections.measures import INSPECTIONS
from qlcl.inspections.plan_measures import PLANNED
from qlcl.kernel.measures import Measure, Scope
from qlcl.organisations.measures import every_system, living, mandatory
from qlcl.reports.queries.by_agency import ByAgency, LineColumn, written
from qlcl.reports.queries.tables import LEVEL_LABELS

_MODES = {str(mode.value): str(mode.label) for mode in Mode}
_LEVELS = list(LEVEL_LABELS)


@dataclass(slots=True)
class InspectedAgency:
    """An agency: whether it must be inspected, what was planned, made, found, answered, and what is open."""

    system_id: int
    agency_id: int
    code: str
    name: str
    level: str
    illustration: bool = False
    mandatory: bool = False
    planned: str = ""
    inspection_id: int | None = None
    inspected_on: date | None = None
    mode: str = ""
    findings: int = 0
    verified: int = 0
    report: str = ""
    open: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The line as it stands in JSON; days as text, null for nothing."""
        return {
            "code": self.code,
            "name": self.name,
            "level": self.level,
            "mandatory": self.mandatory,
            "planned": self.planned,
            "inspected_on": self.inspected_on.isoformat() if self.inspected_on else None,
            "mode": self.mode,
            "findings": self.findings,
            "verified": self.verified,
            "report": self.report,
            "open": self.open,
        }


def inspected_agencies(scope: Scope) -> list[InspectedAgency]:
    """A line for each system that lives on the last day or was inspected in the period, by level and name."""
    inspected = Q(pk__in=INSPECTIONS.rows(scope).values("system_id"))
    rows = every_system(scope).filter(living(scope) | inspected).order_by("holder__name_sort", "holder__code")
    bound = Case(When(mandatory(scope), then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = rows.annotate(bound=bound)
    fields = ("pk", "holder_id", "holder__code", "holder__name", "holder__level", "holder__illustration", "bound")
    lines = [InspectedAgency(*row) for row in rows.values_list(*fields)]
    lines.sort(key=lambda line: _LEVELS.index(line.level))
    by_system = {line.system_id: line for line in lines}
    for system, mode in PLANNED.rows(scope).order_by("mode").values_list("system_id", "mode"):
        if line := by_system.get(system):
            line.planned = mode
    made = with_endings(INSPECTIONS.rows(scope), scope.until).order_by("inspected_on", "pk")
    fields = ("system_id", "pk", "inspected_on", "mode", "illustration", "report_due_on", "ending")
    for system, key, day, mode, illustration, due, ending in made.values_list(*fields):
        if line := by_system.get(system):
            line.inspection_id, line.inspected_on, line.mode = key, day, mode
            line.illustration |= illustration
            line.report = ending if due else line.report
    for system, number, verified in _by_system(FINDINGS, scope, Count("pk", filter=Q(standing="verified"))):
        if line := by_system.get(system):
            line.findings, line.verified = number, verified
    for system, number, _ in _by_system(STILL_OPEN, scope, Count("pk")):
        if line := by_system.get(system):
            line.open = number
    return lines


def _by_system(measure: Measure, scope: Scope, also: Count) -> QuerySet[Any]:
    """System, how many of its rows count, and another number of them."""
    rows = measure.rows(scope).order_by().annotate(of=F("system_id") + 0)  # no index of systems gives the rows
    return rows.values("of").annotate(number=Count("pk"), also=also).values_list("of", "number", "also")


BY_AGENCY = ByAgency(
    title="Kết quả theo cơ quan",
    lines=inspected_agencies,
    undone=lambda line: line.mandatory and line.inspected_on is None,
    columns=(
        LineColumn("Mã", lambda line: line.code, hidden=True),
        LineColumn("Cơ quan", lambda line: line.name, leads_to=("organisations:agency", "agency_id")),
        LineColumn("Cấp", lambda line: LEVEL_LABELS[line.level]),
        LineColumn("Theo kế hoạch", lambda line: _MODES.get(line.planned, "")),
        LineColumn(
            "Ngày kiểm tra",
            lambda line: written(line.inspected_on),
            leads_to=("inspections:inspection", "inspection_id"),
        ),
        LineColumn("Hình thức", lambda line: _MODES.get(line.mode, "")),
        LineColumn("Số điểm không phù hợp", lambda line: _count(line, line.findings), numeric=True),
        LineColumn("Đã xác nhận khắc phục", lambda line: _count(line, line.verified), numeric=True),
        LineColumn("Báo cáo khắc phục", lambda line: ENDINGS.get(line.report, "")),
        LineColumn("Còn mở đến cuối kỳ", lambda line: str(line.open) if line.open else "", numeric=True),
    ),
)


def _count(line: InspectedAgency, number: int) -> str:
    """A number where there was an inspection; nothing found is 0."""
    return str(number) if line.inspected_on else ""
