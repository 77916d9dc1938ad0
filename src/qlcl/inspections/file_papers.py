"""What the letters of an inspection by file are made of; their fields stand at the heads of the templates."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from qlcl.duties.queries.due import overseeing_body
from qlcl.inspections.by_file import Asked, is_paper
from qlcl.inspections.issuing import issuer, split_number, symbol_of_letters
from qlcl.inspections.models import Inspection

REQUEST, CORRECTION, REMINDER = (
    f"inspections.{name}_letter" for name in ("request", "correction", "reminder")
)  # fmt: skip


def request_context(
    inspections: Sequence[Inspection], asked: Sequence[Asked], due_on: date, day: date
) -> dict[str, Any]:
    """The letter that asks one agency, or several at once, for their files; numbered once it was recorded."""
    first = inspections[0]
    plan = first.plan_line.plan if first.plan_line else None
    approved = f"Kế hoạch kiểm tra năm {plan.year} (Quyết định số {plan.number})" if plan and plan.number else ""
    return {
        **_of_unit(first, day, any(i.illustration for i in inspections), first.decision_number),
        "due_on": due_on,
        "recipients": [i.agency.short_name for i in inspections],
        "questions": [{"code": a.code, "text": a.requirement} for a in asked if not is_paper(a.code)],
        "papers": [{"code": a.code, "text": a.requirement} for a in asked if is_paper(a.code)],
        "unit": first.inspected_by or "đơn vị kiểm tra",
        "plan": approved or first.order,
        "signed_on": first.decision_date or "",
    }


def correction_context(
    inspection: Inspection, lines: Sequence[tuple[str, str, str]], due_on: date, sent_on: date | None, *,
    returned: bool, day: date,
) -> dict[str, Any]:  # fmt: skip
    """The letter about what was examined: `lines` are (code, requirement, what is to be added or cured)."""
    named = [
        {"number": n, "code": code, "requirement": requirement, "reason": reason}
        for n, (code, requirement, reason) in enumerate(lines, start=1)
    ]
    number, dated = ("", "") if returned else (inspection.correction_number, inspection.correction_date or "")
    return {
        **_of_unit(inspection, day, inspection.illustration, number),
        "signed_on": dated,
        "name": inspection.agency.short_name,
        "returned": returned,
        "due_on": due_on,
        "sent_on": sent_on or "",
        "asked_by": asked_by(inspection),
        "lines": named,
    }


def reminder_context(late: Sequence[Inspection], deadline: date, day: date) -> dict[str, Any]:
    """The letter to those whose files are overdue."""
    named = [
        {
            "number": n, "name": i.agency.short_name, "asked_by": asked_by(i), "due_on": i.file_due_on,
            "days_late": (day - i.file_due_on).days if i.file_due_on else 0,
        }
        for n, i in enumerate(late, start=1)
    ]  # fmt: skip
    context = _head(late[0], day, any(i.illustration for i in late))
    return {**context, "day": day, "deadline": deadline, "recipients": named}


def asked_by(inspection: Inspection) -> str:
    """The letter that asked for the file, as papers cite it."""
    if not inspection.decision_number or inspection.decision_date is None:
        return ""
    return f"Công văn số {inspection.decision_number} ngày {inspection.decision_date:%d/%m/%Y}"


def year_of(inspection: Inspection, day: date) -> int:
    """The year an inspection belongs to: of its plan, else of its letter or of the days planned."""
    if inspection.plan_line:
        return inspection.plan_line.plan.year
    return (inspection.decision_date or inspection.planned_from or day).year


def _of_unit(inspection: Inspection, day: date, illustration: bool, number: str) -> dict[str, Any]:
    """The head of a letter of the unit that inspects; the number stands once it was recorded."""
    unit = issuer(inspection, day)
    bare, symbol = split_number(number)
    return {
        **unit,
        "symbol": symbol or symbol_of_letters(unit["department_name"]),
        "number": bare,
        "year": year_of(inspection, day),
        "illustration": illustration,
    }


def _head(inspection: Inspection, day: date, illustration: bool) -> dict[str, Any]:
    province = inspection.province.name
    return {
        "superior_name": province,
        "department_name": overseeing_body(inspection.province_id, day),
        "place": province.removeprefix("Ủy ban nhân dân ").removeprefix("tỉnh ").removeprefix("thành phố "),
        "year": year_of(inspection, day),
        "illustration": illustration,
    }


_SAMPLE: dict[str, Any] = {
    "superior_name": "Ủy ban nhân dân tỉnh Tây Ninh",
    "department_name": "Sở Khoa học và Công nghệ",
    "place": "Tây Ninh",
    "year": 2021,
    "illustration": True,
    "number": "",
    "symbol": "SKHCN-TĐC",
    "province_name": "Ủy ban nhân dân tỉnh Tây Ninh",
    "head_post": "Giám đốc",
}


def sample_request() -> dict[str, Any]:
    """A context to try templates on."""
    return _SAMPLE | {
        "due_on": date(2021, 9, 21),
        "recipients": ["UBND xã Phước Vinh", "UBND huyện Tân Biên"],
        "questions": [
            {
                "code": "1a",
                "text": "Phạm vi áp dụng có bao gồm toàn bộ hoạt động liên quan đến thủ tục hành chính không?",
            },
            {"code": "2b", "text": "Người đứng đầu đã xác nhận hiệu lực của hệ thống trước khi công bố chưa?"},
        ],
        "papers": [{"code": "TL1", "text": "Báo cáo xây dựng, áp dụng hệ thống quản lý chất lượng"}],
        "unit": "Chi cục Tiêu chuẩn Đo lường Chất lượng",
        "plan": "Kế hoạch kiểm tra năm 2021",
        "signed_on": "",
    }


def sample_correction() -> dict[str, Any]:
    """A context to try templates on."""
    line = {
        "number": 1, "code": "2c",
        "requirement": "Cơ quan đã công bố, thông báo, niêm yết và đăng trang thông tin điện tử chưa?",
        "reason": "Chưa đăng trang thông tin điện tử.",
    }  # fmt: skip
    return _SAMPLE | {
        "name": "UBND xã Phước Vinh",
        "returned": False,
        "due_on": date(2021, 10, 29),
        "sent_on": date(2021, 9, 20),
        "asked_by": "Công văn số 12/SKHCN-TĐC ngày 01/09/2021",
        "lines": [line],
    }


def sample_reminder() -> dict[str, Any]:
    """A context to try templates on."""
    late = {
        "number": 1, "name": "UBND xã Phước Vinh", "asked_by": "Công văn số 12/SKHCN-TĐC ngày 01/09/2021",
        "due_on": date(2021, 9, 21), "days_late": 9,
    }  # fmt: skip
    return _SAMPLE | {"day": date(2021, 9, 30), "deadline": date(2021, 10, 15), "recipients": [late]}
