"""Tokens for the API."""

import hashlib

from django.db import models

from qlcl.accounts.models.position import Appointment


class ApiToken(models.Model):
    """A key for programs: acts in the position of one appointment, until a day; only its digest is stored."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField("dùng cho", max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    valid_until = models.DateField("đến trước ngày")
    issued_at = models.DateTimeField("cấp lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    sealed_fields = ("appointment_id", "label", "digest", "valid_until", "issued_at", "revoked_at")
    seal_shape = 1

    class Meta:
        verbose_name = "khóa API"

    def __str__(self) -> str:
        return self.label


def digest_of(token: str) -> str:
    """The digest under which a token is stored; the token has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
