"""What was found while answering: evidence and findings."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from qlcl.assessments.models.checklist import Checklist, ChecklistItem
from qlcl.corrective.enums import Severity


class ItemEvidence(models.Model):
    """A photo, a file or a record already in the product. `awaited`: told of by a device, its file still to come."""

    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="evidence", verbose_name="mục")
    uid = models.UUIDField("mã", unique=True, default=uuid4)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    awaited = models.BooleanField("chờ tải lên", default=False)
    ref_kind = models.CharField(max_length=40, blank=True)
    ref_id = models.BigIntegerField(default=0)
    ref_label = models.CharField("dẫn tới", max_length=300, blank=True)
    caption = models.CharField("chú thích", max_length=300, blank=True)
    taken_at = models.DateTimeField("lúc chụp", null=True, blank=True)
    latitude = models.DecimalField("vĩ độ", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("kinh độ", max_digits=9, decimal_places=6, null=True, blank=True)
    added_by = models.CharField("người thêm", max_length=200)
    removed_on = models.DateField("ngày bỏ", null=True, blank=True)

    sealed_fields = (
        "item_id", "uid", "file_id", "awaited", "ref_kind", "ref_id", "ref_label", "caption", "taken_at", "latitude",
        "longitude", "added_by", "removed_on",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "minh chứng của mục"
        constraints = [
            models.CheckConstraint(
                name="item_evidence_is_something",
                condition=Q(file__isnull=False) | Q(awaited=True) | ~Q(ref_label=""),
            ),
            models.CheckConstraint(
                name="item_evidence_awaited_without_file", condition=Q(awaited=False) | Q(file__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.ref_label or (self.file.name if self.file else "Ảnh chờ tải lên")


class Finding(models.Model):
    """What does not conform, as noted on the spot; concluding turns it into a nonconformity.

    Of two wordings the one written later on its device stands (`worded_at`, `worded_op`).
    """

    uid = models.UUIDField("mã", unique=True, default=uuid4)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="findings", verbose_name="phiếu kiểm")
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="mục"
    )
    statement = models.TextField("nội dung")
    severity = models.CharField("mức độ", max_length=10, choices=Severity, default=Severity.ORDINARY)
    area = models.CharField("lĩnh vực", max_length=200, blank=True)
    nonconformity = models.OneToOneField(
        "corrective.Nonconformity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="finding",
        verbose_name="điểm không phù hợp",
    )
    added_by = models.CharField("người ghi", max_length=200)
    worded_at = models.DateTimeField("lúc ghi")
    worded_op = models.CharField(max_length=40, blank=True)
    withdrawn_on = models.DateField("ngày rút", null=True, blank=True)

    sealed_fields = (
        "uid", "checklist_id", "item_id", "statement", "severity", "area", "nonconformity_id", "added_by", "worded_at",
        "withdrawn_on",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "phát hiện"
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="finding_with_statement"),
            models.CheckConstraint(
                condition=Q(nonconformity__isnull=True) | Q(withdrawn_on__isnull=True),
                name="finding_withdrawn_raised_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.statement if len(self.statement) <= 80 else self.statement[:79].rstrip() + "…"
