"""What the portal shows on an agency's page: its duties of the year."""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.models.as_of import overdue_on
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency, Coverage


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """The agency's duties of this year, and the way to all its years; one query. The page has checked who sees."""
    covering = Coverage.objects.filter(agency=agency).values("system")
    duties = Duty.objects.filter(system__in=covering, year=day.year, opened_on__lte=day)
    figures = duties.exclude(outcome=Outcome.CANCELLED).aggregate(
        owed=Count("pk"),
        met=Count("pk", filter=Q(outcome=Outcome.DONE, closed_on__lte=day)),
        overdue=Count("pk", filter=overdue_on(day)),
    )
    if not figures["owed"]:
        return None
    words = f"Quá hạn {figures['overdue']} việc"
    return {"agency": agency, "label": f"Việc năm {day.year} đã làm", "overdue_words": words, **figures}
