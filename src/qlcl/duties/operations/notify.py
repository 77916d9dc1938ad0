"""Puts notices into the inboxes of positions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import Notice
from qlcl.kernel.actors import Actor
from qlcl.kernel.rows import insert_new


@dataclass(frozen=True, slots=True)
class Note:
    """A notice to send. The same `topic` reaches a position once a day at most; an empty one always."""

    position_id: int
    text: str
    link: str = ""
    duty_id: int | None = None
    topic: str = ""


@transaction.atomic
def notify(*, notes: Sequence[Note], actor: Actor, on: date, at: datetime) -> int:
    """Sends the notices in the product and returns how many are new; nothing leaves the process."""
    rows = [(n.position_id, n.text[:500], n.link, n.duty_id, n.topic, actor.name[:200], on, at) for n in notes]
    return insert_new(Notice, ("position", "text", "link", "duty", "topic", "sent_by", "on", "at"), rows)


@transaction.atomic
def mark_read(*, notice_ids: Sequence[int] | None, actor: Actor, at: datetime) -> int:
    """Marks those notices of the actor's positions as read; `None` means all of them."""
    unread = Notice.objects.of(actor).unread()
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=at)
