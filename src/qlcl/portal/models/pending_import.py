"""Files uploaded and not yet confirmed; they expire."""

from typing import Any

from django.db import models


class PendingImport(models.Model):
    """An upload between preview and confirmation; the bytes lie in the folder `pending` by their SHA-256."""

    token = models.CharField(max_length=64, unique=True)
    person_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    files: Any = models.JSONField()
    illustration = models.BooleanField(default=False)
    province_code = models.CharField(max_length=40, default="")

    def __str__(self) -> str:
        return ", ".join(file["name"] for file in self.files)
