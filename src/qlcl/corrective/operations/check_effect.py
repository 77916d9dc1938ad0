"""Did it help? Said by another person than who acted; without effect the nonconformity opens again."""

from datetime import date, datetime

from django.db import transaction

from qlcl.corrective.enums import State, Verdict
from qlcl.corrective.models import EffectCheck, Nonconformity
from qlcl.corrective.operations.recording import entry, reference, refuse_future, to_change
from qlcl.corrective.operations.terms import CAUSE_DAYS, CHECK_EFFECT, cause_duty_again
from qlcl.corrective.policies import can_verify, verifying_post
from qlcl.corrective.workflow import guards_of_effect, require
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.open_duties import open_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Ref
from qlcl.kernel.text import clean, nfc
from qlcl.organisations import parameters


@transaction.atomic
def check_effect(
    *,
    actor: Actor,
    nonconformity_id: int,
    verdict: str,
    note: str,
    on: date,
    at: datetime,
    source: Ref | None = None,
    trusted: bool = False,
) -> Nonconformity:
    """Records a verdict (10.2.1 d): effective closes, not effective opens the search for the cause again.

    Said of what is not cured yet, “not effective” changes nothing but is kept. `source` is where it was seen, such as
    a later inspection. `trusted`: the act that calls has checked the right.

    Raises `Forbidden`, `in_future`, `too_early`, `guards`, `note_missing`.
    """
    row = to_change(nonconformity_id, actor, trusted=trusted)
    if not trusted and not can_verify(actor, row):
        raise Forbidden("Điểm do kiểm tra phát hiện thì cán bộ kiểm tra của tỉnh xác nhận hiệu quả khắc phục.")
    refuse_future(on, at)
    require(guards_of_effect(row, actor, on, verdict))
    if on < row.raised_on:
        raise DomainError("too_early", f"Ngày này phải từ ngày phát hiện, {row.raised_on:%d/%m/%Y}.", field="on")
    acted = row.state == State.TO_VERIFY
    if not clean(note):
        raise DomainError("note_missing", "Cần ghi căn cứ kết luận: đã xem gì, ở đâu.", field="note")
    check = EffectCheck.objects.create(
        nonconformity=row, checked_on=on, verdict=verdict, note=nfc(note).strip(), checked_by=actor.name[:200],
        checked_person_id=actor.person_id, source_kind=source.kind if source else "",
        source_id=source.id if source else 0, source_label=source.label[:300] if source else "",
    )  # fmt: skip
    if verdict == Verdict.EFFECTIVE:
        row.state, row.closed_on, row.closing_check = State.CLOSED, on, check
        row.closing_evidence = max(row.evidence.all(), key=lambda item: item.pk)
    elif acted:
        row.state, row.verify_on, row.reopened = State.OPEN, None, row.reopened + 1
    row.save()
    result = check.get_verdict_display().lower() if acted else "chưa xong"
    said = f"Xem lại việc khắc phục: {result}. {row}"
    made = entry(row, CHECK_EFFECT, on, said, changed=[check], post=verifying_post(actor, row))
    event = history.record(actor=actor, at=at, entries=[made])[0]
    if acted:
        discharge(facts=[Fact(row.system_id, CHECK_EFFECT, reference(row), on, event.pk)], actor=actor, at=at)
    if acted and row.state == State.OPEN:
        days = parameters.number(row.province_id, CAUSE_DAYS, on)
        spec = cause_duty_again(row, on, days)
        open_duties(specs=[spec], actor=actor, on=on, at=at, event=event.pk)
    return row
