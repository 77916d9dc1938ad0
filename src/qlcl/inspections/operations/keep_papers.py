"""Keeps the papers of an inspection's file (Circular 26/2014, art. 39)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from qlcl.inspections.enums import Part
from qlcl.inspections.models import CasePaper, Inspection
from qlcl.inspections.operations.recording_cases import locked_case, record_case
from qlcl.inspections.policies import can_lead
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.models import StoredFile
from qlcl.kernel.text import clean

NOT_YOURS = "Chỉ cán bộ kiểm tra của tỉnh, Trưởng đoàn, Thư ký được lưu hồ sơ kiểm tra."


def new_paper(
    inspection: Inspection,
    part: str,
    title: str,
    file: StoredFile | None,
    actor: Actor,
    on: date,
    *,
    number: str = "",
    dated_on: date | None = None,
) -> list[Model]:
    """The rows that keep a signed paper, for the operation that records it; nothing where there is no file yet."""
    if file is None:
        return []
    paper = CasePaper.objects.create(
        inspection=inspection, part=part, title=clean(title)[:300], number=clean(number)[:80], dated_on=dated_on,
        file=file, added_by=actor.signature[:200], added_on=on, illustration=inspection.illustration,
    )  # fmt: skip
    return [paper, file]


@transaction.atomic
def add_paper(
    *,
    actor: Actor,
    inspection_id: int,
    part: str,
    title: str,
    file: StoredFile,
    number: str = "",
    dated_on: date | None = None,
    on: date,
    at: datetime,
) -> CasePaper:
    """Puts a signed paper into the file. Raises `Unseen`, `Forbidden`, `title_missing`, `in_future`."""
    inspection = locked_case(actor, inspection_id)
    if not can_lead(actor, inspection):
        raise Forbidden(NOT_YOURS)
    if part not in Part.values:
        raise DomainError("unknown_part", "Hãy chọn thành phần hồ sơ.", field="part")
    if dated_on is not None and dated_on > on:
        raise DomainError("in_future", "Ngày văn bản không được sau hôm nay.", field="dated_on")
    rows = new_paper(inspection, part, title or Part(part).label, file, actor, on, number=number, dated_on=dated_on)
    paper = rows[0]
    record_case(
        inspection=inspection, act="inspections.add_paper", summary=f"Đưa vào hồ sơ: {paper}", actor=actor, on=on,
        at=at, changed=rows,
    )  # fmt: skip
    return paper  # type: ignore[return-value]


@transaction.atomic
def remove_paper(*, actor: Actor, paper_id: int, reason: str, on: date, at: datetime) -> CasePaper:
    """Takes a paper out of the file; it is kept with the reason. Raises `Unseen`, `Forbidden`, `reason_missing`."""
    found = CasePaper.objects.filter(pk=paper_id).values_list("inspection_id", flat=True).first()
    inspection = locked_case(actor, found or 0)
    if not can_lead(actor, inspection):
        raise Forbidden(NOT_YOURS)
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do đưa tài liệu ra khỏi hồ sơ.", field="reason")
    paper = CasePaper.objects.get(pk=paper_id)
    if paper.removed_on is not None:
        raise DomainError("paper_removed", "Tài liệu này đã được đưa ra khỏi hồ sơ.")
    paper.removed_on, paper.removed_reason = on, clean(reason)[:300]
    paper.save(update_fields=["removed_on", "removed_reason"])
    record_case(
        inspection=inspection, act="inspections.remove_paper",
        summary=f"Đưa ra khỏi hồ sơ: {paper} ({paper.removed_reason})", actor=actor, on=on, at=at, changed=[paper],
    )  # fmt: skip
    return paper
