"""Posts as desks need them: which stand empty, which the actor took up lately, who held one before."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from qlcl.accounts.models import Appointment, Position
from qlcl.accounts.policies import visible_appointments
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.kernel.shaped import rows
from qlcl.organisations import parameters

#: For how many days who took up a post finds the page that shows him around.
NEW_FOR = "portal.new_holder_days"


def vacant_positions(actor: Actor, agency_ids: Iterable[int], day: date) -> list[Position]:
    """Positions of the actor's own agencies that nobody holds, with `vacant_since`; a guest's place is no vacancy."""
    return rows("portal.vacant", _vacant, actor=actor, ids=[pk for pk in agency_ids if pk in actor.agency_ids], day=day)


def _vacant(actor: Actor, own: Sequence[int], day: date) -> QuerySet[Position]:
    held = Appointment.objects.valid_on(day).filter(position=OuterRef("pk"))
    left = Appointment.objects.filter(position=OuterRef("pk"), valid_until__lte=day).order_by("-valid_until")
    standing = Position.objects.valid_on(day).filter(agency_id__in=own)
    return (
        standing.filter(~Exists(held))
        .exclude(role=Role.CONSULTANT)
        .annotate(vacant_since=Subquery(left.values("valid_until")[:1]))
        .select_related("agency")
        .order_by("vacant_since", "pk")
    )


def taken_up_lately(actor: Actor, day: date) -> list[Appointment]:
    """The actor's appointments that began within the days a province calls new; two queries."""
    if not actor.posts:
        return []
    days = parameters.number(actor.posts[0].province_id, NEW_FOR, day)
    own = Appointment.objects.valid_on(day).filter(person_id=actor.person_id, valid_from__gt=day - timedelta(days=days))
    return list(own.select_related("position__agency").order_by("valid_from", "pk"))


def appointments_to_own_posts(actor: Actor) -> list[Appointment]:
    """Everybody's appointments to the posts that the actor holds in agencies, the latest first; one query."""
    own = [post.position_id for post in actor.posts if post.role not in PROVINCIAL]
    found = visible_appointments(actor).filter(position__in=own).select_related("position__agency", "person")
    return list(found.order_by("-valid_from", "-pk")[:100])
