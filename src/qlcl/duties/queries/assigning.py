"""Who a duty may be assigned to, and what the people of a division owe."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from qlcl.accounts.models import Appointment, Position
from qlcl.duties.models import Duty
from qlcl.duties.policies import ASSIGNERS
from qlcl.kernel.actors import PROVINCIAL, Actor, Role

#: Guests do not carry an agency's duties (Circular 26/2014, art. 7.2).
_NOT_OWING = [*PROVINCIAL, Role.CONSULTANT]


def positions_for(actor: Actor, duty: Duty, day: date) -> QuerySet[Position]:
    """The positions of the agency to which the actor may assign the duty, by title."""
    positions = Position.objects.valid_on(day).filter(agency_id=duty.agency_id).exclude(role__in=_NOT_OWING)
    if actor.post_at(duty.agency_id, ASSIGNERS) is None:
        positions = positions.filter(_in_division(actor, duty.agency_id))
    return positions.select_related("division").order_by("division__name", "title", "pk")


def with_holders(positions: QuerySet[Position], day: date) -> QuerySet[Position]:
    """The positions with who holds each on the day, in `held`; one query more."""
    held = Appointment.objects.valid_on(day).select_related("person").order_by("acting", "pk")
    return positions.prefetch_related(Prefetch("appointments", held, to_attr="held"))


def people_of(actor: Actor, day: date) -> QuerySet[Position]:
    """The positions whose duties the actor answers for: his division's; a head's, deputy's, secretary's: all."""
    mine = Q(pk__in=())
    for post in actor.posts:
        if post.role in ASSIGNERS:
            mine |= Q(agency_id=post.agency_id)
        elif post.role == Role.DIVISION_HEAD:
            mine |= _in_division(actor, post.agency_id)
    own = [post.position_id for post in actor.posts]
    positions = Position.objects.valid_on(day).filter(mine).exclude(role__in=_NOT_OWING).exclude(pk__in=own)
    return positions.order_by("division__name", "title", "pk")


def _in_division(actor: Actor, agency_id: int) -> Q:
    """Positions of the divisions that the actor heads there; without divisions, the staff that stand in none."""
    heading = [p.position_id for p in actor.posts if p.agency_id == agency_id and p.role == Role.DIVISION_HEAD]
    divisions = Position.objects.filter(pk__in=heading, division__isnull=False).values("division_id")
    loose = Position.objects.filter(pk__in=heading, division__isnull=True)
    staff = Q(agency_id=agency_id, division__isnull=True, role__in=[Role.STAFF, Role.INTERNAL_AUDITOR])
    outside = Q(pk__in=loose.values("pk")) | (staff & Q(agency_id__in=loose.values("agency_id")))
    return Q(agency_id=agency_id, division_id__in=divisions) | outside
