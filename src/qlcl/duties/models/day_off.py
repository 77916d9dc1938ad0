"""Days off and swapped working days: of the whole country, or of one province."""

from django.db import models
from django.db.models import Q

from qlcl.duties.enums import DayOffKind


class DayOff(models.Model):
    """A day that is off although it is a weekday, or worked although it is a weekend.

    Without a province it holds for the whole country; a province's own row goes before it. What no announcement
    confirms yet says so (`confirmed`).
    """

    province = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=16, choices=DayOffKind.choices)
    label = models.CharField("tên", max_length=200)
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    confirmed = models.BooleanField("đã xác nhận", default=True)

    sealed_fields = ("province_id", "day", "kind", "label", "basis", "confirmed")
    seal_shape = 1

    class Meta:
        verbose_name = "ngày nghỉ"
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(province__isnull=True), name="duties_day_off_once_in_the_country"
            ),
            models.UniqueConstraint(
                fields=["province", "day"],
                condition=Q(province__isnull=False),
                name="duties_day_off_once_in_a_province",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.label}"
