"""The template that an administrator put in place of a room's default one."""

from django.db import models
from django.db.models import Q

from qlcl.organisations.models import Agency


class PaperTemplate(models.Model):
    """One per province and kind of paper; an empty body means the default. Without a province: of the installation."""

    province = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="paper_templates", verbose_name="tỉnh"
    )
    kind = models.CharField("loại văn bản", max_length=60)
    body = models.TextField("nội dung mẫu", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    edited_by = models.CharField("người sửa", max_length=200)
    edited_at = models.DateTimeField("sửa lúc")

    sealed_fields = ("kind", "body", "version", "province_id")
    seal_shape = 2
    sealed_since = {"province_id": 2}

    class Meta:
        ordering = ["kind"]
        verbose_name = "mẫu văn bản"
        constraints = [
            models.UniqueConstraint(fields=["province", "kind"], name="paper_template_once"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(province__isnull=True), name="paper_template_once_without_province"
            ),
        ]

    def __str__(self) -> str:
        return self.kind
