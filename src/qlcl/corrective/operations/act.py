"""Actions against the cause: planned, done with evidence, dropped with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from qlcl.accounts.models import Position
from qlcl.corrective.enums import State
from qlcl.corrective.models import ActionEvidence, CorrectiveAction, Nonconformity
from qlcl.corrective.operations.find_cause import NOT_YOURS
from qlcl.corrective.operations.recording import action_reference, entry, refuse_future, to_change
from qlcl.corrective.operations.terms import CHECK_EFFECT, COMPLETE_ACTION, VERIFY_DAYS, action_duty, effect_duty
from qlcl.corrective.policies import acting_positions, can_cure, curing_post
from qlcl.corrective.workflow import guards_of_action, require
from qlcl.duties.models import Duty, DutyQuerySet
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.open_duties import open_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Ref
from qlcl.kernel.models import StoredFile
from qlcl.kernel.text import clean, nfc
from qlcl.organisations import parameters


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file, a record already in the product, or the number of a paper."""

    file: StoredFile | None = None
    ref: Ref | None = None
    note: str = ""


@transaction.atomic
def plan_action(
    *,
    actor: Actor,
    nonconformity_id: int,
    what: str,
    due_on: date,
    on: date,
    at: datetime,
    position_id: int | None = None,
    responsible: str = "",
) -> CorrectiveAction:
    """Plans an action and opens the duty of the position that carries it out.

    Raises `Forbidden`, `guards`, `in_future`, `what_missing`, `position_elsewhere`, `due_before_planned`,
    `action_exists` for a form sent twice.
    """
    row = to_change(nonconformity_id, actor)
    if not can_cure(actor, row):
        raise Forbidden(NOT_YOURS)
    refuse_future(on, at)
    require(guards_of_action(row))
    if not clean(what):
        raise DomainError("what_missing", "Cần ghi việc phải làm.", field="what")
    if due_on < on:
        raise DomainError("due_before_planned", "Hạn phải từ hôm nay trở đi.", field="due_on")
    position = _position(row, position_id, on)
    same = row.actions.filter(what=nfc(what).strip(), due_on=due_on, position=position, planned_on=on)
    if same.filter(done_on__isnull=True, dropped_on__isnull=True).exists():
        raise DomainError("action_exists", "Hành động này đã được định, chưa hoàn thành.", field="what")
    action = CorrectiveAction.objects.create(
        nonconformity=row, what=nfc(what).strip(), position=position, responsible=clean(responsible)[:200],
        planned_on=on, due_on=due_on,
    )  # fmt: skip
    row.state, row.verify_on = State.ACTING, None
    row.save()
    made = entry(
        row, "corrective.plan_action", on, f"Định hành động: {action}", changed=[action], post=curing_post(actor, row)
    )
    event = history.record(actor=actor, at=at, entries=[made])[0]
    _drop_check(row, actor, on, at, event.pk)
    open_duties(specs=[action_duty(row, action)], actor=actor, on=on, at=at, event=event.pk)
    return action


@transaction.atomic
def complete_action(
    *,
    actor: Actor,
    action_id: int,
    note: str,
    evidence: Sequence[Evidence],
    on: date,
    at: datetime,
) -> CorrectiveAction:
    """Records that the action was done, with what proves it; the last one sets the day on which effect is looked at.

    Raises `Forbidden`, `action_ended`, `in_future`, `evidence_missing`, `too_early`.
    """
    action, row = _action_to_change(action_id, actor)
    if not (can_cure(actor, row) or _is_his(actor, action)):
        raise Forbidden(NOT_YOURS)
    if action.done_on or action.dropped_on:
        raise DomainError("action_ended", "Hành động này đã xong hoặc đã bỏ.")
    refuse_future(on, at)
    if not evidence:
        raise DomainError("evidence_missing", "Cần tệp minh chứng, hoặc số, ký hiệu của văn bản.", field="file")
    if on < action.planned_on:
        raise DomainError(
            "too_early", f"Ngày này phải từ ngày định hành động, {action.planned_on:%d/%m/%Y}.", field="on"
        )
    action.done_on, action.done_note = on, nfc(note).strip()
    action.done_by, action.done_person_id = actor.name[:200], actor.person_id
    action.save()
    proofs = [_proof(row, action, item, actor, on) for item in evidence]
    last = _settle(row, on)
    files = [item.file for item in evidence if item.file]
    made = entry(
        row, COMPLETE_ACTION, on, f"Hoàn thành hành động: {action}", changed=[action, *proofs, *files],
        post=curing_post(actor, row),
    )  # fmt: skip
    event = history.record(actor=actor, at=at, entries=[made])[0]
    fact = Fact(row.system_id, COMPLETE_ACTION, action_reference(action), on, event.pk)
    discharge(facts=[fact], actor=actor, at=at)
    if last:
        open_duties(specs=[effect_duty(row, on)], actor=actor, on=on, at=at, event=event.pk)
    return action


