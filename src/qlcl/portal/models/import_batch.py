"""Imports done: who, when, which files, how much; undone or not."""

from typing import Any, Self

from django.db import models

from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Reads of imports."""

    def seen_by(self, actor: Actor) -> Self:
        """Imports that touched a province which the actor oversees."""
        if actor.is_system:
            return self
        touching = ImportBatch.provinces.through.objects.filter(agency_id__in=actor.oversees)
        return self.filter(pk__in=touching.values("importbatch_id"))


class ImportBatch(models.Model):
    """One import: everything it wrote carries `code` as its batch in the history."""

    code = models.CharField("mã", max_length=80, unique=True)
    on = models.DateField("ngày làm việc")
    at = models.DateTimeField("lúc nhập", db_index=True)
    person_id = models.BigIntegerField("người nhập", null=True)
    imported_by = models.CharField("người nhập", max_length=200)
    files: Any = models.JSONField("các tệp")
    kinds: Any = models.JSONField("các bảng")
    provinces = models.ManyToManyField(Agency, related_name="+", verbose_name="các tỉnh")
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
