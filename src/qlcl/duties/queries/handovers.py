"""Handovers: which await whom, one page, a person's and a position's."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from qlcl.accounts.models import Person
from qlcl.accounts.policies import can_manage_people
from qlcl.duties.models import Handover, HandoverItem, HandoverQuerySet
from qlcl.duties.policies import can_confirm_for_leaver, visible_handovers
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen


def _full(found: HandoverQuerySet) -> HandoverQuerySet:
    items = HandoverItem.objects.order_by("pk")
    return found.select_related("agency").prefetch_related(Prefetch("items", items, to_attr="parts"))


def handovers_listed(actor: Actor, *, awaiting: bool = False) -> HandoverQuerySet:
    """Visible handovers, newest first; with `awaiting`, those somebody has still to confirm."""
    found = visible_handovers(actor)
    return _full(found.awaiting() if awaiting else found).order_by("-made_on", "-pk")


def handovers_awaiting(actor: Actor) -> HandoverQuerySet:
    """Handovers that the actor himself has still to confirm, as who leaves or as who receives."""
    mine = Q(person_id=actor.person_id, leaver_confirmed_at__isnull=True)
    received = HandoverItem.objects.filter(receiver_id=actor.person_id, confirmed_at__isnull=True)
    mine |= Q(pk__in=received.values("handover_id"))
    return _full(Handover.objects.filter(mine)).order_by("leaves_on", "pk")


def handovers_received(actor: Actor, limit: int = 5) -> HandoverQuerySet:
    """What was handed over to the actor, newest first: where a newcomer begins."""
    items = HandoverItem.objects.filter(receiver_id=actor.person_id)
    return _full(Handover.objects.filter(pk__in=items.values("handover_id"))).order_by("-made_on", "-pk")[:limit]


def handover_by_id(actor: Actor, handover_id: int) -> Handover:
    """The handover with its parts, if the actor may see it; raises Unseen."""
    found = _full(visible_handovers(actor)).filter(pk=handover_id).first()
    if found is None:
        raise Unseen("Không tìm thấy lần bàn giao này.")
    return found


def contents_of(handover: Handover) -> dict[str, Any]:
    """What was open at that moment, as the handover keeps it."""
    return dict(json.loads(handover.contents))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a handover stands for the actor: what he may confirm, and who is still awaited."""

    as_leaver: bool
    as_receiver: bool
    for_leaver: bool
    awaited: list[str]

    @property
    def mine(self) -> bool:
        """The actor has something to confirm himself."""
        return self.as_leaver or self.as_receiver


def standing_of(handover: Handover, actor: Actor, day: date) -> Standing:
    """Who has confirmed and who has not; the head confirms for who has left already."""
    parts: list[HandoverItem] = handover.parts  # type: ignore[attr-defined]
    waiting = [p for p in parts if p.receiver_id and p.confirmed_at is None]
    awaited = [] if handover.leaver_confirmed_at else [handover.person_name]
    awaited += [p.receiver_name for p in waiting]
    own = handover.person_id == actor.person_id
    return Standing(
        as_leaver=own and handover.leaver_confirmed_at is None,
        as_receiver=any(p.receiver_id == actor.person_id for p in waiting),
        for_leaver=handover.leaver_confirmed_at is None and can_confirm_for_leaver(actor, handover, day),
        awaited=list(dict.fromkeys(awaited)),
    )


def person_panel(actor: Actor, person: Person, day: date) -> dict[str, Any] | None:
    """What a person's page says: handovers by and to him, and the way to a new one."""
    found = visible_handovers(actor).filter(
        Q(person=person) | Q(pk__in=HandoverItem.objects.filter(receiver=person).values("handover_id"))
    )
    rows = list(found.order_by("-made_on", "-pk")[:5])
    may = can_manage_people(actor, person.agency) and person.pk != actor.person_id
    return {"handovers": rows, "person": person, "may": may} if rows or may else None
