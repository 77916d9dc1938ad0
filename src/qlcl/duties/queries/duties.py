"""Reads of duties and notices, shaped for pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from qlcl.accounts.models import Position
from qlcl.duties.enums import Band, State
from qlcl.duties.models import Duty, DutyQuerySet, Notice, NoticeQuerySet
from qlcl.duties.models.states import state_of
from qlcl.duties.policies import visible_duties
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.kernel.clock import time_left
from qlcl.kernel.shaped import rows

#: Whose duties a post looks after besides its own: deputies sign for the head (KT.), secretaries keep the list.
_ALSO = {
    Role.DEPUTY: (Role.HEAD,),
    Role.ISO_SECRETARY: (Role.HEAD, Role.DEPUTY, Role.DIVISION_HEAD, Role.INTERNAL_AUDITOR, Role.STAFF),
}


def state_on(duty: Duty, day: date) -> State:
    """How the duty stands, or stood, on `day`."""
    return state_of(day, duty.due_on, duty.closed_on, duty.outcome, duty.explained_on, duty.statutory)


def my_duties(actor: Actor) -> DutyQuerySet:
    """Duties of the positions the actor holds, and of those he looks after in the same agency.

    What was assigned to one position is no longer owed by the others of that role, but by who looks after them still.
    Every branch has an index of its own, and all of them lie in what the actor may see: asked for on every page.
    """
    mine = Q(position_id__in=[post.position_id for post in actor.posts])
    for post in actor.posts:
        also = _ALSO.get(post.role, ())
        if post.role in PROVINCIAL:
            mine |= Q(role=post.role, system__province_id__in=post.oversees, position__isnull=True)
        elif also:
            mine |= Q(agency_id=post.agency_id, role__in=[post.role, *also])
        else:
            mine |= Q(agency_id=post.agency_id, role=post.role, position__isnull=True)
    return Duty.objects.filter(mine)


@dataclass(slots=True)
class Item:
    """A line of “my work”: the duty, and others of the same act that the same act will close."""

    duty: Duty
    band: Band
    days: int
    others: list[Duty] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The state of its mark."""
        return "overdue" if self.days < 0 else "soon" if self.days <= 7 else "not_due"

    @property
    def due(self) -> str:
        """How long there is left, in words."""
        return time_left(self.days)


def _band(days: int) -> Band:
    if days < 0:
        return Band.OVERDUE
    return Band.WEEK if days <= 7 else Band.MONTH if days <= 30 else Band.LATER


def duties_of(actor: Actor, day: date, limit: int = 300) -> dict[Band, list[Item]]:
    """The actor's open duties in bands, most pressing first; empty bands are left out.

    Several sources may wait for one act (a campaign's step and a declaration's notice): one line, with its others.
    """
    rows = (
        my_duties(actor)
        .open()
        .filter(opened_on__lte=day)
        .select_related("agency", "system")
        .order_by("due_on", "sequence", "id")[:limit]
    )
    seen: dict[tuple[object, ...], Item] = {}
    for duty in rows:
        days = (duty.due_on - day).days
        item = seen.setdefault(duty.closed_together, Item(duty, _band(days), days))
        if item.duty is not duty:
            item.others.append(duty)
    bands: dict[Band, list[Item]] = {}
    for item in seen.values():
        bands.setdefault(item.band, []).append(item)
    return {band: bands[band] for band in Band if band in bands}


def waiting_counts(actor: Actor, day: date) -> dict[str, int]:
    """Duties overdue (`work`) and notices unread (`inbox`), for the frame of every page; one query."""
    if not actor.posts:
        return {}
    return dict(rows("duties.waiting", _waiting, actor=actor, day=day))


def _waiting(actor: Actor, _ids: Sequence[int], day: date) -> QuerySet[Any]:
    late = my_duties(actor).overdue_on(day).order_by().annotate(what=Value("work")).values("what")
    unread = Notice.objects.of(actor).unread().order_by().annotate(what=Value("inbox")).values("what")
    counted = [found.annotate(n=Count("pk")).values_list("what", "n") for found in (late, unread)]
    return counted[0].union(counted[1], all=True)


def overdue_count(actor: Actor, day: date) -> int:
    """How many of the actor's duties are overdue: the number beside “my work”."""
    return my_duties(actor).overdue_on(day).count()


def open_duties_overdue_on(actor: Actor, day: date) -> DutyQuerySet:
    """Every visible duty overdue on `day`, oldest first."""
    return visible_duties(actor).overdue_on(day).order_by("due_on", "id")


def inbox(actor: Actor) -> NoticeQuerySet:
    """Notices to the actor's positions, newest first."""
    return Notice.objects.of(actor).select_related("position").order_by("-on", "-at", "-id")


def unread_count(actor: Actor) -> int:
    """How many notices the actor has not opened."""
    return Notice.objects.of(actor).unread().count() if actor.posts else 0


def notices_about(duty: Duty) -> NoticeQuerySet:
    """Who was told of the duty, and when: notices on it, and reminders of its source to its agency."""
    told = Q(duty=duty)
    if duty.source_kind:
        told |= Q(topic=f"{duty.source_kind}:{duty.source_id}", position__agency_id=duty.agency_id)
    return Notice.objects.filter(told).select_related("position").order_by("at", "id")


def positions_owing(agency_ids: Iterable[int], roles: Iterable[Role], day: date) -> QuerySet[Position]:
    """The positions with one of the roles in those agencies on the day, filled or not."""
    return Position.objects.valid_on(day).filter(agency_id__in=list(agency_ids), role__in=[str(r) for r in roles])
