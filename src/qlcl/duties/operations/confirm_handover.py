"""Confirms a handover: who leaves, who receives, or the head for who has left already."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from qlcl.duties.models import Handover, HandoverItem
from qlcl.duties.operations.hand_over import clean_lines
from qlcl.duties.policies import can_confirm_for_leaver
from qlcl.duties.queries.handovers import handover_by_id
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Post, Role
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean


@transaction.atomic
def confirm_handover(
    *,
    actor: Actor,
    handover_id: int,
    on: date,
    at: datetime,
    documents: str | None = None,
    problems: str | None = None,
    seen: int | None = None,
) -> Handover:
    """Confirms the actor's own parts; who leaves may write where things are and what is left to solve.

    The transfer holds without it. Raises Unseen, Forbidden, `Stale`, `already_confirmed`.
    """
    handover = _locked(actor, handover_id)
    history.refuse_touched([handover], seen)
    parts = [p for p in handover.parts if p.receiver_id == actor.person_id]  # type: ignore[attr-defined]
    leaves = handover.person_id == actor.person_id
    if not leaves and not parts:
        raise Forbidden("Chỉ người bàn giao và người nhận xác nhận; ông/bà xem được nhưng không xác nhận thay.")
    rows: list[Model] = []
    said = []
    if leaves and handover.leaver_confirmed_at is None:
        handover.leaver_confirmed_at, handover.leaver_confirmed_by = at, actor.name
        handover.documents = handover.documents if documents is None else clean_lines(documents)
        handover.problems = handover.problems if problems is None else clean_lines(problems)
        handover.save()
        rows.append(handover)
        said.append("đã bàn giao")
    for part in parts:
        if part.confirmed_at is None:
            part.confirmed_at, part.confirmed_by = at, actor.name
            part.save(update_fields=["confirmed_at", "confirmed_by"])
            rows.append(part)
            said.append(f"đã nhận {part.target_title}")
    if not rows:
        raise DomainError("already_confirmed", "Ông/bà đã xác nhận lần bàn giao này.")
    words = f"{actor.name} xác nhận {', '.join(said)} – {handover}"
    _record(handover, rows, "duties.confirm_handover", words, actor, on, at)
    return handover


@transaction.atomic
def confirm_for_leaver(*, actor: Actor, handover_id: int, reason: str, on: date, at: datetime) -> Handover:
    """The head confirms for somebody who has left and cannot sign in any more, saying why.

    Raises Unseen, Forbidden, `reason_missing`, `already_confirmed`.
    """
    handover = _locked(actor, handover_id)
    if handover.leaver_confirmed_at is not None:
        raise DomainError("already_confirmed", f"{handover.leaver_confirmed_by} đã xác nhận bàn giao.")
    if not can_confirm_for_leaver(actor, handover, on):
        raise Forbidden(
            f"Chỉ thủ trưởng cơ quan xác nhận thay, kể từ ngày {handover.leaves_on:%d/%m/%Y} khi người bàn giao đã đi."
        )
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do xác nhận thay.", field="reason")
    handover.leaver_confirmed_at, handover.leaver_confirmed_by = at, actor.name
    handover.leaver_confirm_reason = clean(reason)[:250]
    handover.save()
    words = f"{actor.name} xác nhận thay {handover.person_name}: {handover.leaver_confirm_reason} – {handover}"
    post = actor.post_at(handover.agency_id, [Role.HEAD])
    _record(handover, [handover], "duties.confirm_handover_for", words, actor, on, at, post)
    return handover


def _locked(actor: Actor, handover_id: int) -> Handover:
    found = handover_by_id(actor, handover_id)
    history.lock(history.province_chain(found.agency.province_id))
    fresh = Handover.objects.select_related("agency").get(pk=found.pk)
    fresh.parts = list(HandoverItem.objects.filter(handover=fresh).order_by("pk"))  # type: ignore[attr-defined]
    return fresh


def _record(
    handover: Handover,
    rows: list[Model],
    act: str,
    summary: str,
    actor: Actor,
    on: date,
    at: datetime,
    post: Post | None = None,
) -> None:
    entry = Entry(
        chain=history.province_chain(handover.agency.province_id),
        act=act,
        on=on,
        summary=summary,
        subject=Ref("handover", handover.pk, str(handover)),
        changed=rows,
        payload={"handover": handover.pk},
        post=post,
    )
    history.record(actor=actor, at=at, entries=[entry])
