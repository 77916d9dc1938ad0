"""How far the background work of a day has come."""

from django.db import models


class NightlyRun(models.Model):
    """One stage of a day's work for one province: `cursor` is the last id done, committed with what was done to it."""

    province = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    day = models.DateField("ngày")
    stage = models.CharField("phần việc", max_length=60)
    cursor = models.BigIntegerField(default=0)
    done = models.IntegerField("số lượng", default=0)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    started_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lượt việc nền"
        constraints = [
            models.UniqueConstraint(fields=["province", "day", "stage"], name="duties_nightly_once_a_day"),
        ]
        indexes = [models.Index(fields=["-day", "province"], name="duties_nightly_by_day")]

    def __str__(self) -> str:
        return f"{self.stage} {self.day:%d/%m/%Y}"
