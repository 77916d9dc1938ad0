"""Stored files: content-checked, named by their SHA-256, never changed."""

from django.db import models


class StoredFile(models.Model):
    """A file in `MEDIA_ROOT/<sha256[:2]>/<sha256>`; the same content twice is one file on disk."""

    sha256 = models.CharField("mã SHA-256", max_length=64, db_index=True)
    size = models.BigIntegerField("dung lượng")
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("loại tệp", max_length=100)
    uploaded_at = models.DateTimeField("lúc tải lên")
    uploaded_by = models.CharField("người tải lên", max_length=200)

    sealed_fields = ("sha256", "size", "name", "content_type", "uploaded_at", "uploaded_by")
    seal_shape = 1

    def __str__(self) -> str:
        return self.name
