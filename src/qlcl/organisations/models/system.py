"""Quality systems and the agencies they cover (Circular 26/2014, art. 6)."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from qlcl.kernel.periods import NoOverlap
from qlcl.organisations.models.agency import Agency


class QualitySystemQuerySet(models.QuerySet["QualitySystem"]):
    """Reads of quality systems."""

    def valid_on(self, day: date) -> Self:
        """Systems that live on `day`."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)

    def in_provinces(self, province_ids: Iterable[int]) -> Self:
        """Systems of those provinces."""
        return self.filter(province_id__in=list(province_ids))

    def with_duty(self, kinds: Iterable[str], day: date) -> Self:
        """Systems whose holder has one of those duties to apply on `day`."""
        return self.filter(
            Q(holder__duties_to_apply__valid_until__isnull=True) | Q(holder__duties_to_apply__valid_until__gt=day),
            holder__duties_to_apply__valid_from__lte=day,
            holder__duties_to_apply__kind__in=list(kinds),
        )


class QualitySystem(models.Model):
    """One HTQLCL. Usually one to an agency; the province's People's Committee and its Office share one."""

    holder = models.ForeignKey(Agency, models.PROTECT, related_name="held_systems")
    province = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    valid_from = models.DateField("Từ ngày")
    valid_until = models.DateField("Đến trước ngày", null=True, blank=True)
    end_reason = models.CharField("Lý do kết thúc", max_length=300, blank=True)

    objects = QualitySystemQuerySet.as_manager()

    sealed_fields = ("holder_id", "province_id", "valid_from", "valid_until", "end_reason")
    seal_shape = 1

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="system_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | ~Q(end_reason=""), name="system_ends_with_a_reason"
            ),
        ]
        indexes = [models.Index("province", "valid_from", name="system_by_province")]

    def __str__(self) -> str:
        return f"HTQLCL của {self.holder.name}"


class Coverage(models.Model):
    """An agency belongs to a system for a time; to at most one at a time."""

    system = models.ForeignKey(QualitySystem, models.PROTECT, related_name="coverages")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="coverages")
    valid_from = models.DateField("Từ ngày")
    valid_until = models.DateField("Đến trước ngày", null=True, blank=True)

    sealed_fields = ("system_id", "agency_id", "valid_from", "valid_until")
    seal_shape = 1

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="coverage_ends_after_it_begins",
            ),
            NoOverlap(fields=["agency"], name="one_coverage_at_a_time"),
        ]
        indexes = [models.Index("agency", "valid_from", name="coverage_by_agency")]

    def __str__(self) -> str:
        return f"{self.agency} – {self.system}"
