"""The agency sends its corrective report (Circular 26/2014, art. 37.2c): within two months, done or proposed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.inspections.enums import ReportState
from qlcl.inspections.models import CorrectiveReport, ReportLine
from qlcl.inspections.operations.carrying_answers import carry
from qlcl.inspections.operations.drafting_reports import LineAnswer, case_to_answer, draft_of, write_lines
from qlcl.inspections.operations.recording_cases import record_case, reference
from qlcl.inspections.operations.telling import tell_province
from qlcl.inspections.queries.answers import Answer, answers_of, missing_of
from qlcl.inspections.workflow import CASE
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.text import clean, nfc
from qlcl.kernel.workflow import Incomplete, advance

CORRECTIVE_REPORT = "inspections.corrective_report"


@transaction.atomic
def answer_report(
    *,
    actor: Actor,
    inspection_id: int,
    on: date,
    at: datetime,
    answers: Sequence[LineAnswer] = (),
    introduction: str | None = None,
    paper_number: str | None = None,
    seen: int | None = None,
) -> CorrectiveReport:
    """Sends the report with the answers given, those saved and those that the findings' records tell already.

    What is said to be done or proposed is written into the findings' own records; the duty is closed, on time or
    late. Raises `Unseen`, `Forbidden`, `Stale`, `report_locked`, `incomplete` with every sentence, `nothing_to_answer`.
    """
    inspection = case_to_answer(actor, inspection_id, seen)
    report = draft_of(inspection)
    if introduction is not None:
        report.introduction = nfc(introduction).strip()
    if paper_number is not None:
        report.paper_number = clean(paper_number)[:80]
    write_lines(report, answers, answers_of(inspection, report), actor, on)
    standing = answers_of(inspection, report)
    _require(standing, on)
    lines = [_whole(report, answer) for answer in standing]
    for line, answer in zip(lines, standing, strict=True):
        line.action = carry(answer=answer, actor=actor, on=on, at=at)
        line.save()
    report.state, report.sent_on, report.sent_by = ReportState.SENT, on, actor.name[:200]
    report.save()
    advance(CASE, inspection, "inspections.answer_report", actor=actor)
    inspection.save(update_fields=["status"])
    proofs = [proof for answer in standing for proof in answer.proofs]
    files = [proof.file for proof in proofs if proof.file]
    event = record_case(
        inspection=inspection, act="inspections.answer_report", actor=actor, on=on, at=at,
        summary=f"Gửi báo cáo khắc phục lần {report.number}: {len(lines)} điểm",
        changed=[report, *lines, *proofs, *files], payload={"report": report.number, "due_on": report.due_on},
    )  # fmt: skip
    fact = Fact(inspection.system_id, CORRECTIVE_REPORT, reference(inspection), on, event.pk)
    discharge(facts=[fact], actor=actor, at=at)
    late = "" if report.on_time else f", trễ {(on - report.due_on).days} ngày"
    text = f"{inspection.agency.short_name} gửi báo cáo khắc phục lần {report.number}{late}."
    tell_province(inspection=inspection, text=text, actor=actor, on=on, at=at)
    return report


def _require(answers: Sequence[Answer], on: date) -> None:
    if not answers:
        raise DomainError("nothing_to_answer", "Cuộc kiểm tra không có điểm không phù hợp nào phải báo cáo.")
    missing = missing_of(answers, on)
    if missing:
        by_id = {answer.finding.pk: answer.finding for answer in answers}
        said = [f"{by_id[pk]}: {sentence}" for pk, sentences in missing.items() for sentence in sentences]
        raise Incomplete("incomplete", "Chưa gửi được. " + " ".join(said), extra={"missing": said})


def _whole(report: CorrectiveReport, answer: Answer) -> ReportLine:
    """The line as it is sent, also where nobody saved it."""
    line = answer.line or ReportLine(report=report, nonconformity=answer.finding)
    line.kind, line.text, line.done_on, line.cause = answer.kind, answer.text, answer.done_on, answer.cause
    line.save()
    answer.line = line
    return line
