"""Ladders: who is told about a duty when, from before it is due until it stands in the report."""

from django.db import models

from qlcl.duties.enums import Audience


class Ladder(models.Model):
    """A way to remind and escalate, for one kind of duty in a province."""

    province = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    code = models.CharField("mã", max_length=40)
    label = models.CharField("tên", max_length=120)

    sealed_fields = ("province_id", "code", "label")
    seal_shape = 1

    class Meta:
        verbose_name = "thang nhắc việc"
        constraints = [models.UniqueConstraint(fields=["province", "code"], name="duties_ladder_once_in_a_province")]

    def __str__(self) -> str:
        return self.label


class Rung(models.Model):
    """One rung: `offset` working days after the duty is due (before it when negative), `audience` is told."""

    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="rungs")
    number = models.SmallIntegerField("bậc")
    offset = models.SmallIntegerField("số ngày làm việc so với hạn")
    audience = models.CharField("báo cho", max_length=20, choices=Audience.choices)

    sealed_fields = ("ladder_id", "number", "offset", "audience")
    seal_shape = 1

    class Meta:
        verbose_name = "bậc nhắc việc"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["ladder", "number"], name="duties_rung_once_in_a_ladder")]

    def __str__(self) -> str:
        return f"{self.ladder} – {self.number}"

    @property
    def offset_days(self) -> int:
        """How many working days before or after, without the sign."""
        return abs(self.offset)
