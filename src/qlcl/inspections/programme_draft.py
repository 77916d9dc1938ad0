"""A usual programme of an inspection on site, for the team to correct (Circular 26/2014, arts. 36, 37)."""

from collections.abc import Sequence
from datetime import date

from qlcl.inspections.enums import TeamRole
from qlcl.inspections.models import Inspection, TeamMember
from qlcl.inspections.operations.decide import Session

ALL = "Cả Đoàn"


def draft_programme(inspection: Inspection, team: Sequence[TeamMember], day: date) -> list[Session]:
    """One day, or the first and the last of several, with the members' own tasks in the middle."""
    first = inspection.planned_from or day
    last = inspection.planned_until or first
    if (last - first).days > 5:  # a month that the plan foresees, not days that were set
        first = last = max(first, day)
    leader = next((row.inspector.full_name for row in team if row.role == TeamRole.LEADER), "Trưởng đoàn")
    others = [row for row in team if row.role != TeamRole.LEADER]
    looked_at = [
        Session(first, "9:00", row.tasks, "Các bộ phận liên quan", row.inspector.full_name)
        for row in others
        if row.tasks
    ] or [
        Session(
            first, "9:00",
            "Kiểm tra hồ sơ hệ thống: phạm vi, công bố, tài liệu, cập nhật văn bản pháp luật (khoản 1a–d, khoản 2)",
            "Bộ phận thường trực ISO", ALL,
        ),
        Session(
            first, "10:30", "Kiểm tra đánh giá nội bộ, xem xét của lãnh đạo, khắc phục, cải tiến (khoản 1đ, e, g)",
            "Bộ phận thường trực ISO", ALL,
        ),
    ]  # fmt: skip
    office = inspection.place or inspection.agency.short_name
    return [
        Session(first, "8:00", "Họp mở đầu: công bố quyết định, thống nhất chương trình", office, leader),
        Session(first, "8:30", "Nghe cơ quan báo cáo việc xây dựng, áp dụng, duy trì, cải tiến", office, ALL),
        *looked_at,
        Session(last, "13:30", "Phỏng vấn, xem thực tế giải quyết thủ tục hành chính", "Bộ phận một cửa", ALL),
        Session(last, "15:00", "Kiểm tra việc khắc phục từ lần kiểm tra trước", office, ALL),
        Session(last, "15:30", "Họp Đoàn, thống nhất kết quả và dự thảo biên bản", office, ALL),
        Session(last, "16:00", "Họp kết thúc: thông qua biên bản, ghi ý kiến của cơ quan, ký", office, ALL),
    ]
