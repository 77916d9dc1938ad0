"""Reads of the accounts room: who acts, who holds which position, lists of people and positions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from qlcl.accounts.models import ApiToken, Appointment, Delegation, Person
from qlcl.accounts.models.position import DatedQuerySet
from qlcl.accounts.models.token import digest_of
from qlcl.accounts.policies import mark_of
from qlcl.kernel.actors import ANONYMOUS, PROVINCIAL, Actor, Mandate, Post, Role
from qlcl.kernel.shaped import rows
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import oversight_ids


def actor_for(person: Person, day: date) -> Actor:
    """The person as an actor on the day: positions held by an appointment in force, and what they delegate.

    Two queries: appointments, then either delegations or, for a provincial post, the predecessors of its province.
    """
    if not person.is_active:
        return ANONYMOUS
    held = rows("accounts.held", _held, actor=Actor(person_id=person.pk), day=day)
    return _actor(person.pk, person.full_name, day, _posts_of(held))


def actor_of_token(secret: str, day: date) -> Actor:
    """The actor a token stands for: one appointment of its holder, while both are in force; else anonymous."""
    token = (
        ApiToken.objects.filter(digest=digest_of(secret), revoked_at__isnull=True, valid_until__gt=day)
        .select_related("appointment__person")
        .first()
    )
    if token is None or not token.appointment.person.is_active:
        return ANONYMOUS
    posts = _posts_of(_in_force(Appointment.objects.filter(pk=token.appointment_id), day))
    person = token.appointment.person
    return _actor(person.pk, f"{person.full_name} (khóa “{token.label}”)", day, posts) if posts else ANONYMOUS


def _held(actor: Actor, _ids: Sequence[int], day: date) -> QuerySet[Any]:
    return _in_force(Appointment.objects.filter(person_id=actor.person_id), day)


def _in_force(appointments: DatedQuerySet, day: date) -> QuerySet[Any]:
    """Appointments in force to positions in force in agencies in force on the day."""
    agency = Q(position__agency__valid_until__isnull=True) | Q(position__agency__valid_until__gt=day)
    position = Q(position__valid_until__isnull=True) | Q(position__valid_until__gt=day)
    return (
        appointments.valid_on(day)
        .filter(agency, position, position__valid_from__lte=day)
        .order_by("acting", "position_id")
        .values_list(
            "position_id",
            "position__title",
            "position__role",
            "position__agency_id",
            "position__agency__province_id",
            "acting",
            "position__agency__name",
        )
    )


def _posts_of(appointments: Iterable[tuple[Any, ...]]) -> tuple[Post, ...]:
    """What those appointments are to an actor."""
    return tuple(
        Post(position_id, title, Role(role), agency_id, province_id, acting, Agency(name=name).short_name)
        for position_id, title, role, agency_id, province_id, acting, name in appointments
    )


def _actor(person_id: int, name: str, day: date, posts: tuple[Post, ...]) -> Actor:
    provinces = {post.province_id for post in posts if post.role in PROVINCIAL}
    reach = {province_id: oversight_ids([province_id], day) for province_id in provinces}
    posts = tuple(replace(p, oversees=reach[p.province_id]) if p.role in PROVINCIAL else p for p in posts)
    oversees = frozenset[int]().union(*reach.values())
    local = [post.position_id for post in posts if post.role not in PROVINCIAL]
    mandates = _mandates(local, day) if local else ()
    return Actor(person_id=person_id, name=name, day=day, posts=posts, mandates=mandates, oversees=oversees)


def _mandates(position_ids: list[int], day: date) -> tuple[Mandate, ...]:
    return tuple(
        Mandate(
            delegation_id=d.pk,
            agency_id=d.agency_id,
            acts=frozenset(d.act_codes),
            position_id=d.to_position_id,
            paper=d.paper,
            mark=mark_of(d.to_position.role),
            for_title=d.from_position.title,
            valid_from=d.valid_from,
            valid_until=d.valid_until,
        )
        for d in rows("accounts.mandates", _delegated, actor=ANONYMOUS, ids=position_ids, day=day)
    )


def _delegated(_actor: Actor, position_ids: Sequence[int], day: date) -> QuerySet[Delegation]:
    found = Delegation.objects.valid_on(day).filter(to_position__in=position_ids)
    return found.select_related("from_position", "to_position").order_by("pk")


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who holds a position on a day."""

    agency_id: int
    position_id: int
    title: str
    role: Role
    person_id: int
    full_name: str
    email: str


def holders(agency_ids: Iterable[int], roles: Iterable[Role], day: date) -> list[Holder]:
    """Who holds the positions with one of `roles` in the agencies on the day; regular holders before acting ones."""
    rows = (
        Appointment.objects.valid_on(day)
        .filter(position__agency_id__in=list(agency_ids), position__role__in=[str(role) for role in roles])
        .filter(person__is_active=True, position__valid_from__lte=day)
        .filter(Q(position__valid_until__isnull=True) | Q(position__valid_until__gt=day))
        .order_by("position__agency_id", "acting", "position_id", "pk")
        .values_list(
            "position__agency_id",
            "position_id",
            "position__title",
            "position__role",
            "person_id",
            "person__full_name",
            "person__email",
        )
    )
    return [Holder(a, p, title, Role(role), person, name, email) for a, p, title, role, person, name, email in rows]
