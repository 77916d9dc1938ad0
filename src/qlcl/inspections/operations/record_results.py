"""Records what inspections in the register found, and what the agencies answered, before the product was used."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from django.db import transaction

from qlcl.corrective.enums import State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.record_past import Past, add_to_past, record_past
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.open_by_event import Started, open_by_event
from qlcl.duties.operations.open_duties import open_duties
from qlcl.inspections.enums import AnswerKind, LineVerdict, Mode, ReportState, Status
from qlcl.inspections.models import CorrectiveReport, FileSubmission, Inspection, ReportLine
from qlcl.inspections.operations.recording_cases import reference
from qlcl.inspections.operations.reporting_term import about_findings, due_after_signing, report_duty
from qlcl.inspections.operations.void_inspection import refuse_void
from qlcl.inspections.policies import can_record_inspections
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden

ACT, SIGNED, REPORT = "inspections.record_results", "inspections.sign_minutes", "inspections.corrective_report"
_STATUS = {
    ReportState.SENT: Status.REPORTED,
    ReportState.REFUSED: Status.REFUSED,
    ReportState.ACCEPTED: Status.ACCEPTED,
}
_FIELDS = (
    "status", "file_due_on", "concluded_on", "minutes_signed_on", "correction_date", "report_due_on", "closed_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """What one inspection led to.

    `signed_on`: the minutes, or by file the letter that asks for correction. `answer`: what the unit said of the
    corrective report. `file_*`: the file that an agency inspected by it sent. Findings are new, or on record with
    something to add; `found`: some are on record already.
    """

    inspection: Inspection
    signed_on: date | None = None
    report_due_on: date | None = None
    sent_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    refusal: str = ""
    new_due_on: date | None = None
    file_due_on: date | None = None
    file_sent_on: date | None = None
    file_complete: bool | None = None
    findings: Sequence[Past] = field(default_factory=tuple)
    known: Sequence[tuple[Nonconformity, Past]] = field(default_factory=tuple)
    found: bool = False
    illustration: bool = False

    @property
    def has_findings(self) -> bool:
        """Something was found, now or before."""
        return bool(self.found or self.findings or self.known)


def lacking(result: Result, on: date) -> list[tuple[str, str]]:
    """What such a result lacks: (field, sentence)."""
    return [(name, sentence) for missing, name, sentence in (*_of_report(result, on), *_of_file(result)) if missing]


def _of_report(result: Result, on: date) -> list[tuple[bool, str, str]]:
    """Minutes, corrective report, and what was said of it; days in order."""
    made, signed, sent = result.inspection.inspected_on, result.signed_on, result.sent_on
    answered, refused = result.answered_on, result.answer == ReportState.REFUSED
    return [
        (not _in_order(made, signed, on), "signed_on", "Ngày ký phải từ ngày kiểm tra đến hôm nay."),
        (bool(sent and not signed), "signed_on",
         "Có báo cáo khắc phục thì phải ghi ngày ký biên bản hoặc văn bản đề nghị khắc phục."),
        (bool(sent) and not result.has_findings, "sent_on",
         "Không có điểm không phù hợp thì không có báo cáo khắc phục."),
        (not _in_order(signed, sent, on), "sent_on", "Ngày gửi báo cáo phải từ ngày ký đến hôm nay."),
        (bool(result.answer) and not (sent and answered), "answered_on",
         "Ý kiến về báo cáo phải kèm ngày gửi báo cáo và ngày trả lời."),
        (not _in_order(sent, answered, on), "answered_on", "Ngày trả lời phải từ ngày gửi báo cáo đến hôm nay."),
        (refused and not (result.refusal and result.new_due_on), "refusal",
         "Chưa chấp nhận thì phải ghi vì sao và hạn mới."),
        (not _in_order(answered, result.new_due_on), "new_due_on", "Hạn mới phải từ ngày trả lời trở đi."),
        (not _in_order(signed, result.report_due_on), "report_due_on", "Hạn báo cáo phải từ ngày ký trở đi."),
    ]  # fmt: skip


def _of_file(result: Result) -> list[tuple[bool, str, str]]:
    """The file that an agency sent to be inspected by it."""
    due, sent = result.file_due_on, result.file_sent_on
    return [
        (bool(sent) and result.file_complete is None, "file_complete", "Cần ghi hồ sơ gửi đủ hay thiếu."),
        (bool(sent and not due), "file_due_on", "Có ngày gửi hồ sơ thì phải ghi hạn gửi."),
        (not _in_order(sent, result.inspection.inspected_on), "file_sent_on",
         "Hồ sơ phải gửi trước khi kiểm tra xong."),
        (bool(due or sent) and result.inspection.mode != Mode.BY_FILE, "file_due_on",
         "Chỉ kiểm tra qua hồ sơ mới có hạn và ngày gửi hồ sơ."),
    ]  # fmt: skip


def _in_order(*days: date | None) -> bool:
    """The days known follow each other; judged only where the later one of the first two is known."""
    if len(days) > 1 and days[1] is None:
        return True
    known = [day for day in days if day is not None]
    return known == sorted(known)


@transaction.atomic
def record_results(*, actor: Actor, results: Sequence[Result], on: date, at: datetime, batch: str = "") -> None:
    """Records findings, minutes, files and corrective reports of inspections that stand in the register.

    Circular 26/2014, arts. 36–38. Raises `Forbidden`, and `DomainError` by `lacking`.
    """
    history.lock(*{history.system_chain(result.inspection.system_id) for result in results})
    found = _found(results)
    results = [replace(result, found=result.inspection.pk in found) for result in results]
    for result in results:
        _judge(actor, result, on)
    due_on = cache(due_after_signing)
    for result in results:
        _set(result, due_on)
    rows = [result.inspection for result in results]
    Inspection.objects.bulk_update(rows, _FIELDS, batch_size=200)
    files = _files(results)
    record_past(actor=actor, past=[past for r in results for past in r.findings], on=on, at=at, batch=batch)
    add_to_past(actor=actor, known=[pair for result in results for pair in result.known], on=on, at=at, batch=batch)
    standing = _found(results)
    reports, lines, sent = _reports(results, standing)
    entries = []
    for result in results:
        key = result.inspection.pk
        beside = [*files.get(key, ()), *reports.get(key, ()), *lines.get(key, ())]
        entries.append(_entry(result, on, beside))
    events = [event.pk for event in history.record(actor=actor, at=at, entries=entries, batch=batch)]
    _duties(results, events, standing, sent, actor, on, at)


def _found(results: Sequence[Result]) -> dict[int, list[Nonconformity]]:
    """What is on record of each inspection, by its id."""
    keys = [result.inspection.pk for result in results]
    rows = Nonconformity.objects.filter(source_kind="inspection", source_id__in=keys).exclude(state=State.WITHDRAWN)
    found: dict[int, list[Nonconformity]] = defaultdict(list)
    for row in rows.prefetch_related("actions").order_by("pk"):
        found[row.source_id].append(row)
    return found


def _judge(actor: Actor, result: Result, on: date) -> None:
    if not can_record_inspections(actor, result.inspection.province_id):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được ghi kết quả kiểm tra.")
    refuse_void(result.inspection)
    for name, sentence in lacking(result, on):
        raise DomainError("result_incomplete", sentence, field=name)


def _set(result: Result, due_after: Callable[[int, date], date]) -> None:
    row = result.inspection
    row.concluded_on = row.concluded_on or row.inspected_on
    row.file_due_on = result.file_due_on or row.file_due_on
    if result.signed_on is None:
        row.status = Status.CONCLUDED if result.has_findings else row.status
        return
    if row.mode == Mode.ON_SITE:
        row.minutes_signed_on = result.signed_on
    else:
        row.correction_date = result.signed_on
    if not result.has_findings:
        row.status, row.closed_on = Status.CLOSED, result.signed_on
        return
    row.report_due_on = result.report_due_on or due_after(row.province_id, result.signed_on)
    row.status = Status.SIGNED
    if result.sent_on:
        row.status = _STATUS[ReportState(result.answer or ReportState.SENT)]


def _files(results: Sequence[Result]) -> dict[int, list[FileSubmission]]:
    """The sending of each file, as far as none is on record."""
    told = set(
        FileSubmission.objects.filter(inspection__in=[r.inspection for r in results]).values_list(
            "inspection_id", flat=True
        )
    )
    made = [
        FileSubmission(
            inspection=r.inspection, number=1, due_on=r.file_due_on, sent_on=r.file_sent_on,
            sent_by=r.inspection.agency.name[:200], on_time=r.file_sent_on <= r.file_due_on,
            complete=bool(r.file_complete), accepted_on=r.inspection.inspected_on, illustration=r.illustration,
        )
        for r in results
        if r.file_sent_on and r.file_due_on and r.inspection.pk not in told
    ]  # fmt: skip
    FileSubmission.objects.bulk_create(made, batch_size=500)
    return {row.inspection_id: [row] for row in made}


def _reports(
    results: Sequence[Result],
    of_source: Mapping[int, Sequence[Nonconformity]],
) -> tuple[dict[int, list[CorrectiveReport]], dict[int, list[ReportLine]], set[int]]:
    """The corrective report of each inspection, made or completed, a line for each finding; which are new."""
    known = {
        report.inspection_id: report
        for report in CorrectiveReport.objects.filter(inspection__in=[r.inspection for r in results], number=1)
    }
    made: list[CorrectiveReport] = []
    changed: list[CorrectiveReport] = []
    for result in results:
        if result.sent_on is None:
            continue
        report = known.get(result.inspection.pk)
        (changed if report else made).append(_report(result, report))
    CorrectiveReport.objects.bulk_create(made, batch_size=500)
    fields = ["state", "sent_on", "answered_on", "answered_by", "refusal", "new_due_on"]
    CorrectiveReport.objects.bulk_update(changed, fields, batch_size=200)
    reports = {report.inspection_id: [report] for report in [*made, *changed]}
    told = set(ReportLine.objects.filter(report__in=[*made, *changed]).values_list("report_id", "nonconformity_id"))
    lines: dict[int, list[ReportLine]] = {}
    for key, (report,) in reports.items():
        fresh = [_line(report, row) for row in of_source.get(key, ()) if (report.pk, row.pk) not in told]
        lines[key] = fresh
    ReportLine.objects.bulk_create([line for group in lines.values() for line in group], batch_size=500)
    return reports, lines, {report.inspection_id for report in made}


def _report(result: Result, report: CorrectiveReport | None) -> CorrectiveReport:
    row = result.inspection
    report = report or CorrectiveReport(
        inspection=row, number=1, due_on=row.report_due_on, illustration=result.illustration
    )
    report.state, report.sent_on = result.answer or ReportState.SENT, result.sent_on
    report.sent_by, report.answered_on = row.agency.name[:200], result.answered_on
    report.answered_by = row.inspected_by[:200] if result.answer else ""
    report.refusal, report.new_due_on = result.refusal, result.new_due_on
    return report


def _line(report: CorrectiveReport, row: Nonconformity) -> ReportLine:
    action = next((a for a in row.actions.all() if a.dropped_on is None), None)
    done_on = action.done_on if action else None
    done = done_on is not None and report.sent_on is not None and done_on <= report.sent_on
    return ReportLine(
        report=report, nonconformity=row, kind=AnswerKind.DONE if done else AnswerKind.PROPOSED,
        text=action.what if action else "", done_on=done_on if done else None,
        verdict=LineVerdict.ACCEPTED if report.state == ReportState.ACCEPTED else "",
    )  # fmt: skip


def _entry(result: Result, on: date, beside: Sequence[CorrectiveReport | ReportLine | FileSubmission]) -> history.Entry:
    row = result.inspection
    number = len(result.findings) + len(result.known)
    return history.Entry(
        chain=history.system_chain(row.system_id),
        act=ACT,
        on=result.signed_on or on,
        summary=f"Ghi kết quả kiểm tra {row}: {number} điểm không phù hợp",
        subject=reference(row),
        changed=[row, *beside],
        payload={"agency": row.agency_id, "status": str(row.status)},
    )


def _duties(
    results: Sequence[Result],
    events: Sequence[int],
    standing: Mapping[int, Sequence[Nonconformity]],
    sent: set[int],
    actor: Actor,
    on: date,
    at: datetime,
) -> None:
    """Opens the corrective report that is owed, closes it where it was sent now, asks again where it was refused."""
    due = [(r, e) for r, e in zip(results, events, strict=True) if r.signed_on and r.inspection.report_due_on]
    about = {r.inspection.pk: about_findings(r.inspection, standing.get(r.inspection.pk, ())) for r, _ in due}
    starts = [
        Started(r.inspection.system_id, r.inspection.agency_id, SIGNED, about[r.inspection.pk], r.signed_on, e)
        for r, e in due
        if r.inspection.mode == Mode.ON_SITE and r.signed_on
    ]
    open_by_event(facts=starts, actor=actor, at=at)
    asked = [
        report_duty(r.inspection, r.inspection.report_due_on, about=about[r.inspection.pk], opened_on=r.signed_on)
        for r, _e in due
        if r.inspection.mode == Mode.BY_FILE and r.inspection.report_due_on
    ]
    if asked:
        open_duties(specs=asked, actor=actor, on=on, at=at, event=due[0][1])
    facts = [
        Fact(r.inspection.system_id, REPORT, reference(r.inspection), r.sent_on, e)
        for r, e in due
        if r.sent_on and r.inspection.pk in sent
    ]
    discharge(facts=facts, actor=actor, at=at)
    again = [
        report_duty(r.inspection, r.new_due_on, about=about[r.inspection.pk], number=2, opened_on=r.answered_on)
        for r, _e in due
        if r.answer == ReportState.REFUSED and r.new_due_on
    ]
    if again:
        open_duties(specs=again, actor=actor, on=on, at=at, event=due[0][1])