@transaction.atomic
def drop_action(*, actor: Actor, action_id: int, reason: str, on: date, at: datetime) -> CorrectiveAction:
    """Gives an action up, with the reason kept. Raises `Forbidden`, `action_ended`, `reason_missing`."""
    action, row = _action_to_change(action_id, actor)
    if not can_cure(actor, row):
        raise Forbidden(NOT_YOURS)
    if action.done_on or action.dropped_on:
        raise DomainError("action_ended", "Hành động này đã xong hoặc đã bỏ.")
    refuse_future(on, at)
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do bỏ hành động.", field="reason")
    action.dropped_on, action.drop_reason = on, clean(reason)[:300]
    action.save()
    last = _settle(row, on)
    made = entry(
        row, "corrective.drop_action", on, f"Bỏ hành động: {action.drop_reason}", changed=[action],
        post=curing_post(actor, row),
    )  # fmt: skip
    event = history.record(actor=actor, at=at, entries=[made])[0]
    cancel(duties=_duties(action), reason=action.drop_reason, actor=actor, on=on, at=at, event=event.pk)
    if last:
        open_duties(specs=[effect_duty(row, on)], actor=actor, on=on, at=at, event=event.pk)
    return action


def _action_to_change(action_id: int, actor: Actor) -> tuple[CorrectiveAction, Nonconformity]:
    found = CorrectiveAction.objects.filter(pk=action_id).values_list("nonconformity_id", flat=True).first()
    if found is None:
        raise Unseen
    row = to_change(found, actor)
    return CorrectiveAction.objects.select_related("position").get(pk=action_id), row


def _is_his(actor: Actor, action: CorrectiveAction) -> bool:
    return action.position_id is not None and action.position_id in {post.position_id for post in actor.posts}


def _position(row: Nonconformity, position_id: int | None, on: date) -> Position | None:
    if position_id is None:
        return None
    agencies = {row.agency_id, row.system.holder_id}
    found = acting_positions(agencies, on).filter(pk=position_id).first()
    if found is None:
        raise DomainError("position_elsewhere", "Vị trí thực hiện phải thuộc cơ quan này.", field="position")
    return found


def _settle(row: Nonconformity, on: date) -> bool:
    """After the last action the nonconformity waits for the check of effect; tells whether this was the last."""
    standing = [a for a in CorrectiveAction.objects.filter(nonconformity=row) if a.dropped_on is None]
    if any(action.done_on is None for action in standing):
        return False
    if not standing:
        row.state = State.ANALYSED
        row.save()
        return False
    row.state = State.TO_VERIFY
    row.verify_on = on + timedelta(days=parameters.number(row.province_id, VERIFY_DAYS, on))
    row.save()
    return True


def _proof(row: Nonconformity, action: CorrectiveAction, item: Evidence, actor: Actor, on: date) -> ActionEvidence:
    return ActionEvidence.objects.create(
        nonconformity=row, action=action, file=item.file, ref_kind=item.ref.kind if item.ref else "",
        ref_id=item.ref.id if item.ref else 0, ref_label=item.ref.label[:300] if item.ref else "",
        note=clean(item.note)[:300], added_on=on, added_by=actor.name[:200],
    )  # fmt: skip


def _duties(action: CorrectiveAction) -> DutyQuerySet:
    return Duty.objects.filter(subject_kind="corrective_action", subject_id=action.pk)


def _drop_check(row: Nonconformity, actor: Actor, on: date, at: datetime, event: int) -> None:
    """A new action puts the check of effect off."""
    waiting = Duty.objects.of_source("nonconformity", row.pk).filter(act=CHECK_EFFECT)
    cancel(duties=waiting, reason="Có hành động khắc phục mới.", actor=actor, on=on, at=at, event=event)
