"""The head's confirmation that a quality system works, which a declaration rests on."""

from django.db import models
from django.db.models import F, Q


class EffectConfirmation(models.Model):
    """Effect confirmed by the head himself, after audit and review (Decision 19/2014, art. 4.2d; no delegation)."""

    system = models.ForeignKey("organisations.QualitySystem", models.PROTECT, related_name="effect_confirmations")
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    edition = models.ForeignKey("standards.Edition", models.PROTECT, related_name="+")
    confirmed_on = models.DateField("ngày xác nhận")
    audited_on = models.DateField("ngày đánh giá nội bộ")
    reviewed_on = models.DateField("ngày xem xét của lãnh đạo")
    confirmed_by = models.CharField("người xác nhận", max_length=200)
    confirmed_as = models.CharField("chức vụ", max_length=200)
    acting = models.BooleanField("quyền, phụ trách", default=False)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = (
        "system_id",
        "agency_id",
        "edition_id",
        "confirmed_on",
        "audited_on",
        "reviewed_on",
        "confirmed_by",
        "confirmed_as",
        "acting",
        "note",
        "illustration",
    )
    seal_shape = 1

    class Meta:
        verbose_name = "xác nhận hiệu lực"
        constraints = [
            models.UniqueConstraint(fields=["system", "edition", "confirmed_on"], name="effect_confirmed_once_a_day"),
            models.CheckConstraint(
                condition=Q(audited_on__lte=F("confirmed_on")) & Q(reviewed_on__lte=F("confirmed_on")),
                name="effect_confirmed_after_audit_and_review",
            ),
        ]

    def __str__(self) -> str:
        return f"Xác nhận hiệu lực ngày {self.confirmed_on:%d/%m/%Y}"
