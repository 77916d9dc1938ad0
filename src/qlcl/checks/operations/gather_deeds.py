"""Reads the chained history into deeds: who did what in which position; again and again, each event once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from qlcl.accounts.models import Appointment, Person
from qlcl.checks.models import Deed, HistoryReading
from qlcl.duties.models import Duty
from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.models import Event
from qlcl.organisations.models import QualitySystem

CHUNK = 5000
#: Events before the last one read that are looked at again: a slower transaction may have taken an earlier number.
OVERLAP = 2000
#: Parts of the history read in one transaction; a first reading of millions of events takes several.
PARTS = 20
BY_HAND = "duties.close_by_hand"


@dataclass(frozen=True, slots=True)
class _Held:
    """A position held for a time."""

    agency_id: int
    position_id: int
    role: str
    acting: bool
    valid_from: date
    valid_until: date | None

    def on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@transaction.atomic
def gather_deeds(*, actor: Actor, on: date, at: datetime, afresh: bool = False) -> int:
    """Reads the events not read yet, from the first one when `afresh`; returns how many were new to it.

    Stops after 100,000 events: call it until it returns 0.
    """
    reading = HistoryReading.objects.select_for_update().first() or HistoryReading.objects.create()
    if afresh:
        Deed.objects.all().delete()
        reading.last_event = 0
    before = reading.last_event
    last, new = max(0, before - OVERLAP), 0
    for _part in range(PARTS):
        events = list(_events_after(last))
        if not events:
            break
        Deed.objects.bulk_create(_deeds(events), ignore_conflicts=True, batch_size=CHUNK)
        last, new = events[-1].id, new + sum(event.id > before for event in events)
    if last > before:
        reading.last_event = last
        reading.save()
    return new


def _events_after(last: int) -> Iterable[Event]:
    rows = Event.objects.select_related("chain").filter(id__gt=last).order_by("id")
    return rows.only("id", "act", "on", "at", "subject_kind", "subject_id", "payload", "chain__key")[:CHUNK]


def _deeds(events: Sequence[Event]) -> list[Deed]:
    """The deeds among the events: those that a person did."""
    told = [(event, json.loads(event.payload)) for event in events if '"person":null' not in event.payload]
    told = [(event, payload) for event, payload in told if payload["by"].get("person")]
    if not told:
        return []
    people = set(Person.objects.filter(pk__in={p["by"]["person"] for _e, p in told}).values_list("pk", flat=True))
    holders = _holders(event for event, _payload in told)
    posts = _posts({p["by"]["person"] for _e, p in told if "position" not in p["by"]})
    head_only = {act.code for act in catalogue.acts() if act.head_only}
    heads = set(
        Duty.objects.filter(closed_by__in=[event.id for event, _payload in told], role=Role.HEAD).values_list(
            "closed_by", flat=True
        )
    )
    made = []
    for event, payload in told:
        if payload["by"]["person"] not in people:
            continue
        system_id = _system_id(event)
        system_id = system_id if system_id in holders else None
        by = _by(event, payload["by"], posts, holders.get(system_id) if system_id else None)
        if by is not None:
            act = payload["data"].get("act", event.act) if event.act == BY_HAND else event.act
            made.append(_deed(event, act, system_id, by, head_work=event.id in heads or act in head_only))
    return made


def _deed(event: Event, act: str, system_id: int | None, by: Mapping[str, Any], *, head_work: bool) -> Deed:
    recorded = localdate(event.at)
    return Deed(
        event=event.id,
        system_id=system_id,
        agency_id=by["agency"],
        person_id=by["person"],
        position_id=by["position"],
        role=str(by["role"]),
        acting=bool(by["acting"]),
        mandate=by.get("mandate"),
        act=act,
        head_work=head_work,
        on=event.on,
        recorded_on=recorded,
        lag=(recorded - event.on).days,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
    )


def _system_id(event: Event) -> int | None:
    kind, _, key = event.chain.key.partition(":")
    return int(key) if kind == "system" else None


def _holders(events: Iterable[Event]) -> dict[int, int]:
    """System → the agency that holds it."""
    ids = {system for event in events if (system := _system_id(event))}
    return dict(QualitySystem.objects.filter(pk__in=ids).values_list("pk", "holder_id"))


def _posts(person_ids: Iterable[int]) -> dict[int, list[_Held]]:
    """What persons held whose position an event does not name, for they held several."""
    found: dict[int, list[_Held]] = {}
    ids = list(person_ids)
    if ids:
        rows = Appointment.objects.filter(person_id__in=ids).order_by("acting", "pk")
        for a in rows.select_related("position"):
            post = a.position
            held = _Held(post.agency_id, a.position_id, post.role, a.acting, a.valid_from, a.valid_until)
            found.setdefault(a.person_id, []).append(held)
    return found


def _by(
    event: Event, by: Mapping[str, Any], posts: Mapping[int, list[_Held]], holder: int | None
) -> Mapping[str, Any] | None:
    """Who did it: as the event says, else the post held on the day, in the agency that holds the system first."""
    if "position" in by:
        return by
    held = [p for p in posts.get(by["person"], []) if p.on(localdate(event.at)) or p.on(event.on)]
    post = min(held, key=lambda p: p.agency_id != holder, default=None)
    if post is None:
        return None
    return {
        "person": by["person"],
        "agency": post.agency_id,
        "position": post.position_id,
        "role": post.role,
        "acting": post.acting,
    }
