"""What the papers that follow an inspection are made of: the report, the letter that refuses it, the reminder."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from qlcl.conformity.drafts import head_named, place_of
from qlcl.duties.queries.due import overseeing_body
from qlcl.inspections.enums import AnswerKind, LineVerdict
from qlcl.inspections.issuing import issuer, split_number, symbol_of_letters
from qlcl.inspections.models import CorrectiveReport, FollowUpLetter, Inspection
from qlcl.inspections.queries.answers import Answer, answers_of
from qlcl.inspections.queries.board import FIXED, STANDINGS
from qlcl.organisations.models import Agency

_COMMITTEE = "Ủy ban nhân dân "


def _split(number: str) -> dict[str, str]:
    """Number and symbol of a paper, where it has them already."""
    first, _, symbol = number.partition("/")
    return {"number": first, "symbol": symbol} if symbol else {"number": "", "symbol": ""}


def _of_agency(agency: Agency, day: date) -> dict[str, Any]:
    post, name = head_named(agency, day)
    committee = agency.name.startswith(_COMMITTEE)
    return {
        "agency_name": agency.name,
        "superior_name": "" if committee or agency.parent is None else agency.parent.name,
        "place": place_of(agency),
        "head_post": post,
        "signer_name": name,
        "collective": "",
    }


def _of_department(province: Agency, day: date) -> dict[str, Any]:
    bare = province.name.removeprefix(_COMMITTEE).removeprefix("tỉnh ").removeprefix("thành phố ")
    return {
        "superior_name": province.name,
        "department_name": overseeing_body(province.pk, day),
        "place": bare,
        "day": day,
    }


def _of_inspection(inspection: Inspection) -> dict[str, Any]:
    return {
        "inspected_on": inspection.inspected_on or "",
        "mode": inspection.get_mode_display().lower(),
        "inspected_by": inspection.inspected_by,
        "signed_on": inspection.minutes_signed_on or inspection.correction_date or "",
        "illustration": inspection.illustration,
    }


def report_context(inspection: Inspection, report: CorrectiveReport | None, day: date) -> dict[str, Any]:
    """The agency's corrective report, sent or as it stands; the fields stand at the head of its template."""
    on = report.sent_on if report and report.sent_on else day
    sent = report.sent_on if report else None
    return {
        **_of_agency(inspection.agency, on),
        **_of_inspection(inspection),
        **_split(report.paper_number if report else ""),
        "dated": sent or "",
        "round": report.number if report else 1,
        "introduction": report.introduction if report else "",
        "department": inspection.inspected_by or overseeing_body(inspection.province_id, on),
        "lines": [_line(n, answer) for n, answer in enumerate(answers_of(inspection, report, reading=True), 1)],
    }


def _line(number: int, answer: Answer) -> dict[str, Any]:
    proofs = [str(proof) for proof in answer.proofs] or [str(proof) for proof in answer.known if proof.action_id]
    return {
        "number": number,
        "statement": answer.finding.statement,
        "place": answer.finding.place,
        "cause": answer.cause or answer.finding.cause,
        "kind": AnswerKind(answer.kind).label if answer.kind else "",
        "text": answer.text.replace("\n", " "),
        "done_on": answer.done_on or "",
        "proofs": "; ".join(proofs),
    }


def refusal_context(report: CorrectiveReport) -> dict[str, Any]:
    """The letter that a report is not accepted; the fields stand at the head of its template."""
    inspection = report.inspection
    on = report.answered_on or report.due_on
    unit, (number, symbol) = issuer(inspection, on), split_number(report.letter_number)
    lines = report.lines.filter(verdict=LineVerdict.REFUSED).select_related("nonconformity").order_by("pk")
    return {
        **unit,
        **_of_inspection(inspection),
        "day": on,
        "number": number,
        "symbol": symbol or symbol_of_letters(unit["department_name"]),
        "recipient": inspection.agency.name,
        "report_number": report.paper_number,
        "sent_on": report.sent_on or "",
        "reason": report.refusal if not lines else "",
        "new_due_on": report.new_due_on or "",
        "lines": [
            {"number": n, "statement": line.nonconformity.statement, "text": line.text, "why": line.verdict_note}
            for n, line in enumerate(lines, 1)
        ],
    }


