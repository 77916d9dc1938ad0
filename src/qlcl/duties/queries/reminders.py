"""Who was told of what when: for boards, reports and the page of a duty."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max

from qlcl.duties.enums import Audience
from qlcl.duties.models import Duty, LetterLine, Notice, Reminder
from qlcl.duties.models.reminder import ReminderQuerySet
from qlcl.kernel.remembered import remembered


class Contact(NamedTuple):
    """The last time the province turned to an agency, and how."""

    on: date
    how: str


def named_in_report(province_ids: Iterable[int], start: date, until: date) -> ReminderQuerySet:
    """Duties whose ladder reached the report from `start`, before `until`: overdue long enough to be named there.

    What was performed since stays named, with the state it has now; each row leads to its duty.
    """
    found = Reminder.objects.to(Audience.REPORT).in_provinces(province_ids).sent_in(start, until)
    return found.select_related("duty", "agency").order_by("agency__name_sort", "due_on", "duty_id")


def reminders_about(duty: Duty) -> list[Reminder]:
    """The rungs that were passed for a duty, first to last, also those of dates since moved."""
    return list(duty.reminders.order_by("at", "number", "id"))


def last_contact(agency_ids: Iterable[int]) -> dict[int, Contact]:
    """The latest of reminders at the province's level, letters drafted and campaign reminders; three queries."""
    ids = list(agency_ids)
    return _latest("agency_id__in", ids)


def last_contacts_in(province_ids: Iterable[int]) -> dict[int, Contact]:
    """The same of every agency of those provinces, remembered until something is written.

    To name ten thousand agencies in a query costs more than to read all that was sent to them.
    """
    provinces = sorted(province_ids)
    found = remembered(
        ("contacts", tuple(provinces)), lambda: tuple(_latest("agency__province_id__in", provinces).items())
    )
    return dict(found)


def _latest(lookup: str, values: list[int]) -> dict[int, Contact]:
    reminders = Reminder.objects.to(Audience.PROVINCE).filter(**{lookup: values})
    letters = LetterLine.objects.filter(**{lookup: values})
    campaigns = Notice.objects.filter(topic__startswith="campaign:", **{f"position__{lookup}": values})
    latest: dict[int, Contact] = {}
    for how, rows in (
        ("báo cán bộ đầu mối", reminders.values_list("agency_id").annotate(Max("on"))),
        ("dự thảo công văn", letters.values_list("agency_id").annotate(Max("letter__on"))),
        ("đôn đốc chuyển đổi", campaigns.values_list("position__agency_id").annotate(Max("on"))),
    ):
        for agency_id, on in rows.order_by():
            if agency_id not in latest or latest[agency_id].on < on:
                latest[agency_id] = Contact(on, how)
    return latest


def last_reminded_at(agency_id: int) -> datetime | None:
    """When the ladder last told anybody of the agency."""
    return Reminder.objects.filter(agency_id=agency_id).aggregate(at=Max("at"))["at"]
