"""Who sees findings: the agency's keepers at once, those who oversee the province after its delay; who answers them."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Q

from qlcl.checks.models import CheckLine, CheckLineQuerySet
from qlcl.kernel.actors import Actor, Post, Role
from qlcl.organisations.parameters import numbers
from qlcl.organisations.policies import can_manage_register

#: Those of an agency who read what is found about it.
READERS = (Role.HEAD, Role.DEPUTY, Role.DIVISION_HEAD, Role.ISO_SECRETARY, Role.INTERNAL_AUDITOR)
#: Those who answer in its name.
ANSWERERS = (Role.HEAD, Role.ISO_SECRETARY)
#: Those of an agency who read the head's part: he and who signs for him.
HEADS = (Role.HEAD, Role.DEPUTY)
DELAY = "checks.province_delay_days"


def agencies_read(actor: Actor) -> frozenset[int]:
    """The agencies whose findings the actor reads as one of their own keepers."""
    return frozenset(post.agency_id for post in actor.posts if post.role in READERS)


def agencies_headed(actor: Actor) -> frozenset[int]:
    """The agencies whose head's part the actor reads as its head or deputy."""
    return frozenset(post.agency_id for post in actor.posts if post.role in HEADS)


def days_shown(actor: Actor, day: date) -> dict[int, date]:
    """Province → the last day that those who oversee it may look at: `day` less the province's delay."""
    delays = numbers(actor.oversees, DELAY, day) if actor.oversees else {}
    return {province: day - timedelta(days=delay) for province, delay in delays.items()}


def visible_lines(actor: Actor, day: date, shown: Mapping[int, date] | None = None) -> CheckLineQuerySet:
    """Lines the actor may see: of his own agencies all; of his provinces those that have stood for the delay.

    `shown` is what `days_shown` gave, where the caller has asked already.
    """
    if actor.is_system:
        return CheckLine.objects.all()
    seen = Q(agency_id__in=agencies_read(actor))
    for province, until in (days_shown(actor, day) if shown is None else shown).items():
        seen |= Q(province_id=province, since__lte=until)
    return CheckLine.objects.filter(seen)


def can_answer(actor: Actor, line: CheckLine) -> bool:
    """The agency's head and its ISO secretary."""
    return answering_post(actor, line.agency_id) is not None


def answering_post(actor: Actor, agency_id: int) -> Post | None:
    """The post by which the actor answers for the agency."""
    return actor.post_at(agency_id, ANSWERERS)


def can_run(actor: Actor, province_id: int, agency_id: int | None) -> bool:
    """For one agency those who read its findings; for a province its officers and administrators."""
    if agency_id is not None and agency_id in agencies_read(actor):
        return True
    return can_manage_register(actor, province_id)


def sees_lines(actor: Actor) -> bool:
    """Keepers of an agency and those who oversee a province have the page in their navigation."""
    return bool(actor.oversees) or bool(agencies_read(actor))


def sees_head_part(actor: Actor) -> bool:
    """Heads, deputies, and those who oversee a province."""
    return bool(actor.oversees) or bool(agencies_headed(actor))
