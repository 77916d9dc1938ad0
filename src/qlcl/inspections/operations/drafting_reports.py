"""The agency drafts its corrective report line by line; parts that sending it needs too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.corrective.operations.act import Evidence
from qlcl.inspections.enums import AnswerKind, ReportState, Status
from qlcl.inspections.models import CorrectiveReport, Inspection, ReportEvidence, ReportLine
from qlcl.inspections.operations.recording_cases import locked_case, record_case
from qlcl.inspections.policies import can_answer
from qlcl.inspections.queries.answers import Answer, answers_of, latest_report
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.text import clean, nfc
from qlcl.kernel.workflow import WrongState

NOT_YOURS = "Chỉ thủ trưởng, phó thủ trưởng hoặc thư ký ISO của cơ quan được kiểm tra lập báo cáo khắc phục."
#: The inspection waits for a report, or for another one.
AWAITING = (Status.SIGNED, Status.REFUSED)


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What is typed about one finding; evidence is added to what the line has already."""

    nonconformity_id: int
    kind: str = ""
    text: str = ""
    done_on: date | None = None
    cause: str = ""
    evidence: Sequence[Evidence] = ()


@transaction.atomic
def save_answers(
    *,
    actor: Actor,
    inspection_id: int,
    answers: Sequence[LineAnswer],
    on: date,
    at: datetime,
    introduction: str | None = None,
    paper_number: str | None = None,
    seen: int | None = None,
) -> CorrectiveReport:
    """Keeps what is answered so far (Circular 26/2014, art. 37.2c); nothing is checked for being whole.

    Raises `Unseen`, `Forbidden`, `Stale`, `report_locked`, `unknown_finding`, `kind_unknown`.
    """
    inspection = case_to_answer(actor, inspection_id, seen)
    report = draft_of(inspection)
    if introduction is not None:
        report.introduction = nfc(introduction).strip()
    if paper_number is not None:
        report.paper_number = clean(paper_number)[:80]
    report.save()
    lines, proofs = write_lines(report, answers, answers_of(inspection, report), actor, on)
    files = [proof.file for proof in proofs if proof.file]
    record_case(
        inspection=inspection, act="inspections.draft_report", actor=actor, on=on, at=at,
        summary=f"Soạn báo cáo khắc phục lần {report.number}: {len(lines)} điểm",
        changed=[report, *lines, *proofs, *files],
    )  # fmt: skip
    return report


@transaction.atomic
def remove_proof(*, actor: Actor, inspection_id: int, proof_id: int, on: date, at: datetime) -> ReportEvidence:
    """Takes evidence off a line that is not sent yet. Raises `Unseen`, `Forbidden`, `report_locked`."""
    inspection = case_to_answer(actor, inspection_id)
    rows = ReportEvidence.objects.filter(line__report__inspection=inspection, removed_on__isnull=True)
    proof = rows.select_related("line__report", "file").filter(pk=proof_id).first()
    if proof is None:
        raise Unseen
    if proof.line.report.state != ReportState.DRAFT:
        raise DomainError("report_locked", "Báo cáo này đã gửi; bằng chứng kèm theo không bỏ được nữa.")
    proof.removed_on = on
    proof.save(update_fields=["removed_on"])
    record_case(
        inspection=inspection, act="inspections.draft_report", summary=f"Bỏ bằng chứng khỏi báo cáo khắc phục: {proof}",
        actor=actor, on=on, at=at, changed=[proof],
    )  # fmt: skip
    return proof


def case_to_answer(actor: Actor, inspection_id: int, seen: int | None = None) -> Inspection:
    """The inspection, locked, whose report the actor may write now; `seen` is the last event his form knew."""
    inspection = locked_case(actor, inspection_id)
    if not can_answer(actor, inspection):
        raise Forbidden(NOT_YOURS)
    if inspection.status not in AWAITING:
        state = inspection.get_status_display().lower()
        raise WrongState("report_locked", f"Chưa hoặc không còn sửa được báo cáo khắc phục: cuộc kiểm tra {state}.")
    history.refuse_touched(inspection.reports.all(), seen)
    return inspection


def draft_of(inspection: Inspection) -> CorrectiveReport:
    """The draft under way, else a new one: due on the first date, after a refusal on the new one."""
    last = latest_report(inspection)
    if last is not None and last.state == ReportState.DRAFT:
        return last
    first_due = inspection.report_due_on or inspection.minutes_signed_on or inspection.concluded_on
    due_on = last.new_due_on if last is not None else first_due
    if due_on is None:
        raise DomainError("no_due_day", "Cuộc kiểm tra chưa có hạn báo cáo khắc phục.")
    return CorrectiveReport.objects.create(
        inspection=inspection,
        number=last.number + 1 if last is not None else 1,
        due_on=due_on,
        illustration=inspection.illustration,
    )


def write_lines(
    report: CorrectiveReport, typed: Sequence[LineAnswer], known: Sequence[Answer], actor: Actor, on: date
) -> tuple[list[ReportLine], list[ReportEvidence]]:
    """Writes the lines typed, with their new evidence. Raises `unknown_finding`, `kind_unknown`."""
    by_finding = {answer.finding.pk: answer for answer in known}
    lines, proofs = [], []
    for item in typed:
        answer = by_finding.get(item.nonconformity_id)
        if answer is None:
            raise DomainError("unknown_finding", "Điểm này không thuộc cuộc kiểm tra; hãy tải lại trang.")
        if item.kind not in {"", *AnswerKind.values}:
            raise DomainError("kind_unknown", "Hãy chọn đã khắc phục, hoặc đề xuất biện pháp.", field="kind")
        line = answer.line or ReportLine(report=report, nonconformity=answer.finding)
        line.kind, line.text, line.done_on = item.kind, nfc(item.text).strip(), item.done_on
        line.cause = nfc(item.cause).strip()
        line.save()
        lines.append(line)
        proofs += [_proof(line, evidence, actor, on) for evidence in item.evidence]
    return lines, proofs


def _proof(line: ReportLine, evidence: Evidence, actor: Actor, on: date) -> ReportEvidence:
    ref = evidence.ref
    return ReportEvidence.objects.create(
        line=line, file=evidence.file, ref_kind=ref.kind if ref else "", ref_id=ref.id if ref else 0,
        ref_label=(ref.label if ref else clean(evidence.note))[:300], added_by=actor.name[:200], added_on=on,
    )  # fmt: skip
