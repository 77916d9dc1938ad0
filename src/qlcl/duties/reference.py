"""The rules, ladders and days off that every province begins with; each is data that its administrator may edit.

Statutory is exactly what Decision 19/2014/QĐ-TTg and Circular 26/2014/TT-BKHCN demand; the rest follows the standard
or good practice, and what no law states is said (`note_unconfirmed`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from qlcl.duties.enums import Audience, DayOffKind, Trigger, Unit
from qlcl.duties.public_holidays import days
from qlcl.kernel.actors import Role

FIRST_YEAR, LAST_YEAR = 2018, 2030
#: The last year whose days off were announced when this version was made.
ANNOUNCED_UNTIL = 2026
#: Since when the first versions of the rules hold.
RULES_SINCE = date(2015, 1, 1)

LADDERS: dict[str, tuple[str, tuple[tuple[int, Audience], ...]]] = {
    "statutory": (
        "Việc do pháp luật quy định",
        (
            (-10, Audience.OWNER),
            (1, Audience.OWNER_SECRETARY),
            (5, Audience.HEAD),
            (15, Audience.PROVINCE),
            (30, Audience.REPORT),
        ),
    ),
    "ordinary": (
        "Việc thường",
        (
            (-5, Audience.OWNER),
            (1, Audience.OWNER_SECRETARY),
            (10, Audience.HEAD),
            (30, Audience.PROVINCE),
            (60, Audience.REPORT),
        ),
    ),
    "findings": (  # not named by the report of the year: the synthesis of inspections tells of every finding
        "Khắc phục điểm không phù hợp",
        (
            (-5, Audience.OWNER),
            (1, Audience.OWNER_SECRETARY),
            (10, Audience.HEAD),
            (30, Audience.PROVINCE),
        ),
    ),
    "short": (
        "Việc có hạn ngắn",
        (
            (-2, Audience.OWNER),
            (1, Audience.OWNER_SECRETARY),
            (5, Audience.HEAD),
            (10, Audience.PROVINCE),
            (30, Audience.REPORT),
        ),
    ),
}

_QD19 = "Quyết định 19/2014/QĐ-TTg, Điều "
_TT26 = "Thông tư 26/2014/TT-BKHCN, Điều "
_TCVN = "TCVN ISO 9001:2015, điều "
_NO_TERM = "Văn bản không ấn định số ngày; hạn này do tỉnh đặt."
_NO_DAY = "Văn bản không ấn định ngày trong năm; hạn này do tỉnh đặt."


def _yearly(
    code: str, column: str, label: str, act: str, due: tuple[int, int], basis: str, **more: Any
) -> dict[str, Any]:
    month, day = due
    common = {"trigger": Trigger.YEARLY, "unit": Unit.FIXED, "due_month": month, "due_day": day}
    return _rule(code, column, label, act, legal_basis=basis, **common, **more)


def _event(
    code: str, column: str, label: str, act: str, start: str, term: tuple[int, Unit], basis: str, **more: Any
) -> dict[str, Any]:
    amount, unit = term
    common = {"trigger": Trigger.EVENT, "start_act": start, "amount": amount, "unit": unit}
    return _rule(code, column, label, act, legal_basis=basis, **common, **more)


def _rule(code: str, column: str, label: str, act: str, **more: Any) -> dict[str, Any]:
    statutory = bool(more.get("statutory"))
    return {
        "code": code,
        "column": column,
        "label": label,
        "act": act,
        "role": Role.ISO_SECRETARY,
        "ladder_code": "statutory" if statutory else "ordinary",
    } | more


_OFFICER = {"role": Role.PROVINCIAL_OFFICER}
_UNCHANGED = {"may_confirm_unchanged": True}

_YEARLY = (
    _yearly("file_list", "Danh mục hồ sơ", "Lập danh mục hồ sơ của năm", "records.file_list", (1, 31),
            "Nghị định 30/2020/NĐ-CP, Điều 28", note_unconfirmed=_NO_DAY),
    _yearly("targets", "Mục tiêu", "Đặt mục tiêu chất lượng của năm", "objectives.set_targets", (3, 31),
            _TCVN + "6.2", note_unconfirmed=_NO_DAY),
    _yearly("training_plan", "Kế hoạch đào tạo", "Lập kế hoạch đào tạo của năm", "training.yearly_plan", (3, 31),
            _TCVN + "7.2", note_unconfirmed=_NO_DAY),
    _yearly("audit_plan", "Kế hoạch đánh giá", "Lập chương trình đánh giá nội bộ của năm", "audits.yearly_plan",
            (3, 31), _TCVN + "9.2.2", note_unconfirmed=_NO_DAY),
    _yearly("risks", "Rủi ro", "Rà soát rủi ro và cơ hội", "risks.review_risks", (3, 31), _TCVN + "6.1",
            note_unconfirmed=_NO_DAY, **_UNCHANGED),
    _yearly("briefing", "Phổ biến", "Phổ biến, hướng dẫn áp dụng đến công chức trong phạm vi", "training.brief_staff",
            (6, 30), _TT26 + "36 khoản 1 điểm b", note_unconfirmed=_NO_DAY),
    _yearly("procedure_list", "Danh mục TTHC", "Rà soát danh mục thủ tục hành chính trong phạm vi",
            "procedures.review_list", (6, 30), _QD19 + "3 khoản 1", note_unconfirmed=_NO_DAY, **_UNCHANGED),
    _yearly("legal_texts", "Văn bản pháp luật", "Rà soát văn bản pháp luật áp dụng", "procedures.review_legal_texts",
            (6, 30), _QD19 + "4 khoản 4 điểm a", note_unconfirmed=_NO_DAY, **_UNCHANGED),
    _yearly("documents", "Tài liệu", "Rà soát tài liệu của hệ thống", "documents.review_documents", (9, 30),
            _TCVN + "7.5", note_unconfirmed=_NO_DAY, **_UNCHANGED),
    _yearly("survey", "Khảo sát", "Khảo sát sự hài lòng của tổ chức, cá nhân", "feedback.satisfaction_survey",
            (10, 31), _TCVN + "9.1.2", note_unconfirmed=_NO_DAY),
    _yearly("file_report", "Báo cáo kiểm tra", "Gửi báo cáo, hồ sơ phục vụ kiểm tra của năm",
            "inspections.file_report", (10, 31), _TT26 + "33 khoản 2", bound_only=True,
            note_unconfirmed="Hạn do văn bản yêu cầu báo cáo ấn định; ngày này do tỉnh đặt."),
    _yearly("internal_audit", "Đánh giá nội bộ", "Đánh giá nội bộ ít nhất một lần trong năm",
            "audits.internal_audit", (12, 31), _QD19 + "4 khoản 4 điểm b", statutory=True),
    _yearly("management_review", "Xem xét lãnh đạo", "Xem xét của lãnh đạo ít nhất một lần trong năm",
            "reviews.management_review", (12, 31), _QD19 + "4 khoản 4 điểm b", statutory=True, role=Role.HEAD),
    _yearly("evaluation", "Đánh giá mục tiêu", "Đánh giá việc thực hiện mục tiêu chất lượng",
            "objectives.evaluate_targets", (12, 31), _TCVN + "9.1.3", note_unconfirmed=_NO_DAY),
    _yearly("hand_over", "Nộp lưu hồ sơ", "Nộp lưu hồ sơ, tài liệu đến hạn vào lưu trữ cơ quan",
            "records.hand_over", (12, 31), "Nghị định 30/2020/NĐ-CP, Điều 30", note_unconfirmed=_NO_DAY),
    _yearly("inspection_plan", "Kế hoạch kiểm tra", "Trình duyệt kế hoạch kiểm tra của năm",
            "inspections.approve_plan", (3, 31), _TT26 + "34", statutory=True, note_unconfirmed=_NO_DAY, **_OFFICER),
    _yearly("synthesis", "Tổng hợp kiểm tra", "Tổng hợp kết quả kiểm tra, kiến nghị Ủy ban nhân dân tỉnh",
            "inspections.synthesis", (11, 30), _TT26 + "38", statutory=True, **_OFFICER),
    _yearly("all_inspected", "Kiểm tra đủ", "Kiểm tra mọi cơ quan bắt buộc, ít nhất qua hồ sơ; một phần ba tại trụ sở",
            "inspections.complete_year", (12, 31), _TT26 + "33 khoản 2", statutory=True, **_OFFICER),
    _yearly("status_report", "Báo cáo tình hình", "Báo cáo tình hình xây dựng và áp dụng hệ thống quản lý chất lượng",
            "reports.status_report", (12, 31),
            "Quyết định 19/2014/QĐ-TTg, Điều 12 khoản 6; Thông tư 26/2014/TT-BKHCN, Điều 42 khoản 4",
            statutory=True, **_OFFICER),
)  # fmt: skip

_NOTICES = (
    ("notify_department", "Thông báo", "Thông báo bằng văn bản cho cơ quan chủ trì"),
    ("post_at_office", "Niêm yết", "Niêm yết tại trụ sở"),
    ("publish_on_web", "Đăng web", "Đăng trên trang thông tin điện tử"),
)


def _notices() -> Iterator[dict[str, Any]]:
    """Both declaring and declaring again open the three notices."""
    for start, suffix in (("conformity.issue_declaration", ""), ("conformity.redeclare", "_again")):
        for code, column, label in _NOTICES:
            yield _event(
                f"{code}{suffix}", column, label, f"conformity.{code}", start, (15, Unit.DAYS), _QD19 + "4 khoản 3",
                statutory=True, ladder_code="short",
                note_unconfirmed="Việc do pháp luật quy định; văn bản không ấn định số ngày, hạn này do tỉnh đặt.",
            )  # fmt: skip


_EVENTS = (
    *_notices(),
    _event("redeclare", "Công bố lại", "Công bố lại khi điều chỉnh, mở rộng hoặc thu hẹp phạm vi",
           "conformity.redeclare", "conformity.define_scope", (30, Unit.DAYS), _QD19 + "4 khoản 4 điểm c",
           statutory=True, role=Role.HEAD, note_unconfirmed=_NO_TERM),
    _event("legal_update", "Cập nhật pháp luật", "Cập nhật thay đổi của văn bản quy phạm pháp luật vào hệ thống",
           "procedures.legal_update", "procedures.record_legal_change", (3, Unit.MONTHS),
           _QD19 + "4 khoản 4 điểm a", statutory=True),
    _event("corrective_report", "Báo cáo khắc phục", "Báo cáo khắc phục sau kiểm tra", "inspections.corrective_report",
           "inspections.sign_minutes", (2, Unit.MONTHS), _TT26 + "37 khoản 2 điểm c", statutory=True),
    _event("public_list", "Danh mục TTHC", "Cập nhật danh mục thủ tục hành chính trên trang thông tin của tỉnh",
           "procedures.update_list", "procedures.announce_changes", (5, Unit.WORKING_DAYS),
           _TT26 + "4 khoản 2, 3", statutory=True, ladder_code="short", **_OFFICER),
)  # fmt: skip


@cache
def rule_rows() -> tuple[dict[str, Any], ...]:
    """The first version of every rule, in order, as values of its fields."""
    rows = (*_YEARLY, *_EVENTS)
    return tuple(row | {"sequence": n * 10, "valid_from": RULES_SINCE} for n, row in enumerate(rows, start=1))


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day off, or a weekend day worked, of the whole country."""

    day: date
    kind: DayOffKind
    label: str
    basis: str
    confirmed: bool


