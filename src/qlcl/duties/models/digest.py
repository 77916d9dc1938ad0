"""Digest mails: how often a person wants them, and each one that was sent or tried."""

from django.db import models
from django.db.models import Q

from qlcl.duties.enums import DigestState, Frequency


class DigestChoice(models.Model):
    """How often a person wants the digest; without a row, the default of the province holds."""

    person = models.OneToOneField("accounts.Person", models.CASCADE, related_name="digest_choice")
    frequency = models.CharField("thư tổng hợp", max_length=8, choices=Frequency.choices)

    class Meta:
        verbose_name = "lựa chọn thư tổng hợp"

    def __str__(self) -> str:
        return self.get_frequency_display()


class Digest(models.Model):
    """One mail to a person on a day. Claimed and committed before it is sent; tried again only if surely unsent."""

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="digests")
    province = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    on = models.DateField("ngày")
    state = models.CharField("tình trạng", max_length=8, choices=DigestState.choices)
    attempts = models.SmallIntegerField("số lần gửi", default=1)
    claimed_at = models.DateTimeField("nhận gửi lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    problem = models.CharField("lỗi", max_length=300, blank=True)

    class Meta:
        verbose_name = "thư tổng hợp"
        constraints = [
            models.UniqueConstraint(fields=["person", "on"], name="duties_digest_once_a_day"),
            models.CheckConstraint(
                condition=~Q(state=DigestState.SENT) | Q(sent_at__isnull=False), name="duties_digest_sent_at_a_moment"
            ),
        ]
        indexes = [models.Index(fields=["province", "-on", "state"], name="duties_digest_by_day")]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.get_state_display()}"
