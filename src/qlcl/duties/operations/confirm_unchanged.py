"""Confirms that what was decided last year still stands."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.carrying import unchanged_since
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.reading import duty_to_change
from qlcl.duties.policies import can_confirm_unchanged, closable_by_hand
from qlcl.duties.queries.previous import previous_done
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref

_WRITTEN = [
    "outcome", "closed_on", "closed_by", "on_time", "complete", "done_by", "evidence", "note", "next_rung_on",
]  # fmt: skip


@transaction.atomic
def confirm_unchanged(*, duty_id: int, actor: Actor, on: date, at: datetime) -> Duty:
    """Closes one yearly duty by confirming that nothing changed since it was last performed; one duty at a time.

    Only where its rule allows it. The evidence is last year's, which the event cites. Raises `Forbidden`,
    `already_closed`, `must_be_performed`, `nothing_before`.
    """
    duty = duty_to_change(duty_id, actor)
    if not can_confirm_unchanged(actor, duty):
        raise Forbidden
    previous = _guard(duty)
    entry = Entry(
        chain=history.system_chain(duty.system_id),
        act="duties.confirm_unchanged",
        on=on,
        summary=f"Xác nhận không thay đổi “{duty.label}” so với năm {previous.year}",
        subject=Ref("duty", duty.pk, duty.label),
        payload={"duty": duty.pk, "act": duty.act, "unchanged_from": previous.pk, "evidence": previous.evidence_id},
        post=actor.post_at(duty.agency_id, [post.role for post in actor.posts]),
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    duty.outcome, duty.closed_on, duty.closed_by = Outcome.DONE, on, event.pk
    duty.on_time, duty.complete = on <= duty.due_on, True
    duty.done_by, duty.evidence = actor.name[:200], previous.evidence
    duty.next_rung_on = None
    duty.note = unchanged_since(previous.note, previous.year or 0)
    duty.save(update_fields=_WRITTEN)
    return duty


def _guard(duty: Duty) -> Duty:
    """What it is compared with; refuses where there is nothing to compare, or where the rule wants the act itself."""
    if duty.outcome in {Outcome.DONE, Outcome.CANCELLED}:
        raise DomainError("already_closed", f"“{duty.label}” đã kết thúc ngày {duty.closed_on:%d/%m/%Y}.")
    if not closable_by_hand(duty) or duty.rule is None or not duty.rule.may_confirm_unchanged:
        raise DomainError(
            "must_be_performed", f"“{duty.label}” phải thực hiện mỗi năm; quy tắc không cho xác nhận không thay đổi."
        )
    previous = previous_done(duty)
    if previous is None:
        raise DomainError(
            "nothing_before", f"Chưa có năm nào trước đó đã thực hiện “{duty.label}” để xác nhận không thay đổi."
        )
    return previous
