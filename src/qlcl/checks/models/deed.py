"""What persons did, by agency and position: read from the chained history, whose payload is never filtered."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, CharField, Q, Value, When

from qlcl.checks.enums import Doer
from qlcl.kernel.actors import PROVINCIAL, Role


class DeedQuerySet(models.QuerySet["Deed"]):
    """Deeds by whose they are."""

    def by_own_people(self) -> Self:
        """By people of the agency itself: no guest, no provincial post."""
        return self.exclude(role__in=[*map(str, PROVINCIAL), Role.CONSULTANT.value, ""])

    def between(self, since: date, until: date) -> Self:
        """Performed from `since` to `until`, both included, by the legal day."""
        return self.filter(on__gte=since, on__lte=until)

    def with_doer(self) -> Self:
        """With `doer`: the head himself, an acting one, somebody under his delegation, or somebody else."""
        return self.annotate(
            doer=Case(
                When(mandate__isnull=False, then=Value(Doer.DELEGATE.value)),
                When(role=Role.HEAD, acting=False, then=Value(Doer.HEAD.value)),
                When(role=Role.HEAD, then=Value(Doer.ACTING.value)),
                default=Value(Doer.OTHER.value),
                output_field=CharField(),
            )
        )


class Deed(models.Model):
    """One event by a person. `act` is what was done: for a duty closed by hand, the act it stands for.

    `head_work` says that it is the head's: an act only he may perform, or the closing of a duty that he owes. `lag` is
    the number of days between the legal day and the day of record. Made from history, made anew at any time.
    """

    event = models.BigIntegerField(primary_key=True)
    system = models.ForeignKey("organisations.QualitySystem", models.CASCADE, null=True, related_name="+")
    agency = models.ForeignKey("organisations.Agency", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+", db_index=False)
    position = models.ForeignKey("accounts.Position", models.CASCADE, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=30, blank=True)
    acting = models.BooleanField(default=False)
    mandate = models.BigIntegerField(null=True)
    act = models.CharField(max_length=80)
    head_work = models.BooleanField(default=False)
    on = models.DateField("ngày của việc")
    recorded_on = models.DateField("ngày ghi nhận")
    lag = models.IntegerField("số ngày ghi chậm")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    derived = True
    objects = DeedQuerySet.as_manager()

    class Meta:
        verbose_name = "việc đã ghi nhận"
        indexes = [
            models.Index(fields=["agency", "on"], name="checks_deed_agency"),
            models.Index(fields=["act", "on"], name="checks_deed_act"),
            models.Index(fields=["agency", "on"], name="checks_deed_head", condition=Q(head_work=True)),
            models.Index(fields=["recorded_on", "lag"], name="checks_deed_lag"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.on:%d/%m/%Y}"


class HistoryReading(models.Model):
    """How far the history has been read into deeds; one row."""

    last_event = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "mốc đã đọc nhật ký"

    def __str__(self) -> str:
        return str(self.last_event)
