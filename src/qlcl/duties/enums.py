"""Choices of duties: codes in English, labels in Vietnamese."""

from django.db.models import TextChoices


class Outcome(TextChoices):
    """How a duty was closed; empty while it is open."""

    DONE = "done", "Đã thực hiện"
    EXPLAINED = "explained", "Đã giải trình"
    CANCELLED = "cancelled", "Đã hủy"
    UNKNOWN = "unknown", "Không rõ"


class State(TextChoices):
    """How a duty stands on a day, today or in the past."""

    DONE = "done", "Đúng hạn"
    LATE = "late", "Xong trễ"
    OVERDUE = "overdue", "Quá hạn"
    EXPLAINED = "explained", "Giải trình"
    NOT_DUE = "not_due", "Chưa đến hạn"
    UNKNOWN = "unknown", "Không rõ"
    CANCELLED = "cancelled", "Đã hủy"


class Band(TextChoices):
    """The bands of “my work”, most pressing first."""

    OVERDUE = "overdue", "Quá hạn"
    WEEK = "week", "Trong 7 ngày"
    MONTH = "month", "Trong 30 ngày"
    LATER = "later", "Sau 30 ngày"
