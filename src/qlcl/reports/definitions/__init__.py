"""The consolidated reports; a new one is a module here and a line below."""

from datetime import date

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.reports.definition import ReportDefinition
from qlcl.reports.definitions.inspections import INSPECTIONS
from qlcl.reports.definitions.status import STATUS
from qlcl.reports.definitions.transition import TRANSITION
from qlcl.reports.queries.figures import Report

DEFINITIONS: dict[str, ReportDefinition] = {d.code: d for d in (TRANSITION, STATUS, INSPECTIONS)}


def definition(code: str) -> ReportDefinition:
    """The report with that code; raises `Unseen`."""
    if code not in DEFINITIONS:
        raise Unseen(f"Không có báo cáo “{code}”.")
    return DEFINITIONS[code]


def compute(
    code: str,
    *,
    actor: Actor,
    province_code: str,
    until: date,
    since: date | None = None,
    campaign_code: str = "",
    by_agency: bool = True,
) -> Report:
    """Computes a report; `by_agency` False leaves out the lines of each agency where a report has them."""
    return definition(code).build(
        actor=actor,
        province_code=province_code,
        until=until,
        since=since,
        campaign_code=campaign_code,
        by_agency=by_agency,
    )


def days_of(year: int, today: date) -> tuple[date, date]:
    """The first and the last day of a yearly report; the year that still runs is reported until today."""
    if not 1990 <= year <= today.year:
        raise DomainError("bad_year", f"Năm báo cáo phải từ 1990 đến {today.year}.", field="year")
    return date(year, 1, 1), min(today, date(year, 12, 31))
