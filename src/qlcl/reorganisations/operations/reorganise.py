"""Ends agencies and records who follows them, as one act."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.kernel.actors import Actor
from qlcl.organisations.operations.end_agencies import Ending
from qlcl.organisations.operations.record_successions import NewSuccession, record_successions
from qlcl.reorganisations.operations.end_agencies import end_agencies_everywhere


@transaction.atomic
def reorganise(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    endings: Sequence[Ending],
    successions: Sequence[NewSuccession] = (),
) -> None:
    """Ends agencies with all that hangs on them and records their successors; both or neither.

    Raises what `end_agencies` and `record_successions` raise.
    """
    end_agencies_everywhere(actor=actor, on=on, at=at, endings=endings)
    if successions:
        record_successions(actor=actor, on=on, at=at, successions=successions)
