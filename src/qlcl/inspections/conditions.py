"""Whether somebody may inspect on a day (Circular 26/2014, art. 40), and what is missing in plain sentences."""

from datetime import date

from qlcl.inspections.models import Inspector

YEARS_OF_SERVICE = 3


def missing_conditions(inspector: Inspector, day: date) -> list[str]:
    """What the inspector lacks on the day; nothing where he may inspect."""
    said = []
    if inspector.valid_until and inspector.valid_until <= day:
        said.append(f"Đã thôi làm kiểm tra viên từ ngày {inspector.valid_until:%d/%m/%Y}.")
    if not _held(inspector.degree, inspector.degree_on, day):
        said.append("Chưa có bằng tốt nghiệp, hoặc thiếu ngày tốt nghiệp.")
    if not inspector.expert_of and not _held(inspector.administration, inspector.administration_on, day):
        said.append("Chưa có chứng chỉ bồi dưỡng quản lý nhà nước (ngạch chuyên viên trở lên).")
    if not _held(inspector.auditing, inspector.auditing_on, day):
        said.append("Chưa có chứng chỉ đào tạo đánh giá hệ thống quản lý chất lượng.")
    elif inspector.auditing_until and inspector.auditing_until < day:
        said.append(f"Chứng chỉ đánh giá hết giá trị từ sau ngày {inspector.auditing_until:%d/%m/%Y}.")
    said += _service(inspector, day)
    if not inspector.good_character:
        said.append("Chưa có xác nhận của cơ quan về phẩm chất đạo đức.")
    return said


def _held(what: str, since: date | None, day: date) -> bool:
    return bool(what) and since is not None and since <= day


def _service(inspector: Inspector, day: date) -> list[str]:
    """Three years of service count from the degree at the earliest."""
    if inspector.service_from is None:
        return ["Chưa ghi thời gian công tác."]
    since = max(inspector.service_from, inspector.degree_on or inspector.service_from)
    full = anniversary(since, YEARS_OF_SERVICE)
    return [] if full <= day else [f"Chưa đủ {YEARS_OF_SERVICE} năm công tác sau tốt nghiệp; đủ vào {full:%d/%m/%Y}."]


def anniversary(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March in a common year: a full year has passed."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
