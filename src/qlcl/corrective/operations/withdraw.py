"""Ends without a cure: withdrawn by who found it, or ended with the agency; both with a reason."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.corrective.enums import State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.recording import entry, refuse_future, to_change
from qlcl.corrective.policies import can_withdraw
from qlcl.corrective.workflow import guards_of_withdrawal, require
from qlcl.duties.operations.cancel_duties import cancel_of_source
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import clean

_CHUNK = 5000


@transaction.atomic
def withdraw(*, actor: Actor, nonconformity_id: int, reason: str, on: date, at: datetime) -> Nonconformity:
    """Takes the finding back. Raises `Forbidden`, `guards`, `in_future`, `reason_missing`."""
    row = to_change(nonconformity_id, actor)
    if not can_withdraw(actor, row):
        raise Forbidden("Điểm do kiểm tra phát hiện thì cán bộ kiểm tra của tỉnh rút; điểm khác do lãnh đạo cơ quan.")
    require(guards_of_withdrawal(row))
    refuse_future(on, at)
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do rút.", field="reason")
    _end([row], State.WITHDRAWN, clean(reason), actor, on, at, "corrective.withdraw", "Rút điểm không phù hợp")
    return row


@transaction.atomic
def withdraw_of_source(*, kind: str, source_id: int, reason: str, actor: Actor, on: date, at: datetime) -> int:
    """Withdraws what is live of a source that is taken back; called by the act that does so, which checks the right."""
    rows = list(Nonconformity.objects.of_source(kind, source_id).live().order_by("pk"))
    if rows:
        _end(rows, State.WITHDRAWN, reason, actor, on, at, "corrective.withdraw", "Rút điểm không phù hợp")
    return len(rows)


@transaction.atomic
def end_subject(
    *, actor: Actor, system_ids: Sequence[int], reason: str, on: date, at: datetime, batch: str = ""
) -> int:
    """Ends what is live of systems that end; called by the operation that ends them, which checks the right."""
    ended = 0
    for start in range(0, len(system_ids), _CHUNK):
        rows = list(Nonconformity.objects.live().filter(system_id__in=list(system_ids[start : start + _CHUNK])))
        _end(rows, State.SUBJECT_ENDED, reason, actor, on, at, "corrective.end_subject", "Kết thúc theo cơ quan", batch)
        ended += len(rows)
    return ended


def _end(
    rows: Sequence[Nonconformity],
    state: State,
    reason: str,
    actor: Actor,
    on: date,
    at: datetime,
    act: str,
    said: str,
    batch: str = "",
) -> None:
    for row in rows:
        row.state, row.closed_on, row.end_reason = state, on, reason[:300]
        row.save()
    entries = [entry(row, act, on, f"{said}: {row}. {reason}") for row in rows]
    events = history.record(actor=actor, at=at, entries=entries, batch=batch)
    for row, event in zip(rows, events, strict=True):
        cancel_of_source(
            kind="nonconformity", source_id=row.pk, reason=reason, actor=actor, on=on, at=at, event=event.pk
        )
