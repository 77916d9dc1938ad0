"""Failed attempts to sign in, counted to slow down guessing."""

from django.db import models


class SignInAttempt(models.Model):
    """Consecutive failures under one key (a username from an address, or an address); keys are digests."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "lần đăng nhập không thành"

    def __str__(self) -> str:
        return f"{self.failures} × {self.key[:8]}"
