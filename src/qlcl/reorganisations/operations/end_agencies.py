"""Ends agencies, with what hangs on them in every room below."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.end_declaration import end_declarations
from qlcl.corrective.operations.withdraw import end_subject
from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.models import Event
from qlcl.organisations.models import QualitySystem
from qlcl.organisations.operations.end_agencies import Ending, end_agencies


@transaction.atomic
def end_agencies_everywhere(
    *, actor: Actor, on: date, at: datetime, endings: Sequence[Ending], batch: str = ""
) -> list[QualitySystem]:
    """Ends agencies and, with the systems that end, their declarations, nonconformities and open duties.

    Circular 26/2014 knows no revoking: a declaration ends with its reason. Positions end by their agency's dates.
    """
    systems = end_agencies(actor=actor, on=on, at=at, endings=endings, batch=batch)
    if not systems:
        return systems
    ids = [s.pk for s in systems]
    in_force = Declaration.objects.open().filter(system_id__in=ids).select_related("agency")
    if declarations := list(in_force):
        until = {s.pk: s.valid_until for s in systems}
        reasons = {s.pk: s.end_reason for s in systems}
        end_declarations(
            actor=actor,
            at=at,
            endings=[(d, until[d.system_id] or on, reasons[d.system_id]) for d in declarations],
            batch=batch,
        )
    for system in systems:
        end_subject(actor=actor, system_ids=[system.pk], reason=system.end_reason, on=on, at=at, batch=batch)
    events = _events(systems)
    for system in systems:
        cancel(
            duties=Duty.objects.filter(system=system),
            reason="Hệ thống đã kết thúc",
            actor=actor,
            on=on,
            at=at,
            event=events[system.province_id],
        )
    return systems


def _events(systems: Sequence[QualitySystem]) -> dict[int, int]:
    """The event that has just recorded the endings, by province."""
    chains = {history.province_chain(s.province_id): s.province_id for s in systems}
    ended = Event.objects.filter(act="organisations.end_agencies", chain__key__in=chains)
    found = ended.values_list("chain__key").annotate(last=Max("id"))
    return {chains[key]: last for key, last in found}
