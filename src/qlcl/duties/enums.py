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


class DayOffKind(TextChoices):
    """Why a day is off, or is worked although it is a weekend."""

    HOLIDAY = "holiday", "Ngày lễ, tết"
    SUBSTITUTED = "substituted", "Nghỉ bù"
    SWAPPED_OFF = "swapped_off", "Nghỉ hoán đổi"
    SWAPPED_WORKING = "swapped_working", "Làm bù"
    LOCAL = "local", "Nghỉ theo quy định của tỉnh"


class Audience(TextChoices):
    """Whom a rung of a ladder tells."""

    OWNER = "owner", "Người phải làm"
    OWNER_SECRETARY = "owner_secretary", "Người phải làm và thư ký ISO"
    HEAD = "head", "Thủ trưởng cơ quan"
    PROVINCE = "province", "Cán bộ đầu mối của tỉnh"
    REPORT = "report", "Nêu tên trong báo cáo tổng hợp"


class Trigger(TextChoices):
    """What opens the duties of a rule."""

    YEARLY = "yearly", "Hằng năm"
    EVENT = "event", "Khi phát sinh"


class Unit(TextChoices):
    """How a rule counts to the day by which its duty is due."""

    DAYS = "days", "ngày"
    WORKING_DAYS = "working_days", "ngày làm việc"
    MONTHS = "months", "tháng"
    FIXED = "fixed", "ngày cố định trong năm"


class Frequency(TextChoices):
    """How often a person wants the digest of his duties by mail."""

    DAILY = "daily", "Hằng ngày"
    WEEKLY = "weekly", "Hằng tuần"
    NONE = "none", "Không gửi"


class DigestState(TextChoices):
    """How the sending of a digest stands; a claim that nothing followed may have been sent."""

    CLAIMED = "claimed", "Không rõ đã gửi hay chưa"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Chưa gửi được"
