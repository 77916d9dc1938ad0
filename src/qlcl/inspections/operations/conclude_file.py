"""Ends the examination of a file: what falls short becomes a nonconformity, and a letter asks to cure it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from qlcl.corrective.enums import Severity, State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity, raise_nonconformities
from qlcl.duties.operations.open_duties import open_duties
from qlcl.inspections.by_file import SETTLED, is_paper
from qlcl.inspections.enums import ItemState
from qlcl.inspections.models import FileItem, Inspection
from qlcl.inspections.operations.examine_file import last_submission
from qlcl.inspections.operations.reading_files import codes, due_day, items_of, letter_number, locked_file
from qlcl.inspections.operations.recording_cases import record_case, reference
from qlcl.inspections.operations.reporting_term import about_findings, report_duty
from qlcl.inspections.operations.telling import tell_agencies
from qlcl.inspections.queries.follow_up import guards_of_last_time
from qlcl.inspections.workflow import CASE
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.text import nfc
from qlcl.kernel.workflow import Incomplete, advance

ACCEPT, CORRECT = "inspections.accept_file", "inspections.ask_correction"
CORRECTION_DAYS = "inspections.correction_days"


@transaction.atomic
def accept_file(
    *,
    actor: Actor,
    inspection_id: int,
    strengths: str = "",
    proposals: str = "",
    severities: Mapping[str, str] | None = None,
    on: date,
    at: datetime,
    seen: int | None = None,
    batch: str = "",
) -> Inspection:
    """Ends the examination: inspected on that day; each item that falls short becomes a nonconformity by its article.

    Circular 26/2014, arts. 33, 36; `severities` by code of the item, ordinary unless told. Raises `Unseen`, `Stale`,
    `Forbidden`, `wrong_state`, `incomplete` while an item is not examined or what last time left open has no verdict,
    `inspection_known`.
    """
    inspection = locked_file(actor, inspection_id, seen)
    advance(CASE, inspection, ACCEPT, actor=actor)
    items = items_of(inspection)
    if waiting := unsettled(items):
        raise Incomplete("incomplete", f"Chưa kết luận được, còn nội dung chưa xem xong hoặc ghi trả lại: {waiting}.")
    if again := guards_of_last_time(inspection):
        raise Incomplete("incomplete", " ".join(again), extra={"missing": again})
    same = Inspection.objects.filter(
        agency=inspection.agency_id, inspected_on=on, mode=inspection.mode, voided_on__isnull=True
    )
    if same.exclude(pk=inspection.pk).exists():
        raise DomainError("inspection_known", "Sổ kiểm tra đã có một lượt qua hồ sơ của cơ quan vào ngày này.")
    short = [item for item in items if item.state == ItemState.FALLS_SHORT]
    submission = last_submission(inspection)
    submission.accepted_on = on
    submission.save(update_fields=["accepted_on"])
    inspection.inspected_on = inspection.concluded_on = on
    inspection.strengths, inspection.proposals = nfc(strengths).strip(), nfc(proposals).strip()
    inspection.save(update_fields=["status", "inspected_on", "concluded_on", "strengths", "proposals"])
    result = f"{len(short)} nội dung chưa đạt ({codes(short)})" if short else "các nội dung đạt"
    record_case(
        inspection=inspection, act=ACCEPT, summary=f"Kết luận kiểm tra qua hồ sơ: {result}", actor=actor, on=on,
        at=at, changed=[submission], payload={"submission": submission.pk}, batch=batch,
    )  # fmt: skip
    new = _findings(inspection, short, severities or {}, actor, on)
    raise_nonconformities(actor=actor, new=new, on=on, at=at, batch=batch)
    text = f"Đã xem xong hồ sơ kiểm tra: {result}."
    tell_agencies(said=[(inspection, text)], page="inspections:file", actor=actor, on=on, at=at)
    return inspection


def unsettled(items: Sequence[FileItem]) -> str:
    """The codes of the items on which the examination has not ended."""
    return codes([item for item in items if item.state not in SETTLED])


def _findings(
    inspection: Inspection, short: Sequence[FileItem], severities: Mapping[str, str], actor: Actor, on: date
) -> list[NewNonconformity]:
    """One for each item; it names the last one found by the same article of the same agency, if any."""
    articles = {item.code for item in short if not is_paper(item.code)}
    earlier = Nonconformity.objects.filter(system=inspection.system_id, agency=inspection.agency_id, raised_on__lt=on)
    known = {row.article: row for row in earlier.filter(article__in=articles).exclude(state=State.WITHDRAWN)
             .order_by("raised_on", "pk")} if short else {}  # fmt: skip
    return [
        NewNonconformity(
            system=inspection.system, agency=inspection.agency, statement=item.examined_note, raised_on=on,
            raised_by=item.examined_by or actor.name, severity=severities.get(item.code, Severity.ORDINARY),
            source=reference(inspection), article="" if is_paper(item.code) else item.code,
            repeats=known.get(item.code), illustration=inspection.illustration,
            uid=uuid5(NAMESPACE_URL, f"qlcl:inspection:{inspection.pk}:{item.code}"),
        )
        for item in short
    ]  # fmt: skip


@transaction.atomic
def ask_correction(
    *,
    actor: Actor,
    inspection_id: int,
    number: str,
    dated_on: date,
    due_on: date | None = None,
    on: date,
    at: datetime,
    seen: int | None = None,
) -> Inspection:
    """Records the letter that asks to cure what falls short, and the day it sets for the report; opens that duty.

    Circular 26/2014, arts. 33, 37: by file no term is fixed, the letter sets it. Raises `Unseen`, `Stale`,
    `Forbidden`, `wrong_state`, `nothing_to_correct`, `number_missing`, `in_future`, `due_too_early`, `before_end`.
    """
    inspection = locked_file(actor, inspection_id, seen)
    advance(CASE, inspection, CORRECT, actor=actor)
    found = Nonconformity.objects.of_source("inspection", inspection.pk).exclude(state=State.WITHDRAWN).order_by("pk")
    if not found:
        raise DomainError("nothing_to_correct", "Không có điểm nào chưa đạt; hãy kết thúc cuộc kiểm tra.")
    if inspection.concluded_on is not None and dated_on < inspection.concluded_on:
        raise DomainError("before_end", "Ngày văn bản không được trước ngày kết luận.", field="dated_on")
    due = due_day(inspection.province_id, dated_on, due_on, CORRECTION_DAYS, on)
    inspection.correction_number, inspection.correction_date = letter_number(number), dated_on
    inspection.report_due_on = due
    inspection.save(update_fields=["status", "correction_number", "correction_date", "report_due_on"])
    summary = (
        f"Đề nghị khắc phục: văn bản số {inspection.correction_number} ngày {dated_on:%d/%m/%Y}, "
        f"báo cáo chậm nhất {due:%d/%m/%Y}"
    )
    event = record_case(inspection=inspection, act=CORRECT, summary=summary, actor=actor, on=dated_on, at=at)
    spec = report_duty(inspection, due, about=about_findings(inspection, list(found)))
    open_duties(specs=[spec], actor=actor, on=dated_on, at=at, event=event.pk)
    text = f"Báo cáo khắc phục theo văn bản số {inspection.correction_number}, chậm nhất ngày {due:%d/%m/%Y}."
    tell_agencies(said=[(inspection, text)], page="inspections:inspection", actor=actor, on=on, at=at)
    return inspection
