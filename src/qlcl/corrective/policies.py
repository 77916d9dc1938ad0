"""Who sees nonconformities, who cures them, who says whether it helped."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from qlcl.accounts.models import Position
from qlcl.corrective.models import Nonconformity, NonconformityQuerySet
from qlcl.kernel.actors import Actor, Post, Role
from qlcl.organisations.models import QualitySystem
from qlcl.organisations.queries import visible_systems

#: Those of an agency who raise, analyse and cure.
KEEPERS = (Role.HEAD, Role.DEPUTY, Role.DIVISION_HEAD, Role.ISO_SECRETARY, Role.INTERNAL_AUDITOR)
#: Those of the province who raise, verify and withdraw what they found.
INSPECTORS = (Role.INSPECTOR, Role.PROVINCIAL_OFFICER, Role.ADMINISTRATOR)
#: Those of an agency who say whether it helped, where the agency found it itself.
VERIFIERS = (Role.HEAD, Role.DEPUTY, Role.INTERNAL_AUDITOR, Role.ISO_SECRETARY)
#: What is found by these is verified by the province.
EXTERNAL = ("inspection",)


def visible_nonconformities(actor: Actor) -> NonconformityQuerySet:
    """Those of the provinces the actor oversees, of his own agencies, and of the systems that cover them."""
    if actor.is_system:
        return Nonconformity.objects.all()
    if not actor.posts:
        return Nonconformity.objects.none()
    if actor.oversees and actor.oversees >= {post.province_id for post in actor.posts}:
        return Nonconformity.objects.filter(province_id__in=actor.oversees)  # one index answers
    seen = Q(agency_id__in=actor.agency_ids) | Q(system__in=visible_systems(actor))
    if actor.oversees:
        seen = Q(agency_id__in=actor.agency_ids) | Q(province_id__in=actor.oversees)
    return Nonconformity.objects.filter(seen)


def acting_positions(agency_ids: Iterable[int], day: date) -> QuerySet[Position]:
    """The positions that may carry an action out: the agencies' own; a guest carries no duty of an agency."""
    there = Position.objects.valid_on(day).filter(agency_id__in=list(agency_ids))
    return there.exclude(role=Role.CONSULTANT)


def inspecting_post(actor: Actor, province_id: int) -> Post | None:
    """The provincial post by which the actor inspects."""
    return actor.provincial_post(province_id, INSPECTORS)


def keeping_post(actor: Actor, agency_ids: set[int]) -> Post | None:
    """The post by which the actor keeps the system of one of these agencies."""
    found = (actor.post_at(agency_id, KEEPERS) for agency_id in sorted(agency_ids))
    return next((post for post in found if post), None)


def raising_post(actor: Actor, system: QualitySystem) -> Post | None:
    """The post by which the actor raises a nonconformity of the system: of the agency, or of the province."""
    return keeping_post(actor, {system.holder_id}) or inspecting_post(actor, system.province_id)


def curing_post(actor: Actor, row: Nonconformity) -> Post | None:
    """The post by which the actor finds causes and acts: always the agency's own."""
    return keeping_post(actor, {row.agency_id, row.system.holder_id})


def can_raise(actor: Actor, system: QualitySystem) -> bool:
    """The actor may raise a nonconformity of the system."""
    return actor.is_system or raising_post(actor, system) is not None


def can_cure(actor: Actor, row: Nonconformity) -> bool:
    """The actor may correct, find the cause, plan and record actions."""
    return actor.is_system or curing_post(actor, row) is not None


def verifying_post(actor: Actor, row: Nonconformity) -> Post | None:
    """The post by which the actor says whether it helped: the province where it found it, else the agency."""
    if row.source_kind in EXTERNAL:
        return inspecting_post(actor, row.province_id)
    own = actor.post_at(row.agency_id, VERIFIERS) or actor.post_at(row.system.holder_id, VERIFIERS)
    return own or inspecting_post(actor, row.province_id)


def can_verify(actor: Actor, row: Nonconformity) -> bool:
    """The actor's post lets him verify; that he did not act himself is a guard."""
    return actor.is_system or verifying_post(actor, row) is not None


def can_withdraw(actor: Actor, row: Nonconformity) -> bool:
    """Whoever's side found it: the province what an inspection found, else the agency's head or deputy."""
    if actor.is_system or inspecting_post(actor, row.province_id):
        return True
    return row.source_kind not in EXTERNAL and actor.post_at(row.agency_id, [Role.HEAD, Role.DEPUTY]) is not None
