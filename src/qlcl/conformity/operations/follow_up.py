"""Opens what follows a declaration: telling the Department, posting at the office, publishing on the web."""

from datetime import datetime, timedelta

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.recording import reference
from qlcl.conformity.workflow import FOLLOW_UP_DAYS, NOTICES
from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel_of_source
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.kernel.actors import Actor


def open_follow_up(*, declaration: Declaration, actor: Actor, at: datetime, event: int) -> int:
    """Opens the duties that nobody waits for yet and returns how many (Decision 19/2014, art. 4.3).

    A campaign to the edition may have opened its own: one act is not owed twice.
    """
    waited_for = set(
        Duty.objects.open()
        .filter(
            system=declaration.system_id,
            act__in=[n.act for n in NOTICES.values()],
            subject_kind="edition",
            subject_id=declaration.edition_id,
        )
        .values_list("act", flat=True)
    )
    subject = reference(declaration)
    specs = [
        DutySpec(
            system_id=declaration.system_id,
            agency_id=declaration.agency_id,
            act=notice.act,
            label=notice.label,
            due_on=declaration.signed_on + timedelta(days=FOLLOW_UP_DAYS),
            role=notice.role,
            subject=subject,
            source=subject,
            legal_basis=notice.basis,
        )
        for notice in NOTICES.values()
        if notice.act not in waited_for
    ]
    return open_duties(specs=specs, actor=actor, on=declaration.signed_on, at=at, event=event)


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
