"""Opens what follows a declaration: telling the Department, posting at the office, publishing on the web."""

from datetime import datetime

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.recording import edition_reference, reference
from qlcl.duties.operations.cancel_duties import cancel_of_source
from qlcl.duties.operations.open_by_event import Started, open_by_event
from qlcl.kernel.actors import Actor


def open_follow_up(*, declaration: Declaration, act: str, actor: Actor, at: datetime, event: int) -> int:
    """Opens the duties that the province's rules tie to `act` and nobody waits for yet; returns how many.

    By Decision 19/2014, art. 4.3 the three notices. A campaign to the edition may have opened its own: one act is
    not owed twice.
    """
    started = Started(
        system_id=declaration.system_id,
        agency_id=declaration.agency_id,
        act=act,
        subject=reference(declaration),
        on=declaration.signed_on,
        event=event,
        also=(edition_reference(declaration),),
    )
    return open_by_event(facts=[started], actor=actor, at=at)


def drop_follow_up(*, declaration: Declaration, actor: Actor, at: datetime, event: int) -> int:
    """Cancels what the declaration opened and nobody has done: it is void, ended or replaced; returns how many."""
    return cancel_of_source(
        kind="declaration",
        source_id=declaration.pk,
        reason="Công bố đã hết hiệu lực hoặc bản ghi đã hủy",
        actor=actor,
        on=declaration.voided_on or declaration.ended_on or declaration.signed_on,
        at=at,
        event=event,
    )
