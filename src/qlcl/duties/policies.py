"""Who may see, close, explain and move duties."""

from qlcl.duties.models import Duty, DutyQuerySet
from qlcl.kernel import catalogue
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.queries import visible_systems

#: Those who act for an agency in the daily keeping of its system.
KEEPERS = (Role.HEAD, Role.DEPUTY, Role.DIVISION_HEAD, Role.ISO_SECRETARY)


def visible_duties(actor: Actor) -> DutyQuerySet:
    """Duties of the systems the actor may see."""
    if actor.is_system:
        return Duty.objects.all()
    return Duty.objects.filter(system__in=visible_systems(actor))


def can_close_by_hand(actor: Actor, duty: Duty) -> bool:
    """Keepers of the agency's system, whoever holds the role that owes it, and officers of the province."""
    roles = {*KEEPERS, Role(duty.role)}
    return actor.post_at(duty.agency_id, roles) is not None or can_manage_register(actor, duty.system.province_id)


def can_perform(actor: Actor, duty: Duty) -> bool:
    """Whether the page of its act is open to the actor: what only a head decides, to him or under his mandate."""
    if duty.by_hand:
        return can_close_by_hand(actor, duty)
    own = Role(duty.role)
    head_only = any(act.code == duty.act and act.head_only for act in catalogue.acts())
    if actor.post_at(duty.agency_id, [own] if head_only else {*KEEPERS, own}) is not None:
        return True
    return (own in PROVINCIAL and actor.provincial_post(duty.system.province_id, [own]) is not None) or (
        head_only and actor.mandate_for(duty.agency_id, duty.act) is not None
    )


def can_explain(actor: Actor, duty: Duty) -> bool:
    """Keepers of the agency's system, and officers of the province."""
    return actor.post_at(duty.agency_id, KEEPERS) is not None or can_manage_register(actor, duty.system.province_id)


def can_reschedule(actor: Actor, duty: Duty) -> bool:
    """Only officers of the province move a date."""
    return can_manage_register(actor, duty.system.province_id)


def holds_a_post(actor: Actor) -> bool:
    """Only who holds a position owes anything."""
    return bool(actor.posts)
