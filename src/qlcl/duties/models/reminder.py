"""What was told of a duty by the rungs of its ladder, and by letters: the record, rung by rung."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models

from qlcl.duties.enums import Audience


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders by when and whom."""

    def to(self, *audiences: str) -> Self:
        """Those of rungs with one of these audiences."""
        return self.filter(audience__in=audiences)

    def in_provinces(self, province_ids: Iterable[int]) -> Self:
        """Of duties of systems of those provinces."""
        return self.filter(duty__system__province_id__in=list(province_ids))

    def sent_in(self, start: date, until: date) -> Self:
        """From `start`, before `until`."""
        return self.filter(on__gte=start, on__lt=until)


class Reminder(models.Model):
    """A rung passed: once for a duty and the date it was due by. `told` names the positions that were told.

    A moved date begins the ladder anew. The rung “report” tells nobody: it names the duty in the report.
    """

    duty = models.ForeignKey("duties.Duty", models.CASCADE, related_name="reminders", db_index=False)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    number = models.SmallIntegerField("bậc")
    due_on = models.DateField("hạn khi nhắc")
    audience = models.CharField("báo cho", max_length=20, choices=Audience.choices)
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")
    told = models.CharField("đã báo cho", max_length=300, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhắc việc"
        constraints = [
            models.UniqueConstraint(fields=["duty", "due_on", "number"], name="duties_reminder_once_for_a_rung"),
        ]
        indexes = [
            models.Index(fields=["audience", "on"], name="duties_reminder_by_day"),
            models.Index(fields=["agency", "audience", "on"], name="duties_reminder_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.get_audience_display()}"
