"""What the papers of the duties room are made of."""

from datetime import date
from typing import Any

from qlcl.duties.models import ReminderLetter
from qlcl.duties.queries.due import overseeing_body


def letter_context(letter: ReminderLetter) -> dict[str, Any]:
    """The context of the letter; the fields stand at the head of its template."""
    lines = letter.lines.select_related("duty", "agency").order_by("agency__name_sort", "agency", "due_on", "id")
    recipients: dict[int, dict[str, Any]] = {}
    for number, line in enumerate(lines, start=1):
        of_agency = recipients.setdefault(line.agency_id, {"name": line.agency.short_name, "works": []})
        of_agency["works"].append(
            {
                "number": number,
                "label": line.duty.whole_label,
                "due_on": line.due_on,
                "days_late": (letter.on - line.due_on).days,
                "basis": line.duty.legal_basis,
            }
        )
    province = letter.province.name
    return {
        "superior_name": province,
        "department_name": overseeing_body(letter.province_id, letter.on),
        "place": _place(province),
        "day": letter.on,
        "deadline": letter.deadline,
        "illustration": letter.illustration,
        "recipients": list(recipients.values()),
    }


def _place(province: str) -> str:
    """Where the body dates its letters: the name of the province alone."""
    return province.removeprefix("Ủy ban nhân dân ").removeprefix("tỉnh ").removeprefix("thành phố ")


def sample_letter() -> dict[str, Any]:
    """A context to try templates on."""
    audit = {"number": 1, "label": "Đánh giá nội bộ năm 2021", "due_on": date(2021, 10, 31), "days_late": 30,
             "basis": "Điều 4 Quyết định số 19/2014/QĐ-TTg"}  # fmt: skip
    review = {"number": 2, "label": "Xem xét của lãnh đạo năm 2021", "due_on": date(2021, 11, 15), "days_late": 15,
              "basis": "Điều 4 Quyết định số 19/2014/QĐ-TTg"}  # fmt: skip
    return {
        "superior_name": "Ủy ban nhân dân tỉnh Tây Ninh",
        "department_name": "Sở Khoa học và Công nghệ",
        "place": "Tây Ninh",
        "day": date(2021, 11, 30),
        "deadline": date(2021, 12, 15),
        "illustration": True,
        "recipients": [
            {"name": "UBND xã Phước Vinh", "works": [audit, review]},
            {"name": "UBND huyện Tân Biên", "works": [review | {"number": 3}]},
        ],
    }
