"""Choices of checks: codes in English, labels in Vietnamese."""

from django.db.models import IntegerChoices, TextChoices


class Severity(IntegerChoices):
    """How pressing a line is; neutral words, for a line is a question and not a verdict."""

    ERROR = 1, "Cần xử lý"
    WARNING = 2, "Nên xem lại"
    INFO = 3, "Để biết"


class Doer(TextChoices):
    """Who performed what belongs to the head, as the record says."""

    HEAD = "head", "Thủ trưởng"
    ACTING = "acting", "Người được giao quyền, phụ trách"
    DELEGATE = "delegate", "Người được giao bằng văn bản (KT., TUQ.)"
    OTHER = "other", "Người khác ghi nhận"
