"""Which devices carry a checklist where there is no network, and what they last said waits on them."""

from typing import Self

from django.db import models
from django.db.models import Q

from qlcl.assessments.models.checklist import Checklist


class CarriedCopyQuerySet(models.QuerySet["CarriedCopy"]):
    """Reads of copies."""

    def out(self) -> Self:
        """Not given back, and not written off: answers may still be on them."""
        return self.filter(returned_at__isnull=True)


class CarriedCopy(models.Model):
    """A checklist on a device: taken along, and given back once nothing waits there, or written off with a reason."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="copies", verbose_name="phiếu kiểm")
    device = models.CharField("thiết bị", max_length=60)
    label = models.CharField("tên thiết bị", max_length=120, blank=True)
    person_id = models.BigIntegerField()
    carried_by = models.CharField("người mang theo", max_length=200)
    carried_at = models.DateTimeField("lúc mang theo")
    seen_at = models.DateTimeField("lần cuối liên lạc")
    waiting = models.PositiveIntegerField("số mục chờ gửi", default=0)
    returned_at = models.DateTimeField("lúc trả lại", null=True, blank=True)
    written_off_by = models.CharField("người ghi mất", max_length=200, blank=True)
    written_off_reason = models.CharField("lý do ghi mất", max_length=300, blank=True)

    objects = CarriedCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "bản mang theo"
        constraints = [
            models.UniqueConstraint(fields=["checklist", "device"], name="carried_copy_once_per_device"),
            models.CheckConstraint(
                condition=Q(written_off_by="") | (Q(returned_at__isnull=False) & ~Q(written_off_reason="")),
                name="carried_copy_written_off_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carried_by} ({self.label})" if self.label else self.carried_by
