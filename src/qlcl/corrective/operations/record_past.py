"""Records nonconformities found and cured before the product was used, as far as they had come; set-based."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from qlcl.corrective.enums import UNCURED, CauseMethod, State, Verdict
from qlcl.corrective.models import ActionEvidence, CorrectiveAction, EffectCheck, Nonconformity
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity
from qlcl.corrective.operations.recording import action_reference, entry, reference
from qlcl.corrective.operations.terms import (
    CAUSE_DAYS,
    CHECK_EFFECT,
    COMPLETE_ACTION,
    FIND_CAUSE,
    VERIFY_DAYS,
    action_duty,
    cause_duty,
    cause_duty_again,
    effect_duty,
    fix_days,
)
from qlcl.corrective.policies import inspecting_post
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import clean, nfc
from qlcl.kernel.words import learn_words
from qlcl.organisations import parameters

ACT = "corrective.record_past"


@dataclass(frozen=True, slots=True)
class Past:
    """What was found, and what was done about it so far; `evidence` names the papers, `seen` where effect was seen.

    `put_off_to` is a later date that was accepted in writing, on `put_off_on` by `put_off_by`.
    """

    found: NewNonconformity
    cause: str = ""
    action: str = ""
    done_on: date | None = None
    evidence: str = ""
    checked_on: date | None = None
    verdict: str = ""
    seen: str = ""
    put_off_to: date | None = None
    put_off_on: date | None = None
    put_off_by: str = ""

    def puts_off(self, row: Nonconformity) -> bool:
        """Another date, later than that of the row, was accepted in writing while it was not cured."""
        return self.put_off_to is not None and row.state in UNCURED and self.put_off_to > row.due_on


@dataclass(slots=True)
class _Parts:
    """A row with what is written beside it."""

    row: Nonconformity
    past: Past
    action: CorrectiveAction | None = None
    evidence: ActionEvidence | None = None
    check: EffectCheck | None = None


def lacking(past: Past, on: date) -> list[tuple[str, str]]:
    """What such a record lacks: (field, sentence); nothing is cured without cause, evidence and verdict."""
    said = []
    raised = past.found.raised_on
    if not clean(past.found.statement):
        said.append(("statement", "Cần ghi nội dung không phù hợp."))
    if past.action and not past.cause:
        said.append(("cause", "Có hành động thì phải ghi nguyên nhân."))
    if past.done_on and not past.action:
        said.append(("action", "Có ngày khắc phục xong thì phải ghi đã làm gì."))
    if past.done_on and not past.evidence:
        said.append(("evidence", "Có ngày khắc phục xong thì phải ghi bằng chứng: số, ký hiệu văn bản hoặc tài liệu."))
    if past.done_on and not raised <= past.done_on <= on:
        said.append(("done_on", "Ngày khắc phục xong phải từ ngày phát hiện đến hôm nay."))
    if bool(past.checked_on) != bool(past.verdict):
        said.append(("verdict", "Ngày xác nhận và kết luận hiệu quả phải đi cùng nhau."))
    if past.checked_on and not past.done_on:
        said.append(("done_on", "Có kết luận hiệu quả thì phải ghi ngày khắc phục xong."))
    if past.checked_on and past.done_on and not past.done_on <= past.checked_on <= on:
        said.append(("checked_on", "Ngày xác nhận phải từ ngày khắc phục xong đến hôm nay."))
    if past.found.due_on and past.found.due_on < raised:
        said.append(("due_on", "Hạn khắc phục phải từ ngày phát hiện trở đi."))
    return said


@transaction.atomic
def record_past(*, actor: Actor, past: Sequence[Past], on: date, at: datetime, batch: str = "") -> list[Nonconformity]:
    """Records each as it stands and opens the duty that is next. Raises `Forbidden` and `DomainError` by `lacking`."""
    history.lock(*{history.system_chain(item.found.system.pk) for item in past})
    _judge(actor, past, on)
    terms = fix_days({item.found.system.province_id for item in past}, on)
    rows = [_row(item, terms[item.found.system.province_id]) for item in past]
    Nonconformity.objects.bulk_create(rows, batch_size=500)
    learn_words("nonconformity", [row.statement for row in rows])
    _repeat(rows)
    parts = [_Parts(row, item) for row, item in zip(rows, past, strict=True)]
    _settle(parts, on)
    entries = [_entry(part, on, actor, "Ghi điểm không phù hợp đã có") for part in parts]
    events = history.record(actor=actor, at=at, entries=entries, batch=batch)
    _open_next(parts, [event.pk for event in events], actor, on, at)
    return rows


@transaction.atomic
def add_to_past(
    *, actor: Actor, known: Sequence[tuple[Nonconformity, Past]], on: date, at: datetime, batch: str = ""
) -> None:
    """Adds what became of nonconformities on record: cause, action, evidence, verdict, where none stands yet.

    Closes the duties that waited for it. Raises `Forbidden`, `DomainError` by `lacking`.
    """
    history.lock(*{history.system_chain(row.system_id) for row, _past in known})
    _judge(actor, [past for _row, past in known], on)
    parts = [_Parts(row, past, action=_standing(row)) for row, past in known]
    before = {part.row.pk: (bool(part.row.cause), part.action.done_on if part.action else None) for part in parts}
    _settle(parts, on)
    entries = [_entry(part, on, actor, "Bổ sung kết quả khắc phục") for part in parts]
    events = [event.pk for event in history.record(actor=actor, at=at, entries=entries, batch=batch)]
    facts = [
        fact for part, event in zip(parts, events, strict=True) for fact in _facts(part, before[part.row.pk], on, event)
    ]
    discharge(facts=facts, actor=actor, at=at)
    _open_next(parts, events, actor, on, at)


def _standing(row: Nonconformity) -> CorrectiveAction | None:
    return next((action for action in row.actions.all() if action.dropped_on is None), None)


def _judge(actor: Actor, past: Sequence[Past], on: date) -> None:
    for item in past:
        if not actor.is_system and inspecting_post(actor, item.found.system.province_id) is None:
            raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được ghi kết quả kiểm tra đã có.")
        for field, sentence in lacking(item, on):
            raise DomainError("past_incomplete", sentence, field=field)


def _row(item: Past, terms: dict[str, int]) -> Nonconformity:
    found = item.found
    row = Nonconformity(
        uid=found.uid, system=found.system, agency=found.agency, province_id=found.system.province_id,
        source_kind=found.source.kind if found.source else "", source_id=found.source.id if found.source else 0,
        source_label=found.source.label[:300] if found.source else "", raised_on=found.raised_on,
        raised_by=found.raised_by[:200], statement=nfc(found.statement).strip(), clause=found.clause,
        article=found.article, area=clean(found.area)[:200], severity=found.severity,
        due_on=found.due_on or found.raised_on + timedelta(days=terms[str(found.severity)]), repeats=found.repeats,
        illustration=found.illustration,
    )  # fmt: skip
    row.fold()
    return row


def _repeat(rows: Sequence[Nonconformity]) -> None:
    """A finding under the same item and clause as an earlier one of the same agency repeats the latest of these."""
    agencies = {row.agency_id for row in rows}
    earlier = Nonconformity.objects.filter(agency__in=agencies).exclude(state=State.WITHDRAWN)
    found: dict[tuple[int, str, int | None], list[tuple[date, int]]] = defaultdict(list)
    for agency, article, clause, day, key in earlier.order_by("raised_on", "pk").values_list(
        "agency_id", "article", "clause_id", "raised_on", "pk"
    ):
        if article or clause:
            found[agency, article, clause].append((day, key))
    for row in rows:
        if row.repeats_id is None:
            before = [key for day, key in found[row.agency_id, row.article, row.clause_id] if day < row.raised_on]
            row.repeats_id = before[-1] if before else None


def _settle(parts: Sequence[_Parts], on: date) -> None:
    """Writes what stands beside the rows, then the state that follows from it."""
    days = parameters.numbers({part.row.province_id for part in parts}, VERIFY_DAYS, on)
    for part in parts:
        _plan(part)
    actions = [(part.action, part.evidence) for part in parts if part.action is not None]
    CorrectiveAction.objects.bulk_create([action for action, _ in actions if action.pk is None], batch_size=500)
    done = [action for action, evidence in actions if evidence is not None]
    CorrectiveAction.objects.bulk_update(done, ["done_on", "done_by"], batch_size=200)
    ActionEvidence.objects.bulk_create([p.evidence for p in parts if p.evidence is not None], batch_size=500)
    EffectCheck.objects.bulk_create([p.check for p in parts if p.check is not None], batch_size=500)
    for part in parts:
        _stand(part, days[part.row.province_id])
    fields = ["repeats", "cause", "cause_method", "state", "verify_on", "reopened", "closed_on", "closing_check",
              "closing_evidence", "due_on", "first_due_on", "due_set_on", "due_basis"]  # fmt: skip
    Nonconformity.objects.bulk_update([part.row for part in parts], fields, batch_size=200)


def _plan(part: _Parts) -> None:
    row, past = part.row, part.past
    if past.cause and not row.cause:
        row.cause, row.cause_method = nfc(past.cause).strip(), CauseMethod.FREE
    if past.action and part.action is None:
        part.action = CorrectiveAction(
            nonconformity=row, what=nfc(past.action).strip(), planned_on=row.raised_on,
            due_on=max(row.due_on, past.done_on or row.due_on, past.put_off_to or row.due_on), responsible="",
        )  # fmt: skip
    if past.done_on and part.action is not None and part.action.done_on is None:
        part.action.done_on, part.action.done_by = past.done_on, row.agency.name[:200]
        part.evidence = ActionEvidence(
            nonconformity=row, action=part.action, note=clean(past.evidence)[:300], added_on=past.done_on,
            added_by=row.agency.name[:200],
        )  # fmt: skip
    if past.checked_on and row.state != State.CLOSED:
        part.check = EffectCheck(
            nonconformity=row, checked_on=past.checked_on, verdict=past.verdict,
            note=clean(past.seen) or "Theo kết quả kiểm tra đã ghi", checked_by=row.raised_by,
            source_kind=row.source_kind, source_id=0,
        )  # fmt: skip


def _stand(part: _Parts, verify_days: int) -> None:
    row, action, check = part.row, part.action, part.check
    if action is None:
        row.state = State.ANALYSED if row.cause else State.OPEN
    elif action.done_on is None:
        row.state = State.ACTING
    elif check is None:
        row.state, row.verify_on = State.TO_VERIFY, action.done_on + timedelta(days=verify_days)
    elif check.verdict == Verdict.EFFECTIVE:
        proof = part.evidence or max(row.evidence.all(), key=lambda item: item.pk)
        row.state, row.closed_on = State.CLOSED, check.checked_on
        row.closing_check, row.closing_evidence = check, proof
    else:
        row.state, row.verify_on, row.reopened = State.OPEN, None, row.reopened + 1
    if part.past.put_off_to is not None and part.past.put_off_on is not None:
        row.put_off(part.past.put_off_to, part.past.put_off_on, part.past.put_off_by)


def _entry(part: _Parts, on: date, actor: Actor, what: str) -> history.Entry:
    row = part.row
    beside = [item for item in (part.action, part.evidence, part.check) if item is not None]
    post = None if actor.is_system else inspecting_post(actor, row.province_id)
    return entry(row, ACT, row.closed_on or on, f"{what}: {row}", changed=beside, post=post)


def _facts(part: _Parts, before: tuple[bool, date | None], on: date, event: int) -> Iterable[Fact]:
    """What was performed, for the duties that waited for it."""
    row, action = part.row, part.action
    had_cause, was_done = before
    if row.cause and not had_cause:
        yield Fact(row.system_id, FIND_CAUSE, reference(row), part.past.done_on or on, event)
    if action is not None and action.done_on and not was_done:
        yield Fact(row.system_id, COMPLETE_ACTION, action_reference(action), action.done_on, event)
    if part.check is not None:
        yield Fact(row.system_id, CHECK_EFFECT, reference(row), part.check.checked_on, event)


def _open_next(parts: Sequence[_Parts], events: Sequence[int], actor: Actor, on: date, at: datetime) -> None:
    """Opens the one duty that each live row waits for."""
    days = parameters.numbers({part.row.province_id for part in parts}, CAUSE_DAYS, on)
    specs = [spec for part in parts for spec in _next(part, days[part.row.province_id], on)]
    if specs:
        open_duties(specs=specs, actor=actor, on=on, at=at, event=min(events))


def _next(part: _Parts, cause_days: int, on: date) -> list[DutySpec]:
    row, action = part.row, part.action
    since = part.row.raised_on
    if row.state == State.OPEN and part.check is not None:
        return [replace(cause_duty_again(row, part.check.checked_on, cause_days), opened_on=part.check.checked_on)]
    if row.state == State.OPEN:
        return [replace(cause_duty(row, cause_days), opened_on=since)]
    if row.state == State.ACTING and action is not None:
        return [replace(action_duty(row, action), opened_on=since)]
    if row.state == State.TO_VERIFY and action is not None:
        return [replace(effect_duty(row, on), opened_on=action.done_on)]
    return []
