"""Parts of a handover: what ends with it, and who is told."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Model, Q
from django.urls import reverse

from qlcl.accounts.models import ApiToken, Appointment, Delegation
from qlcl.duties.models import Handover, HandoverItem
from qlcl.duties.operations.notify import Note, notify
from qlcl.kernel.actors import Actor


def end_delegations(appointments: Sequence[Appointment], *, until: date, reason: str) -> list[Model]:
    """Ends delegations to and from the positions: a paper trusts a person, his successor asks for his own."""
    ids = [appointment.position_id for appointment in appointments]
    found = list(
        Delegation.objects.filter(
            Q(from_position_id__in=ids) | Q(to_position_id__in=ids), valid_until__gt=until
        ).select_related("to_position")
    )
    for delegation in found:
        delegation.valid_until = max(until, delegation.valid_from)
        delegation.end_reason = f"Bàn giao vị trí: {reason}"[:250]
    Delegation.objects.bulk_update(found, ["valid_until", "end_reason"])
    return list(found)


def end_tokens(appointments: Sequence[Appointment], *, until: date, on: date, at: datetime) -> list[Model]:
    """Ends the tokens of the appointments: at once when the day has come, else on the day."""
    found = list(
        ApiToken.objects.filter(
            appointment_id__in=[a.pk for a in appointments], revoked_at__isnull=True, valid_until__gt=min(until, on)
        )
    )
    for token in found:
        if until <= on:
            token.revoked_at = at
        else:
            token.valid_until = min(token.valid_until, until)
    ApiToken.objects.bulk_update(found, ["revoked_at", "valid_until"])
    return list(found)


def tell(*, handover: Handover, items: Sequence[HandoverItem], actor: Actor, on: date, at: datetime) -> None:
    """Puts a notice into the inbox of each position, and into one of a receiver who does not hold it yet."""
    link = reverse("duties:handover", args=[handover.pk])
    where = {item.position_id for item in items} | {item.target_id for item in items if item.target_id}
    receivers = [item.receiver_id for item in items if item.receiver_id]
    held = Appointment.objects.valid_on(on).filter(person_id__in=receivers).order_by("acting", "pk")
    first: dict[int, int] = {}
    for person_id, position_id in held.values_list("person_id", "position_id"):
        first.setdefault(person_id, position_id)
    text = f"{handover}: chờ người bàn giao và người nhận xác nhận."
    topic = f"handover:{handover.pk}"
    notes = [Note(position, text, link, topic=topic) for position in sorted({*where, *first.values()})]
    notify(notes=notes, actor=actor, on=on, at=at)
