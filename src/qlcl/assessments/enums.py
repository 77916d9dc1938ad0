"""Codes of the assessments room; their labels are what stands on screen."""

from django.db.models import TextChoices

from qlcl.corrective.enums import Severity

__all__ = ["OpKind", "Outcome", "Severity", "Shipped"]


class Shipped(TextChoices):
    """The sets that come with the product."""

    ARTICLE_36 = "tt26-dieu36", "Nội dung kiểm tra theo Điều 36, Thông tư 26/2014/TT-BKHCN"
    CLAUSES_2015 = "iso-9001-2015", "Câu hỏi theo điều khoản 4–10, TCVN ISO 9001:2015"


class OpKind(TextChoices):
    """What a page or a device may ask of a checklist."""

    ANSWER = "answer", "Trả lời"
    RESOLVE = "resolve", "Chọn câu trả lời"
    FINDING = "finding", "Ghi phát hiện"
    WITHDRAW_FINDING = "withdraw_finding", "Rút phát hiện"
    EVIDENCE = "evidence", "Thêm minh chứng"
    REMOVE_EVIDENCE = "remove_evidence", "Bỏ minh chứng"


class Outcome(TextChoices):
    """What became of an operation that was sent."""

    APPLIED = "applied", "Đã ghi"
    CONFLICT = "conflict", "Khác câu trả lời của người khác"
    SUPERSEDED = "superseded", "Đã có bản mới hơn từ cùng thiết bị"
    WAITING = "waiting", "Chờ nội dung mà nó nói tới"
    REFUSED = "refused", "Không nhận"
