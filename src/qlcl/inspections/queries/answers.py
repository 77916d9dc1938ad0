"""What an agency answers to each finding of an inspection: typed, or known already from what it did about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from qlcl.corrective.enums import State
from qlcl.corrective.models import ActionEvidence, CorrectiveAction, Nonconformity
from qlcl.inspections.enums import AnswerKind, LineVerdict, ReportState
from qlcl.inspections.models import CorrectiveReport, Inspection, ReportEvidence, ReportLine


@dataclass(slots=True)
class Answer:
    """The answer to one finding as it stands: its saved line, else the line of the report before, else what is known.

    `proofs` came with this line, `known` are those that the finding's own record holds.
    """

    finding: Nonconformity
    line: ReportLine | None = None
    before: ReportLine | None = None
    kind: str = ""
    text: str = ""
    done_on: date | None = None
    cause: str = ""
    proofs: list[ReportEvidence] = field(default_factory=list)
    known: list[ActionEvidence] = field(default_factory=list)
    undone: list[CorrectiveAction] = field(default_factory=list)
    done: list[CorrectiveAction] = field(default_factory=list)

    @property
    def prefilled(self) -> bool:
        """Nobody has saved it yet; it says what is known."""
        return self.line is None and bool(self.kind)

    @property
    def proven(self) -> bool:
        """Something proves what was done."""
        if self.undone and not self.proofs:
            return False
        return bool(self.proofs or any(item.action_id for item in self.known))

    def missing(self, day: date) -> list[str]:
        """What it lacks before it can be sent on `day`, as plain sentences; an ended finding lacks nothing."""
        if not self.finding.is_live:
            return []
        if self.kind not in AnswerKind.values:
            return ["Chưa chọn: đã khắc phục, hay đề xuất biện pháp."]
        done = self.kind == AnswerKind.DONE
        lacking = [] if self.text else ["Chưa ghi đã làm gì." if done else "Chưa ghi biện pháp đề xuất."]
        lacking += self._missing_of_done(day) if done else self._missing_of_proposed(day)
        return lacking

    def _missing_of_done(self, day: date) -> list[str]:
        lacking = (
            [] if self.cause or self.finding.cause else ["Chưa ghi nguyên nhân; thiếu nguyên nhân thì không khép."]
        )
        if not self.proven:
            lacking.append("Chưa có bằng chứng: đính kèm tệp, hoặc ghi số, ký hiệu văn bản.")
        if self.done_on is None:
            return [*lacking, "Chưa ghi ngày xong."]
        if self.done_on > day:
            lacking.append("Ngày xong ở tương lai; việc chưa xong thì chọn đề xuất biện pháp.")
        begun = [self.finding.raised_on, *(action.planned_on for action in self.undone)]
        if self.done_on < max(begun):
            lacking.append(f"Ngày xong phải từ {max(begun):%d/%m/%Y}, ngày phát hiện hoặc ngày định hành động.")
        return lacking

    def _missing_of_proposed(self, day: date) -> list[str]:
        if self.done_on is None:
            return ["Chưa ghi ngày dự kiến xong."]
        return ["Ngày dự kiến xong đã qua."] if self.done_on < day else []


def latest_report(inspection: Inspection) -> CorrectiveReport | None:
    """The last of its corrective reports, sent or not."""
    return inspection.reports.order_by("-number").first()


def _findings(inspection: Inspection, *, acted: bool) -> list[Nonconformity]:
    """What the inspection found, those taken back left out; with evidence, and with actions where asked."""
    rows = Nonconformity.objects.of_source("inspection", inspection.pk).exclude(state=State.WITHDRAWN)
    evidence = Prefetch("evidence", ActionEvidence.objects.select_related("file").order_by("pk"))
    rows = rows.select_related("clause").prefetch_related(evidence, *(["actions"] if acted else []))
    return list(rows.order_by("raised_on", "pk"))


def answers_of(inspection: Inspection, report: CorrectiveReport | None, *, reading: bool = False) -> list[Answer]:
    """One answer for each finding: of the report given, sent or a draft; after a refusal those of the next one.

    `reading`: those of the report given, whatever was said of it.
    """
    number = report.number if report is not None and reading else _number(report)
    sent = report is not None and report.state != ReportState.DRAFT and report.number == number
    findings = _findings(inspection, acted=not sent)
    lines = ReportLine.objects.filter(report__inspection=inspection).select_related("report")
    by_report: dict[int, dict[int, ReportLine]] = {}
    proofs = Prefetch("evidence", ReportEvidence.objects.select_related("file").order_by("pk"))
    for line in lines.prefetch_related(proofs).order_by("pk"):
        by_report.setdefault(line.report.number, {})[line.nonconformity_id] = line
    own, earlier = by_report.get(number, {}), by_report.get(number - 1, {})
    shown = [finding for finding in findings if not sent or finding.pk in own]
    return [_answer(finding, own.get(finding.pk), earlier.get(finding.pk), acted=not sent) for finding in shown]


def _number(report: CorrectiveReport | None) -> int:
    """The number of the report that is answered in: after a refusal the next one."""
    if report is None:
        return 1
    return report.number + (report.state == ReportState.REFUSED)


def _answer(finding: Nonconformity, line: ReportLine | None, before: ReportLine | None, *, acted: bool) -> Answer:
    standing = [action for action in finding.actions.all() if action.dropped_on is None] if acted else []
    answer = Answer(
        finding=finding,
        line=line,
        before=before,
        cause=finding.cause,
        known=list(finding.evidence.all()),
        undone=[action for action in standing if action.done_on is None],
        done=[action for action in standing if action.done_on is not None],
    )
    told = line or (before if before and before.verdict != LineVerdict.REFUSED else None)
    if told is not None:
        answer.kind, answer.text, answer.done_on = told.kind, told.text, told.done_on
        answer.cause = told.cause or finding.cause
    else:
        _from_record(answer, before)
    if line is not None:
        answer.proofs = [item for item in line.evidence.all() if item.removed_on is None]
    return answer


def _from_record(answer: Answer, before: ReportLine | None) -> None:
    """What the finding's own record tells: all done with evidence, or what is planned until when."""
    finding = answer.finding
    if finding.state in {State.TO_VERIFY, State.CLOSED} and answer.done:
        answer.kind = AnswerKind.DONE
        answer.text = _said(answer.done)
        answer.done_on = max(action.done_on for action in answer.done if action.done_on)
    elif answer.undone:
        answer.kind = AnswerKind.PROPOSED
        answer.text = _said(answer.undone)
        answer.done_on = max(action.due_on for action in answer.undone)
    elif finding.correction:
        answer.text = finding.correction
    if before is not None and not answer.text:
        answer.kind, answer.text, answer.done_on = before.kind, before.text, before.done_on


def _said(actions: Sequence[CorrectiveAction]) -> str:
    return "\n".join(f"{a.what}. {a.done_note}".strip(". ") + "." if a.done_note else a.what for a in actions)


def missing_of(answers: Sequence[Answer], day: date) -> dict[int, list[str]]:
    """What the report lacks, by the finding's id; empty when it can be sent."""
    found = {answer.finding.pk: answer.missing(day) for answer in answers}
    return {pk: sentences for pk, sentences in found.items() if sentences}
