"""Who became whom, and which body oversees a province when."""

from django.db import models
from django.db.models import F, Q

from qlcl.organisations.enums import SuccessionKind
from qlcl.organisations.models.agency import Agency


class Succession(models.Model):
    """A predecessor passes into a successor on a day; n to m."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="predecessors")
    kind = models.CharField("Hình thức", max_length=10, choices=SuccessionKind)
    effective_on = models.DateField("Từ ngày")
    basis = models.CharField("Căn cứ", max_length=300, blank=True)

    sealed_fields = ("predecessor_id", "successor_id", "kind", "effective_on", "basis")
    seal_shape = 1

    class Meta:
        constraints = [
            models.UniqueConstraint("predecessor", "successor", "effective_on", name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class OverseeingBody(models.Model):
    """The body that leads the application in a province for a time (Decision 19/2014, art. 12.4)."""

    province = models.ForeignKey(Agency, models.PROTECT, related_name="overseeing_bodies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    valid_from = models.DateField("Từ ngày")
    valid_until = models.DateField("Đến trước ngày", null=True, blank=True)

    sealed_fields = ("province_id", "agency_id", "valid_from", "valid_until")
    seal_shape = 1

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "province", "agency", condition=Q(valid_until__isnull=True), name="one_open_oversight"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.province})"
