"""The papers kept in the file of an inspection, by the ten items of art. 39."""

from django.db import models
from django.db.models import Q

from qlcl.inspections.enums import Part
from qlcl.inspections.models.inspection import Inspection


class CasePaper(models.Model):
    """One signed paper or other document that came into the file of an inspection."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="papers", verbose_name="cuộc kiểm tra")
    part = models.CharField("thành phần hồ sơ", max_length=20, choices=Part)
    title = models.CharField("tên, trích yếu", max_length=300)
    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    dated_on = models.DateField("ngày văn bản", null=True, blank=True)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+", verbose_name="tệp")
    added_by = models.CharField("người đưa vào", max_length=200)
    added_on = models.DateField("ngày đưa vào")
    removed_on = models.DateField("ngày đưa ra", null=True, blank=True)
    removed_reason = models.CharField("lý do đưa ra", max_length=300, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = (
        "inspection_id", "part", "title", "number", "dated_on", "file_id", "added_by", "added_on", "removed_on",
        "removed_reason", "illustration",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "tài liệu trong hồ sơ kiểm tra"
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True) | ~Q(removed_reason=""), name="case_paper_removed_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["inspection", "part"], name="case_paper_of_inspection")]

    def __str__(self) -> str:
        return self.title
