"""The agency sends its file: numbered, weighed by two clocks, locked from then on."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.inspections.by_file import UNSAID, clocks, lacks
from qlcl.inspections.enums import ItemState
from qlcl.inspections.models import FileItem, FileSubmission, Inspection
from qlcl.inspections.operations.prepare_file import proof_counts
from qlcl.inspections.operations.reading_files import items_of, locked_file
from qlcl.inspections.operations.recording_cases import record_case, reference
from qlcl.inspections.operations.telling import tell_agency, tell_province
from qlcl.inspections.queries.files import is_open, said_of
from qlcl.inspections.workflow import CASE
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.workflow import Incomplete, advance

ACT, ENTER, YEARLY = "inspections.submit_file", "inspections.enter_file", "inspections.file_report"


@transaction.atomic
def submit_file(
    *,
    actor: Actor,
    inspection_id: int,
    on: date,
    at: datetime,
    seen: int | None = None,
    received_on: date | None = None,
) -> FileSubmission:
    """Sends the file as it stands; what it lacks has a reason. Discharges the duty of the letter and that of the year.

    `received_on`: an officer enters what the agency handed in on paper that day; the clocks run by it.

    Circular 26/2014, arts. 33, 36. Raises `Unseen`, `Stale`, `not_by_file`, `Forbidden`, `wrong_state`,
    `incomplete`, `before_letter`.
    """
    inspection = locked_file(actor, inspection_id, seen)
    on_paper = received_on is not None
    status = advance(CASE, inspection, ENTER if on_paper else ACT, actor=actor)
    if received_on is not None and received_on > on:
        raise DomainError("in_future", "Ngày nhận không được sau hôm nay.", field="received_on")
    on = received_on or on
    due = inspection.file_due_on
    assert due is not None
    if inspection.decision_date is not None and on < inspection.decision_date:
        raise DomainError("before_letter", "Ngày gửi không được trước ngày văn bản yêu cầu.", field="on")
    items = items_of(inspection)
    if missing := missing_of(status, items):
        raise Incomplete("incomplete", "Chưa gửi được: " + " ".join(missing), extra={"missing": missing})
    on_time, complete = clocks(sent_on=on, due_on=due, states=[item.state for item in items])
    last = FileSubmission.objects.filter(inspection=inspection).order_by("-number").first()
    submission = FileSubmission.objects.create(
        inspection=inspection, number=last.number + 1 if last else 1, due_on=due, sent_on=on,
        sent_by=(f"{inspection.agency.short_name}, bằng giấy; {actor.name} ghi" if on_paper else actor.name)[:200],
        on_time=on_time, complete=complete, illustration=inspection.illustration,
        missing="\n".join(f"{item.code}: {item.gap_reason}" for item in items if item.state == ItemState.GAP),
    )  # fmt: skip
    inspection.save(update_fields=["status"])
    said = "Ghi hồ sơ nhận bằng giấy" if on_paper else "Gửi hồ sơ kiểm tra"
    summary = f"{said} lần {submission.number}: {_weighed(submission)}"
    event = record_case(
        inspection=inspection, act=ENTER if on_paper else ACT, summary=summary, actor=actor, on=on, at=at,
        changed=[submission], payload={"submission": submission.pk},
    )  # fmt: skip
    _discharge(inspection, on, event.pk, complete, actor, at)
    _tell(inspection, submission, actor, at, on_paper=on_paper)
    return submission


def _tell(inspection: Inspection, sent: FileSubmission, actor: Actor, at: datetime, *, on_paper: bool) -> None:
    """The province learns what was sent; the agency, what an officer entered for it."""
    if on_paper:
        text = f"Đã nhận hồ sơ kiểm tra bằng giấy ngày {sent.sent_on:%d/%m/%Y}: {_weighed(sent)}."
        tell_agency(inspection=inspection, text=text, actor=actor, on=sent.sent_on, at=at, page="inspections:file")
        return
    text = f"{inspection.agency.short_name} gửi hồ sơ kiểm tra lần {sent.number}: {_weighed(sent)}."
    page = "inspections:file_examine"
    tell_province(inspection=inspection, text=text, page=page, actor=actor, on=sent.sent_on, at=at)


def missing_of(status: str, items: Sequence[FileItem]) -> list[str]:
    """What keeps the file from being sent: what an open item lacks, no reason being given."""
    waiting = [item for item in items if is_open(status, item) and item.state in UNSAID]
    proofs = proof_counts(item.pk for item in waiting)
    said = []
    for item in waiting:
        what = lacks(said_of(item, proofs[item.pk])) or "Chưa sửa theo yêu cầu."
        said.append(f"{item.code}: {what} Bổ sung, hoặc ghi lý do thiếu.")
    return said


def _weighed(submission: FileSubmission) -> str:
    """The two clocks in words."""
    late = (submission.sent_on - submission.due_on).days
    time = "đúng hạn" if submission.on_time else f"chậm {late} ngày"
    return f"{time}, {'đủ' if submission.complete else 'còn thiếu'}"


def _discharge(inspection: Inspection, on: date, event: int, complete: bool, actor: Actor, at: datetime) -> None:
    """The letter's own duty; that of the year too, where the letter is of the year in which the file was sent."""
    facts = [Fact(inspection.system_id, ACT, reference(inspection), on, event, complete)]
    if inspection.decision_date is not None and inspection.decision_date.year == on.year:
        facts.append(Fact(inspection.system_id, YEARLY, None, on, event, complete))
    discharge(facts=facts, actor=actor, at=at)
