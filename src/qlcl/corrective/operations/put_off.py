"""A later date for findings, accepted in writing by who found them; the first one stays on record."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.recording import entry
from qlcl.kernel import history
from qlcl.kernel.actors import Actor

ACT = "corrective.put_off"


@transaction.atomic
def put_off(
    *, actor: Actor, dates: Mapping[int, date], basis: str, on: date, at: datetime, batch: str = ""
) -> list[Nonconformity]:
    """Takes the later date of each finding (its id → the date) over and returns those that changed.

    Circular 26/2014, art. 37.2: what is overdue is judged by the date in force. What is cured or ended, and a date
    not later, changes nothing. Called by the act that says so in writing, which checks the right and locks the chain.
    """
    rows = Nonconformity.objects.filter(pk__in=dates).select_related("agency", "system").order_by("pk")
    moved = [row for row in rows if row.put_off(dates[row.pk], on, basis)]
    for row in moved:
        row.save(update_fields=["due_on", "first_due_on", "due_set_on", "due_basis"])
    if moved:
        entries = [entry(row, ACT, on, f"Hạn khắc phục mới {row.due_on:%d/%m/%Y}: {basis}. {row}") for row in moved]
        history.record(actor=actor, at=at, entries=entries, batch=batch)
    return moved
