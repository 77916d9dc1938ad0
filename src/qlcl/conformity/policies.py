"""Who may see declarations, and who may perform which act of conformity."""

from datetime import date

from django.db.models import Q

from qlcl.accounts.models import Delegation
from qlcl.conformity.enums import SignedAs
from qlcl.conformity.models import Declaration, DeclarationQuerySet
from qlcl.kernel.actors import Actor, Mandate, Post, Role
from qlcl.organisations.models import QualitySystem
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.queries import visible_systems

#: Those who keep an agency's system from day to day: they define its scope and record its notices.
KEEPERS = (Role.HEAD, Role.DEPUTY, Role.DIVISION_HEAD, Role.ISO_SECRETARY)
ISSUE = "conformity.issue_declaration"


def visible_declarations(actor: Actor) -> DeclarationQuerySet:
    """Declarations of the systems the actor may see; an agency's own stay visible after its system has ended."""
    if actor.is_system:
        return Declaration.objects.all()
    if not actor.posts:
        return Declaration.objects.none()
    if actor.oversees:
        own = Q(agency__in=actor.agency_ids)
        return Declaration.objects.filter(Q(system__province__in=actor.oversees) | own)
    return Declaration.objects.filter(Q(system__in=visible_systems(actor)) | Q(agency__in=actor.agency_ids))


def head_post(actor: Actor, system: QualitySystem) -> Post | None:
    """The post by which the actor heads the agency that holds the system, acting ones included."""
    return actor.post_at(system.holder_id, [Role.HEAD])


def can_confirm_effect(actor: Actor, system: QualitySystem) -> bool:
    """Only the head himself; no paper hands this on (Decision 19/2014, art. 4.2d)."""
    return head_post(actor, system) is not None


def signing_post(actor: Actor, system: QualitySystem, on: date) -> tuple[Post, SignedAs, str] | None:
    """The post by which the actor signs in the agency's name, in which capacity, on which paper.

    The head; the acting head; a deputy for the head (KT.) under a delegation valid on the day of signing.
    """
    if head := head_post(actor, system):
        return head, SignedAs.ACTING if head.acting else SignedAs.HEAD, ""
    mandate = actor.mandate_for(system.holder_id, ISSUE)
    deputy = next(
        (
            p
            for p in actor.posts
            if mandate and p.position_id == mandate.position_id and p.agency_id == system.holder_id
        ),
        None,
    )
    if mandate is None or deputy is None or deputy.role != Role.DEPUTY:
        return None
    valid = Delegation.objects.filter(
        pk=mandate.delegation_id, valid_from__lte=on, valid_until__gt=on, to_position=deputy.position_id
    )
    return (deputy, SignedAs.KT, mandate.paper) if valid.exists() else None


def signing_mandate(actor: Actor, system: QualitySystem, on: date) -> Mandate | None:
    """The delegation under which a deputy signs for the head; none for the head, and for who acts as head."""
    signing = signing_post(actor, system, on)
    return actor.mandate_for(system.holder_id, ISSUE) if signing and signing[1] == SignedAs.KT else None


def can_issue(actor: Actor, system: QualitySystem, on: date) -> bool:
    """The actor may sign a declaration of the system on that day."""
    return signing_post(actor, system, on) is not None


def can_keep(actor: Actor, system: QualitySystem) -> bool:
    """The actor keeps the system: its scope, its notices, its papers."""
    return keeping_post(actor, system) is not None


def keeping_post(actor: Actor, system: QualitySystem) -> Post | None:
    """The post by which the actor keeps the system."""
    return actor.post_at(system.holder_id, KEEPERS)


def can_end(actor: Actor, system: QualitySystem, on: date) -> bool:
    """Who may issue may end; so may who keeps the province's register, when an agency is reorganised."""
    return can_manage_register(actor, system.province_id) or can_issue(actor, system, on)


def can_void(actor: Actor, declaration: Declaration) -> bool:
    """An imported entry: who keeps the province's register. Any other: only the agency's head."""
    if declaration.imported:
        return can_manage_register(actor, declaration.system.province_id)
    return head_post(actor, declaration.system) is not None


def can_import(actor: Actor, province_id: int | None) -> bool:
    """Who keeps the province's register imports its history."""
    return can_manage_register(actor, province_id)


def sees_declarations(actor: Actor) -> bool:
    """Whoever has signed in has the list in his navigation."""
    return not actor.is_anonymous
