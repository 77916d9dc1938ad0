"""Choices of reports."""

from django.db.models import TextChoices


class ReportKind(TextChoices):
    """The consolidated reports."""

    TRANSITION = "transition", "Báo cáo chuyển đổi"


class SectionKey(TextChoices):
    """What an officer writes by hand."""

    RESULTS = "results", "Đánh giá kết quả"
    SHORTCOMINGS = "shortcomings", "Hạn chế, tồn tại"
    CAUSES = "causes", "Nguyên nhân"
    PROPOSALS = "proposals", "Kiến nghị, đề xuất"
