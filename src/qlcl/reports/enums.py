"""Choices of reports."""

from django.db.models import TextChoices


class ReportKind(TextChoices):
    """The consolidated reports."""

    TRANSITION = "transition", "Báo cáo chuyển đổi"
    STATUS = "status", "Báo cáo tình hình xây dựng, áp dụng HTQLCL"
    INSPECTIONS = "inspections", "Báo cáo tổng hợp kiểm tra"


class SectionKey(TextChoices):
    """What an officer writes by hand."""

    DIRECTION = "direction", "Chỉ đạo, điều hành"
    RESULTS = "results", "Đánh giá kết quả"
    SHORTCOMINGS = "shortcomings", "Hạn chế, tồn tại"
    CAUSES = "causes", "Nguyên nhân"
    FUNDING = "funding", "Kinh phí"
    DIFFICULTIES = "difficulties", "Đánh giá chung, khó khăn, vướng mắc"
    PROPOSALS = "proposals", "Kiến nghị, đề xuất"
