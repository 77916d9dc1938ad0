"""Codes of the corrective room; their labels are what stands on screen."""

from django.db.models import TextChoices


class Severity(TextChoices):
    """How grave; the scale of Circular 26/2014, art. 36 knows no grades, so this one is the product's."""

    SERIOUS = "serious", "Nặng"
    ORDINARY = "ordinary", "Nhẹ"
    REMARK = "remark", "Lưu ý"


class State(TextChoices):
    """Where a nonconformity stands between being found and being shown to be cured (clause 10.2)."""

    OPEN = "open", "Chờ tìm nguyên nhân"
    ANALYSED = "analysed", "Chờ định hành động"
    ACTING = "acting", "Đang khắc phục"
    TO_VERIFY = "to_verify", "Chờ xác nhận hiệu quả"
    CLOSED = "closed", "Đã khép"
    WITHDRAWN = "withdrawn", "Đã rút"
    SUBJECT_ENDED = "subject_ended", "Cơ quan đã kết thúc"


#: States in which the agency has still to act: only these are overdue; what is done waits for whoever verifies it.
UNCURED = (State.OPEN, State.ANALYSED, State.ACTING)
#: States in which something is still to be done.
LIVE = (State.OPEN, State.ANALYSED, State.ACTING, State.TO_VERIFY)


class CauseMethod(TextChoices):
    """How the cause was found."""

    FIVE_WHYS = "five_whys", "Năm lần hỏi vì sao"
    FREE = "free", "Phân tích tự do"


class Verdict(TextChoices):
    """What the check of effect found."""

    EFFECTIVE = "effective", "Có hiệu quả"
    NOT_EFFECTIVE = "not_effective", "Chưa có hiệu quả"


#: The items that an inspection looks at (Circular 26/2014, art. 36), each in a few words.
ARTICLES = {
    "1a": "Phạm vi áp dụng",
    "1b": "Phổ biến, hướng dẫn",
    "1c": "Tuân thủ yêu cầu, mục tiêu, quy trình",
    "1d": "Thực hiện các quá trình",
    "1đ": "Xem xét, đánh giá nội bộ, khắc phục",
    "1e": "Xử lý khiếu nại",
    "1g": "Cải tiến",
    "2a": "Sự tham gia của lãnh đạo",
    "2b": "Xác nhận hiệu lực",
    "2c": "Công bố, thông báo, niêm yết",
    "2d": "Cập nhật thay đổi văn bản",
    "2đ": "Công bố lại khi đổi phạm vi",
    "2e": "Lựa chọn tư vấn",
}
