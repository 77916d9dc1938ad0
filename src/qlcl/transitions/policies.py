"""Who may see and lead campaigns."""

from django.db.models import Q

from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.models import Coverage
from qlcl.organisations.policies import can_manage_register, is_provincial
from qlcl.organisations.queries import visible_systems
from qlcl.transitions.models import Campaign, Enrolment, EnrolmentQuerySet


def visible_enrolments(actor: Actor) -> EnrolmentQuerySet:
    """Enrolments of the systems the actor may see."""
    if actor.is_system:
        return Enrolment.objects.all()
    own = Coverage.objects.filter(agency_id__in=actor.agency_ids).values("system")
    return Enrolment.objects.filter(Q(system__province__in=actor.oversees) | Q(system__in=own))


def visible_campaigns(actor: Actor):
    """Campaigns of the provinces the actor oversees, and those in which his agencies' systems are enrolled."""
    if actor.is_system:
        return Campaign.objects.all()
    if not actor.posts:
        return Campaign.objects.none()
    enrolled = Campaign.objects.filter(enrolments__system__in=visible_systems(actor)).values("pk")
    seen = Q(pk__in=enrolled)
    if actor.oversees:  # asked first: the campaigns of ten thousand systems are gathered only where it does not hold
        seen = Q(province_id__in=actor.oversees) | seen
    return Campaign.objects.filter(seen)


def can_lead_campaign(actor: Actor, province_id: int) -> bool:
    """Officers of the body that oversees the province open campaigns, enrol, set dates and remind."""
    return can_manage_register(actor, province_id)


def can_set_preparation(actor: Actor, enrolment: Enrolment) -> bool:
    """Officers of the province, and the agency's own head, deputy and ISO secretary."""
    return can_prepare(actor, enrolment.system.holder_id, enrolment.system.province_id)


def can_prepare(actor: Actor, agency_id: int, province_id: int) -> bool:
    """The same of an agency, whatever it is enrolled in."""
    own = actor.post_at(agency_id, (Role.HEAD, Role.DEPUTY, Role.ISO_SECRETARY))
    return own is not None or can_lead_campaign(actor, province_id)


def can_open_campaign(actor: Actor) -> bool:
    """Somewhere in the actor's provinces he may open a campaign: decides whether the page offers it."""
    return any(can_lead_campaign(actor, province_id) for province_id in actor.oversees)


def sees_campaigns(actor: Actor) -> bool:
    """The navigation shows campaigns to everybody who holds a position."""
    return bool(actor.posts) or is_provincial(actor)
