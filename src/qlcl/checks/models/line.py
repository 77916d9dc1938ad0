"""Findings of the standing checks, with since when they stand, and when the checks last ran."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from qlcl.checks.enums import Severity


class CheckLineQuerySet(models.QuerySet["CheckLine"]):
    """Lines by how they stand."""

    def open(self) -> Self:
        """Still found at the last run."""
        return self.filter(resolved_on__isnull=True)

    def standing_on(self, day: date) -> Self:
        """Found on `day`, which may lie in the past."""
        return self.filter(Q(resolved_on__isnull=True) | Q(resolved_on__gt=day), since__lte=day)

    def seen_since(self, day: date) -> Self:
        """Found on or before `day`."""
        return self.filter(since__lte=day)


class CheckLine(models.Model):
    """One finding about an agency. `since` is the first day it was found, `resolved_on` the first it no longer was.

    Made anew by every run except the agency's answer, which its event proves; so it is not sealed.
    """

    province = models.ForeignKey("organisations.Agency", models.CASCADE, related_name="+", db_index=False)
    agency = models.ForeignKey("organisations.Agency", models.CASCADE, related_name="check_lines", db_index=False)
    code = models.CharField("mục rà soát", max_length=60)
    severity = models.SmallIntegerField("mức", choices=Severity.choices)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField("nội dung", max_length=300)
    key = models.CharField(max_length=120, blank=True)
    facts = models.CharField("số liệu", max_length=600)
    mend = models.CharField("nơi xử lý", max_length=300, blank=True)
    since = models.DateField("từ ngày")
    resolved_on = models.DateField("hết từ ngày", null=True, blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answer = models.TextField("trả lời", blank=True)
    answered_by = models.CharField("người trả lời", max_length=200, blank=True)
    answer_event = models.BigIntegerField(null=True, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    #: Made by runs from other rows: taken away with what it speaks of (see `kernel.history.undoing`).
    derived = True
    objects = CheckLineQuerySet.as_manager()

    class Meta:
        verbose_name = "điểm rà soát"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "agency", "subject_kind", "subject_id", "key"],
                condition=Q(resolved_on__isnull=True),
                name="checks_line_open_once",
            ),
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True) | Q(resolved_on__gte=F("since")), name="checks_line_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | (Q(answered_on__isnull=False, answer_event__isnull=False) & ~Q(answer="")),
                name="checks_line_answer_by_an_event",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "resolved_on", "severity"], name="checks_line_agency"),
            models.Index(fields=["province", "resolved_on", "code"], name="checks_line_province"),
        ]

    def __str__(self) -> str:
        return self.facts


class CheckRun(models.Model):
    """When a check last ran for a province, and how many lines it found."""

    province = models.ForeignKey("organisations.Agency", models.CASCADE, related_name="+")
    code = models.CharField("mục rà soát", max_length=60)
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")
    found = models.IntegerField("số điểm")

    derived = True

    class Meta:
        verbose_name = "lần rà soát"
        constraints = [models.UniqueConstraint(fields=["province", "code"], name="checks_run_last")]

    def __str__(self) -> str:
        return f"{self.code} {self.on:%d/%m/%Y}"
