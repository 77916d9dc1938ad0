"""Choices of inspections."""

from django.db.models import TextChoices


class Mode(TextChoices):
    """How an agency was inspected (Circular 26/2014, art. 33)."""

    ON_SITE = "on_site", "Tại trụ sở"
    BY_FILE = "by_file", "Qua hồ sơ, báo cáo"


class PlanStatus(TextChoices):
    """Where the plan of a year stands (art. 34): drawn up, before the People's Committee, approved."""

    DRAFT = "draft", "Dự thảo"
    SUBMITTED = "submitted", "Đã trình"
    APPROVED = "approved", "Đã phê duyệt"
