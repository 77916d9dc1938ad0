"""Closes by hand the duties whose act no room performs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.policies import can_close_by_hand, closable_by_hand, visible_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.models import StoredFile
from qlcl.kernel.rows import update_by_key

_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class HandClosing:
    """What somebody states: done on that day, by that name, proved by a stored file or by a paper named in `note`."""

    duty_id: int
    done_on: date
    done_by: str
    evidence: StoredFile | None = None
    note: str = ""


def _read(ids: Sequence[int], actor: Actor) -> dict[int, Duty]:
    found: dict[int, Duty] = {}
    for start in range(0, len(ids), _CHUNK):
        part = visible_duties(actor).filter(id__in=ids[start : start + _CHUNK]).select_related("system")
        found |= {duty.pk: duty for duty in part}
    return found


def _guard(duty: Duty, closing: HandClosing, on: date) -> None:
    if not closable_by_hand(duty):
        raise DomainError(
            "closed_by_its_act",
            f"“{duty.label}” hoàn thành khi việc đó được thực hiện trong phần mềm; hãy mở biểu mẫu của việc này.",
        )
    if duty.outcome in {Outcome.DONE, Outcome.CANCELLED}:
        raise DomainError("already_closed", f"“{duty.label}” đã kết thúc ngày {duty.closed_on:%d/%m/%Y}.")
    if closing.done_on > on:
        raise DomainError("in_future", "Ngày hoàn thành không được sau hôm nay.", field="done_on")
    if not closing.done_by.strip():
        raise DomainError("name_missing", "Cần ghi họ tên, chức vụ người thực hiện.", field="done_by")
    if closing.evidence is None and not closing.note.strip():
        raise DomainError(
            "evidence_missing", "Cần tệp minh chứng, hoặc ghi số, ký hiệu, ngày của văn bản.", field="evidence"
        )


@transaction.atomic
def close_by_hand(*, closings: Sequence[HandClosing], actor: Actor, on: date, at: datetime, batch: str = "") -> int:
    """Records that the duties were performed outside the product; returns how many were closed.

    Refuses `closed_by_its_act`, `already_closed`, `in_future`, `name_missing`, `evidence_missing`.
    """
    ids = [closing.duty_id for closing in closings]
    chains = {history.system_chain(s) for s in _system_ids(ids)}
    history.lock(*chains)
    duties = _read(ids, actor)
    entries = []
    for closing in closings:
        duty = duties.get(closing.duty_id)
        if duty is None:
            raise Unseen
        if not can_close_by_hand(actor, duty):
            raise Forbidden
        _guard(duty, closing, on)
        entries.append(_entry(duty, closing, actor, on))
    events = history.record(actor=actor, at=at, entries=entries, batch=batch)
    update_by_key(
        Duty,
        ("closed_on", "outcome", "on_time", "complete", "closed_by", "done_by", "evidence", "note",
         "next_rung_on"),
        [
            (c.done_on, Outcome.DONE.value, c.done_on <= duties[c.duty_id].due_on, True, event.pk,
             c.done_by.strip(), c.evidence.pk if c.evidence else None, c.note.strip(), None, c.duty_id)
            for c, event in zip(closings, events, strict=True)
        ],
    )  # fmt: skip
    return len(closings)


def _system_ids(ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(ids), _CHUNK):
        found |= set(Duty.objects.filter(id__in=ids[start : start + _CHUNK]).values_list("system_id", flat=True))
    return found


def _entry(duty: Duty, closing: HandClosing, actor: Actor, on: date) -> Entry:
    return Entry(
        chain=history.system_chain(duty.system_id),
        act="duties.close_by_hand",
        on=closing.done_on,
        summary=f"Ghi nhận hoàn thành “{duty.label}”, do {closing.done_by.strip()} thực hiện",
        subject=Ref("duty", duty.pk, duty.label),
        changed=[closing.evidence] if closing.evidence else [],
        payload={
            "duty": duty.pk,
            "act": duty.act,
            "stated_on": on,
            "evidence": closing.evidence.pk if closing.evidence else None,
        },
        post=actor.post_at(duty.agency_id, [post.role for post in actor.posts]),
    )
