"""Handovers on a desk: those that wait for the actor's word, those by which he took over."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from qlcl.duties.models import HandoverQuerySet
from qlcl.duties.queries.handovers import handovers_awaiting, handovers_received
from qlcl.kernel.actors import Actor
from qlcl.kernel.shaped import rows
from qlcl.portal.queries.matters import Kind, Matter


def handovers_waiting(actor: Actor, day: date) -> list[Matter]:
    """Handovers that the actor himself has still to confirm, as who leaves or who receives; one query."""
    return [
        Matter(
            Kind.HAND_OVER,
            f"Xác nhận bàn giao: {handover.person_name}",
            f"Thôi giữ vị trí từ {handover.leaves_on:%d/%m/%Y}: {handover.reason}.",
            reverse("duties:handover", args=[handover.pk]),
            day,
            place=handover.agency.short_name,
        )
        for handover in rows("portal.handovers", _awaiting, actor=actor, day=day)
    ]


def _awaiting(actor: Actor, _ids: Sequence[int], _day: date) -> HandoverQuerySet:
    return handovers_awaiting(actor).prefetch_related(None)


def minutes_received(actor: Actor) -> list[tuple[str, str]]:
    """(words, address) of the handovers by which the actor took over, newest first; one query."""
    received = handovers_received(actor).prefetch_related(None)
    return [
        (f"Bàn giao của {h.person_name}, ngày {h.made_on:%d/%m/%Y}", reverse("duties:handover", args=[h.pk]))
        for h in received
    ]
