"""A kind of paper that only tests know, so that the room needs none above it."""

from datetime import date
from typing import Any

DECISION = """\
@loai quyet_dinh
@co_quan {{ agency_name }}
@ky_hieu QĐ-UBND
@dia_danh {{ place }}
@ngay {{ day }}
@ten Quyết định
@trich_yeu Về việc công bố Hệ thống quản lý chất lượng
@tham_quyen Chủ tịch {{ agency_name }}
@can_cu Căn cứ Quyết định số 19/2014/QĐ-TTg
@can_cu Theo đề nghị của Trưởng Ban Chỉ đạo ISO
@quyet_dinh
# Điều 1. Công bố đối với các lĩnh vực tại Phụ lục.
Đoạn có **chữ đậm** và *chữ nghiêng*.
@noi_nhan Như Điều 1
@luu VT, ISO
@ky kt | Chủ tịch | Phó Chủ tịch
@nguoi_ky Nguyễn Văn An
@phu_luc Phạm vi áp dụng
@bang 10 giua; 70; 20 phai
| TT | Lĩnh vực | Số thủ tục |
{% for item in items %}
| {{ loop.index }} | {{ item.name }} | {{ item.count|so }} |
{% endfor %}
|= Tổng | | 2 |
"""


def sample() -> dict[str, Any]:
    """What the template above needs."""
    return {
        "agency_name": "Ủy ban nhân dân xã Phước Vinh",
        "place": "Phước Vinh",
        "day": date(2022, 2, 5),
        "items": [{"name": "Hộ tịch", "count": 1234}, {"name": "Đất đai", "count": 2}],
    }
