"""Cancels duties whose reason has gone, with the reason kept."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty, DutyQuerySet
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError


@transaction.atomic
def cancel(*, duties: DutyQuerySet, reason: str, actor: Actor, on: date, at: datetime, event: int) -> int:
    """Closes the open ones among `duties` as cancelled by `event`; an ended system leaves nothing open.

    Called by the operation that removes their reason, which checks the right to do so. Raises `reason_missing`.
    """
    if not reason.strip():
        raise DomainError("reason_missing", "Cần ghi lý do hủy việc.", field="reason")
    return duties.open().update(
        outcome=Outcome.CANCELLED, closed_on=on, closed_by=event, note=reason.strip(), next_rung_on=None
    )


@transaction.atomic
def cancel_of_source(
    *, kind: str, source_id: int, reason: str, actor: Actor, on: date, at: datetime, event: int
) -> int:
    """Cancels what one source opened, such as the notices of a declaration that has ended."""
    duties = Duty.objects.of_source(kind, source_id)
    return cancel(duties=duties, reason=reason, actor=actor, on=on, at=at, event=event)
