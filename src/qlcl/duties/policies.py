"""Who may see, close, explain and move duties."""

from datetime import date

from django.db.models import Q, QuerySet

from qlcl.accounts.models import Appointment
from qlcl.duties.models import Duty, DutyQuerySet, Handover, HandoverItem, HandoverQuerySet, ReminderLetter
from qlcl.kernel import catalogue
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.organisations.policies import can_administer, can_manage_register
from qlcl.organisations.queries import visible_systems

#: Those who act for an agency in the daily keeping of its system.
KEEPERS = (Role.HEAD, Role.DEPUTY, Role.DIVISION_HEAD, Role.ISO_SECRETARY)
#: Those who assign duties to any position of their agency; a head of a division does it in his division.
ASSIGNERS = (Role.HEAD, Role.DEPUTY, Role.ISO_SECRETARY)


def visible_duties(actor: Actor) -> DutyQuerySet:
    """Duties of the systems the actor may see."""
    if actor.is_system:
        return Duty.objects.all()
    return Duty.objects.filter(system__in=visible_systems(actor))


def closable_by_hand(duty: Duty) -> bool:
    """Whether a statement closes it: steps marked so, and duties whose act no room performs yet.

    What a room performs is closed by that act alone, from the day the room registers it.
    """
    return duty.by_hand or all(act.code != duty.act for act in catalogue.acts())


def can_close_by_hand(actor: Actor, duty: Duty) -> bool:
    """Keepers of the agency's system, whoever holds the role or the position that owes it, officers of the province."""
    return answers_for(actor, duty) or helps_with(actor, duty)


def answers_for(actor: Actor, duty: Duty) -> bool:
    """The same but for guests: whose word about the duty is the agency's, or its province's."""
    roles = {*KEEPERS, Role(duty.role)} - {Role.CONSULTANT}
    guests = {post.position_id for post in actor.posts if post.role == Role.CONSULTANT}
    assigned = is_assigned_to(actor, duty) and duty.position_id not in guests
    own = assigned or actor.post_at(duty.agency_id, roles) is not None
    return own or can_manage_register(actor, duty.system.province_id)


def helps_with(actor: Actor, duty: Duty) -> bool:
    """A consultant of the agency may fill in what others did, but nothing of the head's or his deputy's."""
    if duty.role in {Role.HEAD, Role.DEPUTY} or is_for_head_only(duty):
        return False
    return actor.post_at(duty.agency_id, [Role.CONSULTANT]) is not None


def can_confirm_unchanged(actor: Actor, duty: Duty) -> bool:
    """Whoever may close it, but no guest, whatever he is elsewhere: to confirm is the agency's own word."""
    return answers_for(actor, duty)


def can_take_over(actor: Actor, agency_id: int) -> bool:
    """Who takes over what a consultant leaves: the agency's head, deputy or secretary."""
    return actor.post_at(agency_id, ASSIGNERS) is not None


def is_assigned_to(actor: Actor, duty: Duty) -> bool:
    """Whether it was assigned to a position that the actor holds."""
    return duty.position_id is not None and any(p.position_id == duty.position_id for p in actor.posts)


def can_perform(actor: Actor, duty: Duty) -> bool:
    """Whether the page of its act is open to the actor: what only a head decides, to him or under his mandate."""
    if closable_by_hand(duty):
        return can_close_by_hand(actor, duty)
    own = Role(duty.role)
    head_only = any(act.code == duty.act and act.head_only for act in catalogue.acts())
    if actor.post_at(duty.agency_id, [own] if head_only else {*KEEPERS, own}) is not None:
        return True
    return (own in PROVINCIAL and actor.provincial_post(duty.system.province_id, [own]) is not None) or (
        head_only and actor.mandate_for(duty.agency_id, duty.act) is not None
    )


def is_for_head_only(duty: Duty) -> bool:
    """Whether no paper but a delegation hands its act on; such a duty is not assigned."""
    return any(act.code == duty.act and act.head_only for act in catalogue.acts())


def can_assign(actor: Actor, duty: Duty) -> bool:
    """The head and his deputy, the secretary who keeps the list (but not what the head owes), the head of a division.

    A head of a division assigns what falls to his rank and below, and what was assigned to him.
    """
    posts = [p for p in actor.posts if p.agency_id == duty.agency_id]
    if any(p.role in {Role.HEAD, Role.DEPUTY} for p in posts):
        return True
    if duty.role == Role.HEAD:
        return False
    below = duty.role in {Role.DIVISION_HEAD, Role.STAFF, Role.INTERNAL_AUDITOR}
    return any(
        p.role == Role.ISO_SECRETARY or (p.role == Role.DIVISION_HEAD and (below or p.position_id == duty.position_id))
        for p in posts
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


def visible_letters(actor: Actor) -> QuerySet[ReminderLetter]:
    """Draft letters of the provinces that the actor oversees; agencies see the letter that is sent, not the draft."""
    if actor.is_system:
        return ReminderLetter.objects.all()
    return ReminderLetter.objects.filter(province_id__in=actor.oversees)


def administers_a_province(actor: Actor) -> bool:
    """Whether the actor looks after the product's background work."""
    return any(can_administer(actor, province_id) for province_id in actor.oversees)


def sees_consultants(actor: Actor) -> bool:
    """The list of guests is in the navigation of who keeps an agency or oversees a province."""
    return bool(actor.oversees) or bool(actor.roles & set(ASSIGNERS))


def visible_consultants(actor: Actor) -> QuerySet[Appointment]:
    """Consultants' appointments to agencies the actor sees, and his own."""
    guests = Appointment.objects.filter(position__role=Role.CONSULTANT)
    if actor.is_system:
        return guests
    agencies = [post.agency_id for post in actor.posts if post.role != Role.CONSULTANT]
    seen = Q(position__agency_id__in=agencies) | Q(person_id=actor.person_id)
    if actor.oversees:
        seen |= Q(position__agency__province_id__in=actor.oversees)
    return guests.filter(seen) if actor.posts else guests.none()


def visible_handovers(actor: Actor) -> HandoverQuerySet:
    """Handovers of the actor's agencies (guests excepted) and provinces, and those in which he has a part."""
    if actor.is_system:
        return Handover.objects.all()
    if actor.person_id is None:
        return Handover.objects.none()
    agencies = [post.agency_id for post in actor.posts if post.role != Role.CONSULTANT]
    parts = HandoverItem.objects.filter(receiver_id=actor.person_id)
    seen = Q(agency_id__in=agencies) | Q(person_id=actor.person_id) | Q(pk__in=parts.values("handover_id"))
    if actor.oversees:
        seen |= Q(agency__province_id__in=actor.oversees)
    return Handover.objects.filter(seen)


def can_confirm_for_leaver(actor: Actor, handover: Handover, day: date) -> bool:
    """The agency's head, or the province's administrator, once the person has left and cannot do it himself."""
    if handover.person_id == actor.person_id or handover.leaves_on > day:
        return False
    administers = actor.provincial_post(handover.agency.province_id, [Role.ADMINISTRATOR])
    return actor.post_at(handover.agency_id, [Role.HEAD]) is not None or administers is not None
