"""Voids an entry made by mistake: it is kept, marked, and counts nowhere; what it closed opens again."""

from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.follow_up import drop_follow_up
from qlcl.conformity.operations.reading import declaration_to_change
from qlcl.conformity.operations.recording import entry, events_about
from qlcl.conformity.operations.timeline import chain, system_end
from qlcl.conformity.policies import can_void
from qlcl.conformity.workflow import guards_of_void_declaration, require
from qlcl.duties.operations.reopen_duties import reopen
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import clean


@transaction.atomic
def void_declaration(*, actor: Actor, declaration_id: int, reason: str, on: date, at: datetime) -> Declaration:
    """Takes back a mistaken entry, not a decision: the one it replaced stands again, duties it closed reopen.

    Imported ones: officers of the province; others: the agency's head. Raises `Forbidden`, `guards`,
    `reason_missing`.
    """
    declaration = declaration_to_change(declaration_id, actor)
    if not can_void(actor, declaration):
        raise Forbidden("Bản ghi nhập từ hồ sơ do cán bộ đầu mối của tỉnh hủy; bản ghi khác do thủ trưởng cơ quan hủy.")
    require(guards_of_void_declaration(declaration))
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do hủy bản ghi.", field="reason")
    earlier_events = events_about([declaration.pk])
    declaration.voided_on, declaration.void_reason = on, clean(reason)
    declaration.save(update_fields=["voided_on", "void_reason"])
    line = list(Declaration.objects.standing().filter(system=declaration.system).select_related("replaces"))
    changed = chain(line, system_end(declaration.system))
    for other in sorted(changed, key=lambda d: d.ended_on is None):
        other.save(update_fields=["replaces", "ended_on", "end_reason"])
    made = entry(
        declaration, "conformity.void_declaration", on, f"Hủy bản ghi nhầm: {declaration.void_reason}", changed=changed
    )
    event = history.record(actor=actor, at=at, entries=[made])[0]
    reopen(events=earlier_events, actor=actor, at=at)
    drop_follow_up(declaration=declaration, actor=actor, at=at, event=event.pk)
    return declaration