_LABOUR_CODE = "Bộ luật Lao động 2019, Điều 112"
_ANNOUNCED = "Thông báo lịch nghỉ, hoán đổi ngày làm việc hằng năm"
#: Fixed by law to a day of the calendar, whatever is announced for the year.
_FIXED = ((1, 1), (4, 30), (5, 1), (9, 2))
_CULTURE_DAY = (11, 24)


@cache
def day_rows() -> tuple[DayRow, ...]:
    """The days of the country from `FIRST_YEAR` to `LAST_YEAR`.

    Confirmed is what the law fixes or was announced by `ANNOUNCED_UNTIL`; 24 November, a day off since 2026 by the
    library `holidays`, stays to be confirmed.
    """
    worked = "Làm bù ngày nghỉ hoán đổi"
    return tuple(
        _day_row(day, label) if label else DayRow(day, DayOffKind.SWAPPED_WORKING, worked, _ANNOUNCED, True)
        for day, label in days()
    )


def _day_row(day: date, label: str) -> DayRow:
    kind, basis = DayOffKind.HOLIDAY, _LABOUR_CODE
    if "(nghỉ bù)" in label:
        kind, basis = DayOffKind.SUBSTITUTED, f"{_LABOUR_CODE} khoản 3"
    elif "thay cho" in label:
        kind, basis = DayOffKind.SWAPPED_OFF, _ANNOUNCED
    culture = (day.month, day.day) == _CULTURE_DAY or "Văn hóa" in label
    settled = day.year <= ANNOUNCED_UNTIL or (day.month, day.day) in _FIXED
    return DayRow(day, kind, label, "" if culture else basis, settled and not culture)
