"""Imports done: who, when, which files, how much; undone or not."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Reads of imports."""

    def of_provinces(self, province_ids: Iterable[int]) -> Self:
        """Imports that touched one of those provinces."""
        touched = ImportedProvince.objects.filter(province_id__in=list(province_ids))
        return self.filter(pk__in=touched.values("batch_id"))


class ImportBatch(models.Model):
    """One import: everything it wrote carries `code` as its batch in the history."""

    code = models.CharField("mã", max_length=80, unique=True)
    on = models.DateField("ngày làm việc")
    at = models.DateTimeField("lúc nhập", db_index=True)
    person_id = models.BigIntegerField("người nhập", null=True)
    imported_by = models.CharField("người nhập", max_length=200)
    files: Any = models.JSONField("các tệp")
    kinds: Any = models.JSONField("các bảng")
    illustration = models.BooleanField("minh họa", default=False)
    undone_on = models.DateField("ngày hoàn tác", null=True)
    undone_at = models.DateTimeField("lúc hoàn tác", null=True)
    undone_by = models.CharField("người hoàn tác", max_length=200, default="")

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = "lần nhập"
        verbose_name_plural = "các lần nhập"

    def __str__(self) -> str:
        return f"Lần nhập {self.code}"


class ImportedProvince(models.Model):
    """A province that an import touched, by its id: the import that made a province can still be undone."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="touched")
    province_id = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "province_id"], name="portal_importedprovince_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.province_id}"
