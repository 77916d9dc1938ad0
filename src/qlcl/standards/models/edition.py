"""An edition of the standard: its status with ISO and its adoption in Viet Nam, as editable data."""

from django.db import models
from django.db.models import F, Q

from qlcl.standards.enums import InternationalStatus


class Edition(models.Model):
    """One edition or amendment. Binding in Viet Nam only once adopted (Decision 19/2014, art. 4, last paragraph)."""

    code = models.CharField("mã", max_length=40, unique=True)
    label = models.CharField("tên gọi", max_length=60)
    title = models.CharField("tên tiêu chuẩn", max_length=200)
    international_status = models.CharField("tình trạng quốc tế", max_length=12, choices=InternationalStatus)
    published_on = models.DateField("ngày ISO ban hành", null=True, blank=True)
    tcvn_number = models.CharField("số hiệu TCVN", max_length=60, blank=True)
    adopted_on = models.DateField("ngày công bố TCVN", null=True, blank=True)
    adoption_decision = models.CharField("quyết định công bố TCVN", max_length=120, blank=True)
    withdrawn_on = models.DateField("ngày bị thay thế", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="thay thế bởi"
    )
    confirmed = models.BooleanField("đã xác nhận", default=False)
    note = models.TextField("ghi chú", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    revision = models.PositiveIntegerField("lần sửa", default=0)

    sealed_fields = (
        "code",
        "label",
        "title",
        "international_status",
        "published_on",
        "tcvn_number",
        "adopted_on",
        "adoption_decision",
        "withdrawn_on",
        "replaced_by_id",
        "confirmed",
        "note",
    )
    seal_shape = 1

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "phiên bản tiêu chuẩn"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(published_on__isnull=True)
                | Q(withdrawn_on__gte=F("published_on")),
                name="edition_withdrawn_after_published",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="edition_not_replaced_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.label
