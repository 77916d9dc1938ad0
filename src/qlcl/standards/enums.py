"""Choices of the standards room."""

from django.db import models


class InternationalStatus(models.TextChoices):
    """Where an edition stands with ISO."""

    DRAFT = "draft", "Dự thảo"
    PUBLISHED = "published", "Đã ban hành"
    WITHDRAWN = "withdrawn", "Đã được thay thế"


class Relation(models.TextChoices):
    """What became of a clause between two editions."""

    SAME = "same", "Giữ nguyên"
    CHANGED = "changed", "Thay đổi"
    NEW = "new", "Mới"
    DROPPED = "dropped", "Bỏ"
