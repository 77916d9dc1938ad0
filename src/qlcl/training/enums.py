"""Choices of training: codes in English, labels in Vietnamese."""

from django.db.models import TextChoices


class Topic(TextChoices):
    """What a class is about. A file may name another topic; it is kept as written."""

    AWARENESS = "awareness", "Nhận thức về TCVN ISO 9001"
    INTERNAL_AUDIT = "internal_audit", "Đánh giá nội bộ"
    DOCUMENTS = "documents", "Xây dựng hệ thống tài liệu"
    LEADERSHIP = "leadership", "Lãnh đạo và hệ thống quản lý chất lượng"
    OTHER = "other", "Chủ đề khác"


class CertificateKind(TextChoices):
    """What a certificate says its holder may do."""

    INTERNAL_AUDITOR = "internal_auditor", "Đánh giá viên nội bộ"
    AWARENESS = "awareness", "Nhận thức về TCVN ISO 9001"
    LEAD_AUDITOR = "lead_auditor", "Đánh giá viên trưởng"
    OTHER = "other", "Chứng chỉ khác"


#: Kinds that let their holder audit his own agency (TCVN ISO 9001, clause 9.2).
AUDITING = (CertificateKind.INTERNAL_AUDITOR, CertificateKind.LEAD_AUDITOR)


def topic_label(topic: str) -> str:
    """The Vietnamese name of a topic; one that we do not know as it was written."""
    return str(Topic(topic).label) if topic in Topic.values else topic
