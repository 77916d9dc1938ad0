"""What the portal shows on an agency's page: its duties of the year."""

from datetime import date
from typing import Any

from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.portal.queries.agency_years import years_of


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """The agency's duties of this year, and the way to all its years; three queries. The page has checked who sees."""
    _columns, years = years_of(agency, day, most=2)
    if not years:
        return None
    year = years[0]
    return {
        "agency": agency,
        "label": f"Việc năm {year.name} đã làm",
        "met": year.met,
        "owed": year.owed,
        "overdue": year.overdue,
        "overdue_words": f"Quá hạn {year.overdue} việc",
    }
