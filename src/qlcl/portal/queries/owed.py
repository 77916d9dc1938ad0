"""Every open duty of the actor's own agencies, read once: a desk sorts them into what is his and what others owe."""

from collections.abc import Iterable, Sequence
from datetime import date

from qlcl.duties.models import Duty, DutyQuerySet
from qlcl.duties.policies import visible_duties
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.kernel.shaped import rows

#: More than an agency can owe; a desk never reads further.
MOST = 600


def open_duties(actor: Actor, agency_ids: Iterable[int], day: date) -> list[Duty]:
    """Open duties of those agencies, soonest due first; one query."""
    return rows("portal.open_duties", _open, actor=actor, ids=agency_ids, day=day)


def _open(actor: Actor, agency_ids: Sequence[int], day: date) -> DutyQuerySet:
    found = visible_duties(actor).open().filter(agency_id__in=agency_ids, opened_on__lte=day)
    return found.select_related("agency", "system", "rule", "position").order_by("due_on", "sequence", "id")[:MOST]


def local_agencies(actor: Actor, roles: Iterable[Role] = ()) -> list[int]:
    """The agencies in which the actor holds a post that is not provincial (with one of `roles`, where given)."""
    wanted = set(roles) or set(Role) - PROVINCIAL
    return sorted({p.agency_id for p in actor.posts if p.role in wanted})


def assigned_to(actor: Actor, duties: Iterable[Duty]) -> list[Duty]:
    """Those assigned to a position that the actor holds."""
    own = {post.position_id for post in actor.posts}
    return [duty for duty in duties if duty.position_id in own]


def of_rank(actor: Actor, duties: Iterable[Duty]) -> list[Duty]:
    """Those owed by whoever holds a role that the actor holds there, not assigned to anybody."""
    held = {(post.agency_id, str(post.role)) for post in actor.posts}
    return [duty for duty in duties if duty.position_id is None and (duty.agency_id, duty.role) in held]
