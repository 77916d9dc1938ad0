"""What an officer writes in a report."""

from django.db import models

from qlcl.organisations.models import Agency
from qlcl.reports.enums import ReportKind, SectionKey


class Section(models.Model):
    """One written section of the report of a province until a day; it may cite records as [[kind:number]]."""

    report = models.CharField(max_length=20, choices=ReportKind)
    province = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    until = models.DateField("Số liệu đến ngày")
    key = models.CharField("Mục", max_length=20, choices=SectionKey)
    text = models.TextField("Nội dung", blank=True)

    sealed_fields = ("report", "province_id", "until", "key", "text")
    seal_shape = 1

    class Meta:
        constraints = [models.UniqueConstraint("report", "province", "until", "key", name="section_once_per_report")]

    def __str__(self) -> str:
        return self.get_key_display()
