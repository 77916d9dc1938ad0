"""The template that an administrator put in place of a room's default one."""

from django.db import models


class PaperTemplate(models.Model):
    """One per kind of paper, kept for as long as the province has its own; an empty body means the default."""

    kind = models.CharField("loại văn bản", max_length=60, unique=True)
    body = models.TextField("nội dung mẫu", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    edited_by = models.CharField("người sửa", max_length=200)
    edited_at = models.DateTimeField("sửa lúc")

    sealed_fields = ("kind", "body", "version")
    seal_shape = 1

    class Meta:
        ordering = ["kind"]
        verbose_name = "mẫu văn bản"

    def __str__(self) -> str:
        return self.kind
