"""Delegations, shaped for lists and pages."""

from datetime import date

from django.db.models import QuerySet

from qlcl.accounts.models import Delegation, Position
from qlcl.accounts.policies import RECEIVERS, mark_of, visible_delegations
from qlcl.kernel import catalogue, history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import Unseen
from qlcl.kernel.history import TimelineEntry
from qlcl.organisations.models import Coverage


def delegations_listed(actor: Actor, *, day: date, past: bool = False) -> QuerySet[Delegation]:
    """Visible delegations that still hold or will, or those that ended."""
    found = visible_delegations(actor).select_related("agency", "to_position")
    return found.filter(valid_until__lte=day) if past else found.filter(valid_until__gt=day)


def delegations_shown(actor: Actor, day: date) -> list[Delegation]:
    """What is delegated to the actor's positions on the day."""
    positions = [post.position_id for post in actor.posts]
    found = Delegation.objects.valid_on(day).filter(to_position_id__in=positions)
    return list(found.select_related("agency", "to_position").order_by("valid_until", "pk"))


def delegation_by_id(actor: Actor, pk: int) -> Delegation:
    """The delegation, if the actor may see it; raises Unseen."""
    found = visible_delegations(actor).select_related("agency", "from_position", "to_position").filter(pk=pk).first()
    if found is None:
        raise Unseen
    return found


def done_under(delegation: Delegation) -> list[TimelineEntry]:
    """What was done under the delegation, in the systems that cover its agency and in its province, newest first."""
    systems = Coverage.objects.filter(agency_id=delegation.agency_id).values_list("system_id", flat=True).distinct()
    chains = [history.system_chain(pk) for pk in systems]
    return history.done_under(
        delegation_id=delegation.pk, chains=chains, start=delegation.valid_from, end=delegation.valid_until
    )


def act_labels(delegation: Delegation) -> list[str]:
    """The delegated acts in words; an act no longer known shows its code."""
    known = {act.code: act.label for act in catalogue.acts()}
    return [known.get(code, code) for code in delegation.act_codes]


def positions_to_delegate_to(actor: Actor, day: date) -> list[tuple[int, str]]:
    """Positions of the agencies the actor heads that may receive a delegation: (id, label)."""
    headed = [post.agency_id for post in actor.posts if post.role == Role.HEAD]
    found = (
        Position.objects.valid_on(day)
        .filter(agency_id__in=headed, role__in=[str(role) for role in RECEIVERS])
        .select_related("agency")
        .order_by("agency_id", "title", "pk")
    )
    held = {post.position_id for post in actor.posts}
    return [
        (position.pk, f"{position.title} ({mark_of(position.role)}) – {position.agency.short_name}")
        for position in found[:500]
        if position.pk not in held
    ]
