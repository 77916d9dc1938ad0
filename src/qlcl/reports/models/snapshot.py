"""A frozen report."""

from django.db import models

from qlcl.organisations.models import Agency
from qlcl.reports.enums import ReportKind


class Snapshot(models.Model):
    """Figures and words as they stood when a report was frozen; it never changes.

    `body` is canonical JSON, exactly the text over which `digest` (SHA-256) was taken; `chain_head` is the head of
    the province's chain at that moment.
    """

    report = models.CharField(max_length=20, choices=ReportKind)
    province = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    since = models.DateField("Từ ngày")
    until = models.DateField("Đến ngày")
    frozen_on = models.DateField("Ngày chốt")
    frozen_at = models.DateTimeField("Thời điểm chốt")
    frozen_by = models.CharField("Người chốt", max_length=200)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    chain_head = models.CharField(max_length=64, blank=True)
    illustration = models.BooleanField(default=False)

    sealed_fields = ("report", "province_id", "since", "until", "frozen_on", "digest", "chain_head", "illustration")
    seal_shape = 1

    class Meta:
        indexes = [models.Index(fields=["province", "report", "-frozen_at"], name="snapshot_by_province")]

    def __str__(self) -> str:
        return f"{self.get_report_display()} đến {self.until:%d/%m/%Y}, chốt {self.frozen_on:%d/%m/%Y}"
