"""The enrolment of a quality system in a campaign."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from qlcl.conformity.enums import PreparedBy
from qlcl.transitions.enums import EnrolmentKind
from qlcl.transitions.models.campaign import Campaign


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Reads of enrolments."""

    def valid_on(self, day: date) -> Self:
        """Enrolled systems that live on `day`: the denominator of every percentage."""
        return self.filter(
            Q(system__valid_until__isnull=True) | Q(system__valid_until__gt=day), system__valid_from__lte=day
        )


class Enrolment(models.Model):
    """A system led by a campaign: converted or newly built, and by whom prepared."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="enrolments")
    system = models.ForeignKey("organisations.QualitySystem", models.PROTECT, related_name="enrolments")
    kind = models.CharField("cách làm", max_length=12, choices=EnrolmentKind, default=EnrolmentKind.CONVERTED)
    prepared_by = models.CharField("phương thức", max_length=12, choices=PreparedBy, blank=True)
    consultant_name = models.CharField("tổ chức tư vấn, chuyên gia", max_length=250, blank=True)
    certificate_number = models.CharField("số giấy xác nhận", max_length=60, blank=True)
    certificate_until = models.DateField("giấy xác nhận có giá trị đến", null=True, blank=True)
    enrolled_on = models.DateField("ngày đưa vào kế hoạch")
    planned_year = models.SmallIntegerField("năm theo kế hoạch", null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    sealed_fields = (
        "campaign_id",
        "system_id",
        "kind",
        "prepared_by",
        "consultant_name",
        "certificate_number",
        "certificate_until",
        "enrolled_on",
        "planned_year",
    )
    seal_shape = 1

    class Meta:
        verbose_name = "hệ thống trong kế hoạch"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "system"], name="enrolment_once"),
            models.CheckConstraint(
                condition=~Q(prepared_by__in=["", "self"])
                | Q(consultant_name="", certificate_number="", certificate_until__isnull=True),
                name="enrolment_consultant_only_where_hired",
            ),
        ]
        indexes = [models.Index(fields=["system"], name="enrolment_by_system")]

    def __str__(self) -> str:
        return f"{self.campaign} – {self.system_id}"

    def certificate_expired_on(self, day: date) -> bool:
        """The consultant's certificate no longer holds (Circular 26/2014, art. 41.4); it does not block."""
        return self.certificate_until is not None and self.certificate_until < day
