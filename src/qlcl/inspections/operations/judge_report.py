"""The inspecting unit says of a corrective report, answer by answer: accepted, or not accepted, in writing."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from qlcl.corrective.operations.put_off import put_off
from qlcl.duties.operations.open_duties import open_duties
from qlcl.inspections.enums import AnswerKind, LineVerdict, ReportState, Status
from qlcl.inspections.models import CorrectiveReport, Inspection, ReportLine
from qlcl.inspections.operations.recording_cases import locked_case, record_case
from qlcl.inspections.operations.reporting_term import about_findings, report_duty
from qlcl.inspections.operations.telling import tell_agency
from qlcl.inspections.policies import can_prepare
from qlcl.inspections.queries.answers import latest_report
from qlcl.inspections.workflow import CASE
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import clean, nfc
from qlcl.kernel.workflow import WrongState, advance

NOT_YOURS = "Chỉ cán bộ kiểm tra của tỉnh có ý kiến về báo cáo khắc phục."
#: The finding's id → the verdict and, where it is not accepted, why.
Verdicts = Mapping[int, tuple[str, str]]


@transaction.atomic
def judge_lines(
    *, actor: Actor, inspection_id: int, verdicts: Verdicts, on: date, at: datetime, seen: int | None = None
) -> CorrectiveReport:
    """Keeps what is said of some answers so far.

    Raises `Unseen`, `Forbidden`, `Stale`, `no_report`, `reason_missing`.
    """
    inspection, report = _to_judge(actor, inspection_id, seen)
    lines = _judged(report, verdicts)
    record_case(
        inspection=inspection, act="inspections.judge_report", actor=actor, on=on, at=at,
        summary=f"Xem báo cáo khắc phục lần {report.number}: {len(lines)} điểm", changed=[report, *lines],
    )  # fmt: skip
    return report


@transaction.atomic
def accept_report(
    *, actor: Actor, inspection_id: int, on: date, at: datetime, seen: int | None = None
) -> CorrectiveReport:
    """Accepts the report; what is not judged is accepted with it. No finding is closed: effect is verified later.

    A measure proposed for a day after the finding's date moves that date; the first one stays on record. Circular
    26/2014, art. 37.2. Raises `Unseen`, `Forbidden`, `Stale`, `no_report`, `line_refused`.
    """
    inspection, report = _to_judge(actor, inspection_id, seen)
    lines = list(report.lines.select_related("nonconformity"))
    refused = [line for line in lines if line.verdict == LineVerdict.REFUSED]
    if refused:
        raise DomainError(
            "line_refused", f"Có {len(refused)} điểm chưa được chấp nhận; hãy trả lời chưa chấp nhận bằng văn bản."
        )
    for line in lines:
        line.verdict = LineVerdict.ACCEPTED
        line.save(update_fields=["verdict"])
    report.state, report.answered_on, report.answered_by = ReportState.ACCEPTED, on, actor.name[:200]
    report.save()
    advance(CASE, inspection, "inspections.accept_report", actor=actor)
    inspection.save(update_fields=["status"])
    record_case(
        inspection=inspection, act="inspections.accept_report", actor=actor, on=on, at=at,
        summary=f"Chấp nhận báo cáo khắc phục lần {report.number}", changed=[report, *lines],
        payload={"report": report.number},
    )  # fmt: skip
    dates = {ln.nonconformity_id: ln.done_on for ln in lines if ln.kind == AnswerKind.PROPOSED and ln.done_on}
    basis = f"báo cáo khắc phục lần {report.number} được chấp nhận ngày {on:%d/%m/%Y}"
    put_off(actor=actor, dates=dates, basis=basis, on=on, at=at)
    text = f"Báo cáo khắc phục lần {report.number} được chấp nhận; hiệu quả được xem tại lần kiểm tra sau."
    tell_agency(inspection=inspection, text=text, actor=actor, on=on, at=at)
    return report


@transaction.atomic
def refuse_report(
    *,
    actor: Actor,
    inspection_id: int,
    new_due_on: date,
    on: date,
    at: datetime,
    reason: str = "",
    verdicts: Verdicts | None = None,
    letter_number: str = "",
    seen: int | None = None,
) -> CorrectiveReport:
    """Answers “not accepted” in writing, with the day by which to report again (Circular 26/2014, art. 37.2).

    The first date stays as it was, and whether it was kept; what was not accepted is to be cured by the new one.
    Raises `Unseen`, `Forbidden`, `Stale`, `no_report`, `reason_missing`, `nothing_refused`, `due_passed`.
    """
    inspection, report = _to_judge(actor, inspection_id, seen)
    lines = _judged(report, verdicts or {})
    refused = [line for line in report.lines.select_related("nonconformity") if line.verdict == LineVerdict.REFUSED]
    if not refused and not clean(reason):
        raise DomainError(
            "nothing_refused", "Cần nêu ít nhất một điểm chưa chấp nhận, hoặc lý do chung.", field="reason"
        )
    if new_due_on <= on:
        raise DomainError("due_passed", "Hạn mới phải sau ngày trả lời.", field="new_due_on")
    report.state, report.answered_on, report.answered_by = ReportState.REFUSED, on, actor.name[:200]
    report.refusal = nfc(reason).strip() or "\n".join(f"{line}: {line.verdict_note}" for line in refused)
    report.new_due_on, report.letter_number = new_due_on, clean(letter_number)[:80]
    report.save()
    advance(CASE, inspection, "inspections.refuse_report", actor=actor)
    inspection.save(update_fields=["status"])
    event = record_case(
        inspection=inspection, act="inspections.refuse_report", actor=actor, on=on, at=at,
        summary=f"Chưa chấp nhận báo cáo khắc phục lần {report.number}; báo cáo lại trước {new_due_on:%d/%m/%Y}",
        changed=[report, *lines], payload={"report": report.number, "new_due_on": new_due_on},
    )  # fmt: skip
    again = [line.nonconformity for line in refused or report.lines.select_related("nonconformity__clause")]
    number = f" số {report.letter_number}" if report.letter_number else ""
    basis = f"văn bản{number} chưa chấp nhận báo cáo khắc phục lần {report.number}, ngày {on:%d/%m/%Y}"
    put_off(actor=actor, dates=dict.fromkeys((row.pk for row in again), new_due_on), basis=basis, on=on, at=at)
    about = about_findings(inspection, again)
    spec = report_duty(inspection, new_due_on, about=about, number=report.number + 1)
    open_duties(specs=[spec], actor=actor, on=on, at=at, event=event.pk)
    text = f"Báo cáo khắc phục lần {report.number} chưa được chấp nhận; báo cáo lại trước {new_due_on:%d/%m/%Y}."
    tell_agency(inspection=inspection, text=text, actor=actor, on=on, at=at, page="inspections:report")
    return report


@transaction.atomic
def number_refusal(*, actor: Actor, inspection_id: int, letter_number: str, on: date, at: datetime) -> CorrectiveReport:
    """Writes down the number that the letter of refusal got from the office. Raises `no_report`, `number_missing`."""
    inspection = _to_prepare(actor, inspection_id)
    report = inspection.reports.filter(state=ReportState.REFUSED).order_by("-number").first()
    if report is None:
        raise DomainError("no_report", "Chưa có văn bản chưa chấp nhận nào.")
    if not clean(letter_number):
        raise DomainError("number_missing", "Cần ghi số, ký hiệu văn bản.", field="letter_number")
    report.letter_number = clean(letter_number)[:80]
    report.save(update_fields=["letter_number"])
    record_case(
        inspection=inspection, act="inspections.number_refusal", actor=actor, on=on, at=at,
        summary=f"Ghi số văn bản chưa chấp nhận báo cáo khắc phục: {report.letter_number}", changed=[report],
    )  # fmt: skip
    return report


def _to_prepare(actor: Actor, inspection_id: int) -> Inspection:
    inspection = locked_case(actor, inspection_id)
    if not can_prepare(actor, inspection):
        raise Forbidden(NOT_YOURS)
    return inspection


def _to_judge(actor: Actor, inspection_id: int, seen: int | None) -> tuple[Inspection, CorrectiveReport]:
    inspection = _to_prepare(actor, inspection_id)
    report = latest_report(inspection)
    if report is None or report.state != ReportState.SENT or inspection.status != Status.REPORTED:
        raise WrongState("no_report", "Không có báo cáo khắc phục nào đang chờ ý kiến. Hãy tải lại trang.")
    history.refuse_touched(inspection.reports.all(), seen)
    return inspection, report


def _judged(report: CorrectiveReport, verdicts: Verdicts) -> list[ReportLine]:
    lines = {line.nonconformity_id: line for line in report.lines.select_related("nonconformity")}
    changed = []
    for finding, (verdict, note) in verdicts.items():
        line = lines.get(finding)
        if line is None or verdict not in {"", *LineVerdict.values}:
            raise DomainError("unknown_finding", "Điểm này không có trong báo cáo; hãy tải lại trang.")
        if verdict == LineVerdict.REFUSED and not clean(note):
            raise DomainError("reason_missing", f"Cần ghi vì sao chưa chấp nhận: {line}.")
        line.verdict, line.verdict_note = verdict, clean(note)[:500]
        line.save(update_fields=["verdict", "verdict_note"])
        changed.append(line)
    return changed
