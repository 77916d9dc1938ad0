"""The tabs above the lists of training."""

from django.urls import reverse

_SECTIONS = (
    ("training:classes", "Lớp đào tạo"),
    ("training:untrained", "Cơ quan chưa có người dự"),
    ("training:auditors", "Đánh giá viên nội bộ"),
)


def sections(current: str) -> list[tuple[str, str, bool]]:
    """(label, address, is current) of each list."""
    return [(label, reverse(name), name == current) for name, label in _SECTIONS]
