"""The minutes of an inspection (Form 21): agreed in the team, then the agency's remarks, then signed (art. 37)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from qlcl.corrective.models import Nonconformity
from qlcl.duties.operations.open_by_event import Started, open_by_event
from qlcl.inspections.enums import Part, Status
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.keep_papers import new_paper
from qlcl.inspections.operations.recording_cases import locked_case, record_case
from qlcl.inspections.operations.reporting_term import about_findings, report_due_on
from qlcl.inspections.operations.telling import tell_agency
from qlcl.inspections.policies import can_answer, can_lead
from qlcl.inspections.workflow import CASE, guards_of_signing, require
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.models import StoredFile
from qlcl.kernel.text import nfc
from qlcl.kernel.workflow import advance

ACT = "inspections.sign_minutes"
TEXTS = ("situation", "strengths", "proposals", "agency_people")
NOT_YOURS = "Chỉ cán bộ kiểm tra của tỉnh, Trưởng đoàn, Thư ký được lập biên bản kiểm tra."
WRITING = (Status.ANNOUNCED, Status.RUNNING, Status.CONCLUDED)


@transaction.atomic
def write_minutes(
    *,
    actor: Actor,
    inspection_id: int,
    values: Mapping[str, str],
    on: date,
    at: datetime,
    seen: int | None = None,
) -> Inspection:
    """Writes the parts of the minutes that are words (`TEXTS`); what the team had agreed must be agreed anew.

    Raises `Unseen`, `Stale`, `Forbidden`, `minutes_signed`.
    """
    inspection = locked_case(actor, inspection_id, seen)
    if not can_lead(actor, inspection):
        raise Forbidden(NOT_YOURS)
    _refuse_signed(inspection)
    before = [getattr(inspection, name) for name in TEXTS]
    for name in TEXTS:
        setattr(inspection, name, nfc(values.get(name, getattr(inspection, name))).strip())
    if before == [getattr(inspection, name) for name in TEXTS]:
        return inspection
    inspection.agreed_on = None
    inspection.save(update_fields=[*TEXTS, "agreed_on"])
    record_case(
        inspection=inspection, act="inspections.write_minutes", summary="Soạn biên bản kiểm tra", actor=actor, on=on,
        at=at,
    )  # fmt: skip
    return inspection


@transaction.atomic
def agree_minutes(*, actor: Actor, inspection_id: int, on: date, at: datetime) -> Inspection:
    """The team has agreed on the draft; now the agency may remark on it (art. 37).

    Raises `Unseen`, `Forbidden`, `minutes_signed`, `not_concluded`, `situation_missing`.
    """
    inspection = locked_case(actor, inspection_id)
    if not can_lead(actor, inspection):
        raise Forbidden(NOT_YOURS)
    _refuse_signed(inspection)
    if inspection.status != Status.CONCLUDED or inspection.concluded_on is None:
        raise DomainError("not_concluded", "Hãy kết luận kiểm tra trước khi thống nhất biên bản.")
    if not inspection.situation:
        raise DomainError("situation_missing", "Biên bản chưa có phần tình hình chung.")
    if on < inspection.concluded_on:
        raise DomainError(
            "before_conclusion", f"Ngày này phải từ ngày kết luận {inspection.concluded_on:%d/%m/%Y}.", field="on"
        )
    if inspection.agreed_on == on:  # the same form, sent twice
        return inspection
    inspection.agreed_on = on
    inspection.save(update_fields=["agreed_on"])
    record_case(
        inspection=inspection, act="inspections.agree_minutes", summary="Thống nhất biên bản trong Đoàn kiểm tra",
        actor=actor, on=on, at=at,
    )  # fmt: skip
    said = "Dự thảo biên bản kiểm tra đã thống nhất trong Đoàn; cơ quan ghi ý kiến trước khi ký"
    tell_agency(inspection=inspection, text=said, actor=actor, on=on, at=at)
    return inspection


@transaction.atomic
def remark_on_minutes(
    *, actor: Actor, inspection_id: int, remarks: str, on: date, at: datetime, seen: int | None = None
) -> Inspection:
    """Writes what the agency says to the minutes: its own people, or the team as told at the meeting.

    Raises `Unseen`, `Stale`, `Forbidden`, `minutes_signed`, `not_agreed`.
    """
    inspection = locked_case(actor, inspection_id, seen)
    if not can_answer(actor, inspection) and not can_lead(actor, inspection):
        raise Forbidden("Chỉ lãnh đạo, thư ký ISO của cơ quan được kiểm tra hoặc Đoàn kiểm tra được ghi ý kiến.")
    _refuse_signed(inspection)
    if inspection.agreed_on is None:
        raise DomainError("not_agreed", "Đoàn kiểm tra chưa thống nhất biên bản; ý kiến được ghi sau đó.")
    inspection.agency_remarks = nfc(remarks).strip()
    inspection.save(update_fields=["agency_remarks"])
    record_case(
        inspection=inspection, act="inspections.remark_on_minutes", summary="Ghi ý kiến của cơ quan vào biên bản",
        actor=actor, on=on, at=at,
    )  # fmt: skip
    return inspection


@transaction.atomic
def sign_minutes(
    *, actor: Actor, inspection_id: int, file: StoredFile | None, on: date, at: datetime, batch: str = ""
) -> Inspection:
    """Records the minutes signed by both sides; where something was found, the term of art. 37.2c begins.

    Two months, a last day off passing to the next working day, as the province's rule says. A scan is needed, except
    for made-up examples. Raises `Unseen`, `Forbidden`, `wrong_state`, `guards`, `before_conclusion`, `scan_missing`.
    """
    inspection = locked_case(actor, inspection_id)
    advance(CASE, inspection, ACT, actor=actor)
    require(guards_of_signing(inspection))
    agreed = inspection.agreed_on
    if agreed is not None and on < agreed:
        raise DomainError(
            "before_conclusion", f"Ngày ký phải từ ngày thống nhất trong Đoàn {agreed:%d/%m/%Y}.", field="on"
        )
    if file is None and not inspection.illustration:
        raise DomainError("scan_missing", "Cần tải bản quét biên bản đã ký.", field="file")
    found = list(Nonconformity.objects.of_source("inspection", inspection.pk).live().order_by("pk"))
    inspection.minutes_signed_on = on
    inspection.report_due_on = report_due_on(inspection, on) if found else None
    inspection.save(update_fields=["status", "minutes_signed_on", "report_due_on"])
    papers = new_paper(inspection, Part.MINUTES, "Biên bản kiểm tra", file, actor, on, dated_on=on)
    due = inspection.report_due_on
    term = f"; báo cáo khắc phục đến {due:%d/%m/%Y}" if due else "; không có điểm không phù hợp"
    event = record_case(
        inspection=inspection, act=ACT, summary=f"Ký biên bản kiểm tra{term}", actor=actor, on=on, at=at,
        changed=papers, payload={"due_on": due}, batch=batch,
    )  # fmt: skip
    if due is not None:
        about = about_findings(inspection, found)
        started = Started(inspection.system_id, inspection.agency_id, ACT, about, on, event.pk)
        open_by_event(facts=[started], actor=actor, at=at)
    said = f"Biên bản kiểm tra đã ký; báo cáo khắc phục đến hạn {due:%d/%m/%Y}" if due else "Biên bản kiểm tra đã ký"
    tell_agency(inspection=inspection, text=said, actor=actor, on=on, at=at)
    return inspection


def _refuse_signed(inspection: Inspection) -> None:
    if inspection.minutes_signed_on is not None or inspection.status not in WRITING:
        raise DomainError("minutes_signed", "Biên bản đã ký hoặc chưa đến bước lập biên bản; không sửa được.")
