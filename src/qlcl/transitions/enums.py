"""Choices of campaigns: codes in English, labels in Vietnamese; and the twelve steps."""

from dataclasses import dataclass

from django.db.models import TextChoices

from qlcl.kernel.actors import Role


class EnrolmentKind(TextChoices):
    """Whether a system is converted from the earlier edition or newly built."""

    CONVERTED = "converted", "Chuyển đổi"
    NEWLY_BUILT = "newly_built", "Xây dựng mới"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of every campaign: the act that performs it, who owes it, what it rests on."""

    code: str
    act: str
    label: str
    short: str
    role: Role
    basis: str
    by_hand: bool = False
    about_edition: bool = False


_ART4 = "Quyết định 19/2014/QĐ-TTg, Điều 4"
_ART7 = "Thông tư 26/2014/TT-BKHCN, Điều 7"

#: In order; the number of a step is its place here, from 1.
STEPS: tuple[Step, ...] = (
    Step("plan", "transitions.plan", "Phê duyệt kế hoạch", "Kế hoạch", Role.HEAD, _ART7, by_hand=True),
    Step(
        "steering_committee",
        "transitions.steering_committee",
        "Thành lập Ban Chỉ đạo ISO",
        "Ban chỉ đạo",
        Role.HEAD,
        _ART7,
        by_hand=True,
    ),
    Step("training", "training.attend", "Tham dự đào tạo", "Đào tạo", Role.ISO_SECRETARY, _ART7),
    Step(
        "documents_issued",
        "transitions.documents_issued",
        "Ban hành tài liệu hệ thống",
        "Tài liệu",
        Role.HEAD,
        _ART4,
        by_hand=True,
    ),
    Step("applied", "transitions.applied", "Đưa vào áp dụng", "Áp dụng", Role.ISO_SECRETARY, _ART4, by_hand=True),
    Step(
        "internal_audit",
        "transitions.internal_audit",
        "Đánh giá nội bộ",
        "Đánh giá nội bộ",
        Role.ISO_SECRETARY,
        _ART4,
        by_hand=True,
    ),
    Step(
        "management_review",
        "transitions.management_review",
        "Xem xét của lãnh đạo",
        "Xem xét lãnh đạo",
        Role.HEAD,
        _ART4,
        by_hand=True,
    ),
    Step(
        "effect_confirmed",
        "conformity.confirm_effect",
        "Xác nhận hiệu lực",
        "Xác nhận hiệu lực",
        Role.HEAD,
        _ART4,
        about_edition=True,
    ),
    Step(
        "declared",
        "conformity.issue_declaration",
        "Công bố phù hợp tiêu chuẩn",
        "Công bố",
        Role.HEAD,
        _ART4,
        about_edition=True,
    ),
    Step(
        "notified",
        "conformity.notify_department",
        "Thông báo cho Sở Khoa học và Công nghệ",
        "Thông báo",
        Role.ISO_SECRETARY,
        _ART4,
        about_edition=True,
    ),
    Step(
        "posted",
        "conformity.post_at_office",
        "Niêm yết tại trụ sở",
        "Niêm yết",
        Role.ISO_SECRETARY,
        _ART4,
        about_edition=True,
    ),
    Step(
        "published",
        "conformity.publish_on_web",
        "Đăng trên cổng, trang thông tin điện tử",
        "Đăng web",
        Role.ISO_SECRETARY,
        _ART4,
        about_edition=True,
    ),
)
STEP_NUMBER: dict[str, int] = {step.code: number for number, step in enumerate(STEPS, start=1)}
STEP_CHOICES = [(step.code, step.label) for step in STEPS]

#: What an imported declaration lets us presume, without a record of its day.
PRESUMED_ACTS = tuple(step.act for step in STEPS if step.by_hand or step.code == "effect_confirmed")
REPORT_CERTIFICATE = "transitions.report_certificate"
