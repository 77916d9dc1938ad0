"""Positions with their roles, and the appointments of persons to them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from qlcl.accounts.enums import RoleChoice


class DatedQuerySet(models.QuerySet):
    """Rows valid from a day until, exclusive, another or none."""

    def valid_on(self, day: date) -> Self:
        """Rows that hold on the day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


class Position(models.Model):
    """A post in an agency: title and role. Duties and access belong to it, not to a person."""

    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="positions", verbose_name="cơ quan"
    )
    division = models.ForeignKey(
        "organisations.Division",
        on_delete=models.PROTECT,
        related_name="positions",
        null=True,
        blank=True,
        verbose_name="phòng, bộ phận",
    )
    title = models.CharField("chức vụ", max_length=120)
    role = models.CharField("vai trò", max_length=24, choices=RoleChoice.choices)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    sealed_fields = ("agency_id", "division_id", "title", "role", "valid_from", "valid_until")
    seal_shape = 1

    class Meta:
        verbose_name = "vị trí"
        indexes = [models.Index(fields=["agency", "role"], name="position_agency_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="position_period"
            ),
            models.CheckConstraint(
                condition=~Q(role=RoleChoice.CONSULTANT) | Q(valid_until__isnull=False),
                name="position_consultant_has_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """A person in a position for a period; `acting` means quyền (Q.), temporarily in charge."""

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="appointments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="appointments")
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)
    acting = models.BooleanField("quyền, tạm thời phụ trách", default=False)
    basis = models.CharField("căn cứ", max_length=250, blank=True)
    end_reason = models.CharField("lý do kết thúc", max_length=250, blank=True)

    objects = DatedQuerySet.as_manager()

    sealed_fields = ("person_id", "position_id", "valid_from", "valid_until", "acting", "basis", "end_reason")
    seal_shape = 1

    class Meta:
        verbose_name = "bổ nhiệm"
        indexes = [models.Index(fields=["person", "valid_from"], name="appointment_person_from")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="appointment_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.position}"