def letter_context(letter: FollowUpLetter) -> dict[str, Any]:
    """The letter that reminds of open findings; the fields stand at the head of its template."""
    lines = letter.lines.select_related("nonconformity__clause", "agency")
    recipients: dict[int, dict[str, Any]] = {}
    ordered = lines.order_by("agency__name_sort", "agency_id", "due_on", "pk")
    for number, line in enumerate(ordered, start=1):
        of_agency = recipients.setdefault(line.agency_id, {"name": line.agency.short_name, "works": []})
        of_agency["works"].append(
            {
                "number": number,
                "label": line.nonconformity.statement,
                "place": line.nonconformity.place,
                "due_on": line.due_on,
                "days_late": 0 if line.said == STANDINGS[FIXED] else max((letter.on - line.due_on).days, 0),
                "said": line.said,
            }
        )
    return {
        **_of_department(letter.province, letter.on),
        "deadline": letter.deadline,
        "illustration": letter.illustration,
        "recipients": list(recipients.values()),
    }


def sample_report() -> dict[str, Any]:
    """A context to try templates on."""
    return {
        "agency_name": "Ủy ban nhân dân xã Phước Vinh",
        "superior_name": "",
        "place": "Phước Vinh",
        "head_post": "Chủ tịch",
        "signer_name": "Nguyễn Văn An",
        "collective": "",
        "inspected_on": date(2021, 3, 15),
        "mode": "tại trụ sở",
        "inspected_by": "Chi cục Tiêu chuẩn Đo lường Chất lượng",
        "signed_on": date(2021, 3, 15),
        "illustration": True,
        "number": "",
        "symbol": "",
        "dated": "",
        "round": 1,
        "introduction": "",
        "department": "Sở Khoa học và Công nghệ",
        "lines": _sample_lines(),
    }


def _sample_lines() -> Sequence[dict[str, Any]]:
    return [
        {"number": 1, "statement": "Chưa xem xét của lãnh đạo năm 2020", "place": "nội dung 1đ",
         "cause": "Không phân công người theo dõi", "kind": "Đã khắc phục", "text": "Đã họp xem xét ngày 02/4/2021",
         "done_on": date(2021, 4, 2), "proofs": "Biên bản số 12/BB-UBND"},
        {"number": 2, "statement": "Danh mục thủ tục chưa cập nhật", "place": "nội dung 2d", "cause": "",
         "kind": "Đề xuất biện pháp", "text": "Rà soát, cập nhật danh mục", "done_on": date(2021, 6, 30),
         "proofs": ""},
    ]  # fmt: skip


def sample_refusal() -> dict[str, Any]:
    """A context to try templates on."""
    return {
        **_sample_department(),
        "head_post": "Giám đốc",
        "inspected_on": date(2021, 3, 15),
        "mode": "tại trụ sở",
        "inspected_by": "Chi cục Tiêu chuẩn Đo lường Chất lượng",
        "signed_on": date(2021, 3, 15),
        "illustration": True,
        "number": "",
        "symbol": "SKHCN-TĐC",
        "recipient": "Ủy ban nhân dân xã Phước Vinh",
        "report_number": "25/BC-UBND",
        "sent_on": date(2021, 5, 10),
        "reason": "",
        "new_due_on": date(2021, 6, 21),
        "lines": [
            {"number": 1, "statement": "Danh mục thủ tục chưa cập nhật", "text": "Sẽ rà soát",
             "why": "Chưa nêu thời hạn và người thực hiện"},
        ],
    }  # fmt: skip


def sample_letter() -> dict[str, Any]:
    """A context to try templates on."""
    late = {"number": 1, "label": "Chưa xem xét của lãnh đạo năm 2020", "place": "nội dung 1đ",
            "due_on": date(2021, 5, 15), "days_late": 30, "said": "Quá hạn báo cáo"}  # fmt: skip
    return {
        **_sample_department(),
        "deadline": date(2021, 6, 30),
        "illustration": True,
        "recipients": [
            {"name": "UBND xã Phước Vinh", "works": [late]},
            {"name": "UBND huyện Tân Biên", "works": [late | {"number": 2, "said": "Chưa được chấp nhận"}]},
        ],
    }


def _sample_department() -> dict[str, Any]:
    return {
        "superior_name": "Ủy ban nhân dân tỉnh Tây Ninh",
        "department_name": "Sở Khoa học và Công nghệ",
        "place": "Tây Ninh",
        "day": date(2021, 6, 14),
    }
