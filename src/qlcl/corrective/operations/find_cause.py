"""What was corrected at once, and why it came about."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.corrective.enums import CauseMethod, State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.recording import entry, reference, refuse_future, to_change
from qlcl.corrective.operations.terms import FIND_CAUSE
from qlcl.corrective.policies import can_cure, curing_post
from qlcl.corrective.workflow import guards_of_cause, require
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import clean, nfc

NOT_YOURS = "Chỉ người của cơ quan có điểm không phù hợp được ghi việc khắc phục."


@transaction.atomic
def correct_at_once(
    *, actor: Actor, nonconformity_id: int, what: str, on: date, at: datetime, seen: int | None = None
) -> Nonconformity:
    """Records what was corrected at once (10.2.1 a).

    Raises `Forbidden`, `Stale`, `guards`, `in_future`, `correction_missing`, `too_early`.
    """
    row = to_change(nonconformity_id, actor, seen)
    if not can_cure(actor, row):
        raise Forbidden(NOT_YOURS)
    require(guards_of_cause(row))
    refuse_future(on, at)
    if not clean(what):
        raise DomainError("correction_missing", "Cần ghi đã khắc phục ngay những gì.", field="what")
    if on < row.raised_on:
        raise DomainError("too_early", f"Ngày này phải từ ngày phát hiện, {row.raised_on:%d/%m/%Y}.", field="on")
    row.correction, row.corrected_on = nfc(what).strip(), on
    row.save()
    made = entry(row, "corrective.correct_at_once", on, f"Khắc phục ngay: {row}", post=curing_post(actor, row))
    history.record(actor=actor, at=at, entries=[made])
    return row


@transaction.atomic
def find_cause(
    *,
    actor: Actor,
    nonconformity_id: int,
    cause: str,
    on: date,
    at: datetime,
    method: str = CauseMethod.FREE,
    whys: Sequence[str] = (),
    seen: int | None = None,
) -> Nonconformity:
    """Records the cause, free or by asking why again and again (10.2.1 b); closes the duty to find it.

    Raises `Forbidden`, `Stale`, `guards`, `in_future`, `cause_missing`, `whys_missing`, `too_early`.
    """
    row = to_change(nonconformity_id, actor, seen)
    if not can_cure(actor, row):
        raise Forbidden(NOT_YOURS)
    require(guards_of_cause(row))
    refuse_future(on, at)
    answers = [clean(answer) for answer in whys if clean(answer)]
    if not clean(cause):
        raise DomainError("cause_missing", "Cần ghi nguyên nhân gốc.", field="cause")
    if method == CauseMethod.FIVE_WHYS and len(answers) < 2:
        raise DomainError("whys_missing", "Cần trả lời ít nhất hai lần câu hỏi vì sao.", field="whys")
    if on < row.raised_on:
        raise DomainError("too_early", f"Ngày này phải từ ngày phát hiện, {row.raised_on:%d/%m/%Y}.", field="on")
    row.cause, row.cause_method = nfc(cause).strip(), method
    row.whys = json.dumps(answers, ensure_ascii=False) if answers else ""
    if row.state == State.OPEN:
        row.state = State.ANALYSED
    row.save()
    made = entry(row, FIND_CAUSE, on, f"Ghi nguyên nhân: {clean(cause)}", post=curing_post(actor, row))
    event = history.record(actor=actor, at=at, entries=[made])[0]
    discharge(facts=[Fact(row.system_id, FIND_CAUSE, reference(row), on, event.pk)], actor=actor, at=at)
    return row
