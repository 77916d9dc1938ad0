"""Asks agencies for their files: one letter, one item for each thing asked, filled with what is known already."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from qlcl.assessments.enums import Shipped
from qlcl.assessments.queries import set_in_use
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.inspections.by_file import Asked, asked_items
from qlcl.inspections.models import FileEvidence, FileItem, Inspection
from qlcl.inspections.operations.reading_files import due_day, letter_number, locked_files
from qlcl.inspections.operations.recording_cases import case_entry, reference
from qlcl.inspections.operations.telling import tell_agencies
from qlcl.inspections.queries.known import Known, known_of
from qlcl.inspections.workflow import CASE
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError
from qlcl.kernel.workflow import advance
from qlcl.organisations import parameters

ACT, SUBMIT = "inspections.request_file", "inspections.submit_file"
DAYS, PAPERS = "inspections.file_days", "inspections.file_papers"
BASIS = "Thông tư 26/2014/TT-BKHCN, Điều 33, Điều 36"
#: Who put a proof beside an item before the agency opened the page.
PRODUCT = "Phần mềm"


@transaction.atomic
def request_files(
    *,
    actor: Actor,
    inspection_ids: Sequence[int],
    number: str,
    dated_on: date,
    due_on: date | None = None,
    on: date,
    at: datetime,
    batch: str = "",
) -> list[Inspection]:
    """Records the letter that asks for the files and sets the day; each agency owes its file by then.

    Circular 26/2014, arts. 33, 36. Raises `nothing_selected`, `several_provinces`, `not_by_file`, `Forbidden`,
    `wrong_state`, `number_missing`, `in_future`, `due_too_early`, `nothing_asked`.
    """
    inspections = locked_files(actor, inspection_ids)
    for inspection in inspections:
        advance(CASE, inspection, ACT, actor=actor)
    province = inspections[0].province_id
    number, due = letter_number(number), due_day(province, dated_on, due_on, DAYS, on)
    for inspection in inspections:
        inspection.decision_number, inspection.decision_date, inspection.file_due_on = number, dated_on, due
    Inspection.objects.bulk_update(
        inspections, ["status", "decision_number", "decision_date", "file_due_on"], batch_size=200
    )
    rows = _write_items(inspections, asked(province, on), on)
    summary = f"Yêu cầu báo cáo, hồ sơ kiểm tra: văn bản số {number} ngày {dated_on:%d/%m/%Y}, hạn {due:%d/%m/%Y}"
    entries = [case_entry(i, ACT, summary, actor, dated_on, changed=rows[i.pk]) for i in inspections]
    events = history.record(actor=actor, at=at, entries=entries, batch=batch)
    specs = [duty_of(i, due, event=event.pk) for i, event in zip(inspections, events, strict=True)]
    open_duties(specs=specs, actor=actor, on=dated_on, at=at, event=None)
    text = f"Gửi báo cáo, hồ sơ kiểm tra theo văn bản số {number}, chậm nhất ngày {due:%d/%m/%Y}."
    tell_agencies(said=[(i, text) for i in inspections], page="inspections:file", actor=actor, on=on, at=at)
    return inspections


def asked(province_id: int, day: date) -> list[Asked]:
    """What a letter of the province asks for: art. 36 as its question set puts it, and the papers. `nothing_asked`."""
    questions = set_in_use(Shipped.ARTICLE_36, province_id)
    if questions is None:
        raise DomainError("nothing_asked", "Tỉnh chưa có bộ câu hỏi theo Điều 36; hãy nạp danh mục kiểm tra trước.")
    rows = questions.questions.order_by("position").values_list("code", "text")
    return asked_items(rows, parameters.text(province_id, PAPERS, day))


def duty_of(inspection: Inspection, due: date, *, event: int, sequence: int = 0) -> DutySpec:
    """The agency sends its file; `sequence` counts the times it was sent back."""
    again = f" (bổ sung lần {sequence})" if sequence else ""
    return DutySpec(
        system_id=inspection.system_id,
        agency_id=inspection.agency_id,
        act=SUBMIT,
        label=f"Gửi báo cáo, hồ sơ kiểm tra{again}",
        due_on=due,
        role=Role.ISO_SECRETARY,
        subject=history.Ref("inspection", inspection.pk, _letter(inspection)),
        source=reference(inspection),
        sequence=sequence,
        legal_basis=BASIS,
        ladder="short",
        event=event,
    )


def _letter(inspection: Inspection) -> str:
    """The letter that asks for the file, as the duty names it."""
    dated = f" ngày {inspection.decision_date:%d/%m/%Y}" if inspection.decision_date else ""
    return f"Theo văn bản số {inspection.decision_number}{dated}"


def _write_items(inspections: Sequence[Inspection], wanted: Sequence[Asked], on: date) -> dict[int, list[Model]]:
    """The items of every inspection and the records that prove them; by inspection, for its event."""
    known = known_of(inspections, on)
    items = [
        FileItem(
            inspection=inspection, position=place, code=ask.code, requirement=ask.requirement,
            needs_evidence=ask.needs_evidence, known="\n".join(known[inspection.pk][ask.code].lines),
        )
        for inspection in inspections
        for place, ask in enumerate(wanted, start=1)
    ]  # fmt: skip
    FileItem.objects.bulk_create(items, batch_size=500)
    proofs = FileEvidence.objects.bulk_create(
        [proof for item in items for proof in proofs_of(item, known[item.inspection_id], on)], batch_size=500
    )
    rows: dict[int, list[Model]] = {inspection.pk: [] for inspection in inspections}
    for item in items:
        rows[item.inspection_id].append(item)
    for proof in proofs:
        rows[proof.item.inspection_id].append(proof)
    return rows


def proofs_of(item: FileItem, known: Known, on: date) -> list[FileEvidence]:
    """The records that the product holds on an item, as proofs that the agency may keep or take away."""
    return [
        FileEvidence(
            item=item, ref_kind=ref.kind, ref_id=ref.id, ref_label=ref.label[:300], added_by=PRODUCT, added_on=on
        )
        for ref in known[item.code].proofs
    ]
