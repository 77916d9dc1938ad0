"""Erases words of the history; the chain holds a salted commitment to them and still verifies."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.kernel.actors import Actor
from qlcl.kernel.history.entries import Entry, Ref
from qlcl.kernel.history.recording import record
from qlcl.kernel.models import Event, EventText, SealText


@transaction.atomic
def erase(*, actor: Actor, event_ids: Sequence[int], reason: str, on: date, at: datetime) -> int:
    """Deletes the words of events and the values their seals kept, and records that in each of their chains.

    What was done, when and by which position stays; names and free text go (Decree 13/2023, art. 16). The latest
    values of a row stay in the row itself. The caller checks the policy. Returns how many events lost their words.
    """
    events = list(Event.objects.filter(pk__in=event_ids).select_related("chain").order_by("pk"))
    entries = [
        Entry(
            chain=event.chain.key,
            act="history.erase",
            on=on,
            summary=reason,
            subject=Ref(event.subject_kind, event.subject_id, ""),
            payload={"event": event.pk},
        )
        for event in events
    ]
    record(actor=actor, at=at, entries=entries)
    SealText.objects.filter(seal__event__in=events).delete()
    return EventText.objects.filter(event__in=events).delete()[0]
