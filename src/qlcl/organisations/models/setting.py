"""A province's own value of a parameter, dated."""

from django.db import models

from qlcl.kernel.periods import NoOverlap, Period, PeriodQuerySet, dates_in_order
from qlcl.organisations.models.agency import Agency


class Setting(Period):
    """What a province sets a parameter of the catalogue to, from a day on."""

    province = models.ForeignKey(Agency, models.PROTECT, related_name="settings")
    code = models.CharField("Tham số", max_length=80)
    value = models.CharField("Giá trị", max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    sealed_fields = ("province_id", "code", "value", "valid_from", "valid_until")
    seal_shape = 1

    class Meta:
        verbose_name = "tham số"
        constraints = [
            dates_in_order("setting_ends_after_it_begins"),
            NoOverlap(fields=["province", "code"], name="one_setting_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value}"
