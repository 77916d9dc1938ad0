"""Who may see people and positions, and who may change them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from qlcl.accounts.models import ApiToken, Appointment, Delegation, Person, Position
from qlcl.kernel import catalogue
from qlcl.kernel.actors import BY_AUTHORISATION, FOR_THE_HEAD, Actor, Post, Role
from qlcl.organisations.models import Agency

#: What a head and a deputy may give in their own agency: nothing above themselves, nothing provincial.
GRANTED_BY_DEPUTY = (
    Role.DIVISION_HEAD,
    Role.ISO_SECRETARY,
    Role.INTERNAL_AUDITOR,
    Role.STAFF,
    Role.CONSULTANT,
)
GRANTED_BY_HEAD = (Role.DEPUTY, *GRANTED_BY_DEPUTY)

#: Who may receive what the head delegates: a deputy signs for him (KT.), the head of a division or of the office by
#: his authorisation (TUQ.; Decree 30/2020, art. 13).
RECEIVERS = frozenset({Role.DEPUTY, Role.DIVISION_HEAD})


def mark_of(role: str) -> str:
    """How who receives a delegation signs: KT. for a deputy, TUQ. for others."""
    return FOR_THE_HEAD if role == Role.DEPUTY else BY_AUTHORISATION


def acts_for(role: str) -> list[catalogue.Act]:
    """The acts that a paper may hand to a position of that role, as the rooms registered them."""
    if role not in RECEIVERS:
        return []
    return [act for act in catalogue.acts() if act.delegable and (role == Role.DEPUTY or not act.head_only)]


def managing_post(actor: Actor, agency: Agency) -> Post | None:
    """The post by which the actor manages people of the agency: province's administrator, its head or deputy."""
    return actor.provincial_post(agency.province_id, [Role.ADMINISTRATOR]) or actor.post_at(
        agency.pk, [Role.HEAD, Role.DEPUTY]
    )


def can_manage_people(actor: Actor, agency: Agency) -> bool:
    """The actor manages the persons and positions of the agency."""
    return actor.is_system or managing_post(actor, agency) is not None


def grantable_roles(actor: Actor, agency: Agency) -> tuple[Role, ...]:
    """The roles the actor may give in the agency: nobody gives one above his own."""
    if actor.is_system:
        return tuple(Role)
    post = managing_post(actor, agency)
    if post is None:
        return ()
    if post.role == Role.ADMINISTRATOR:
        return tuple(Role)
    return GRANTED_BY_HEAD if post.role == Role.HEAD else GRANTED_BY_DEPUTY


def can_grant(actor: Actor, agency: Agency, role: str) -> bool:
    """The actor may give, change and take away positions with that role in the agency."""
    return Role(role) in grantable_roles(actor, agency)


def head_post(actor: Actor, agency_id: int) -> Post | None:
    """The post of head (acting too) by which the actor delegates in the agency's name."""
    return actor.post_at(agency_id, [Role.HEAD])


def acting_post(actor: Actor, position: Position) -> Post | None:
    """The post by which the actor puts somebody in charge of a head's position: its regular holder, administrators."""
    if position.role != Role.HEAD:
        return None
    own = next((p for p in actor.posts if p.position_id == position.pk and not p.acting), None)
    return own or actor.provincial_post(position.agency.province_id, [Role.ADMINISTRATOR])


def manages_somebody(actor: Actor) -> bool:
    """The actor has a page of people to keep."""
    return bool(actor.roles & {Role.ADMINISTRATOR, Role.HEAD, Role.DEPUTY})


def is_head(actor: Actor) -> bool:
    """The actor heads an agency (acting too)."""
    return Role.HEAD in actor.roles


def grantable_somewhere(actor: Actor) -> tuple[str, ...]:
    """The roles that the actor may give in at least one agency; empty: none."""
    if actor.is_system or Role.ADMINISTRATOR in actor.roles:
        return tuple(Role)
    if is_head(actor):
        return GRANTED_BY_HEAD
    return GRANTED_BY_DEPUTY if Role.DEPUTY in actor.roles else ()


def can_manage_person(actor: Actor, person: Person) -> bool:
    """The actor manages people of the keeping agency and could give every role the person holds or will hold.

    Otherwise a deputy could take over the account of his head.
    """
    if actor.is_system:
        return True
    if not can_manage_people(actor, person.agency):
        return False
    held = Appointment.objects.filter(person=person).select_related("position__agency")
    held = held.exclude(valid_until__lte=actor.day) if actor.day else held
    return person.pk == actor.person_id or all(can_grant(actor, a.position.agency, a.position.role) for a in held)


def sees_people(actor: Actor) -> bool:
    """The list of people is in the actor's navigation: he keeps people, or oversees a province."""
    return bool(actor.oversees) or manages_somebody(actor)


def _in_sight(actor: Actor, agency: str) -> Q:
    """A condition on the path `agency`: the actor's agencies, and those of the provinces seen whole."""
    seen = Q(**{f"{agency}_id__in": actor.agency_ids})
    if actor.oversees:
        seen |= Q(**{f"{agency}__province_id__in": actor.oversees})
    return seen


def visible_positions(actor: Actor) -> QuerySet[Position]:
    """Positions of the actor's agencies and provinces."""
    if actor.is_system:
        return Position.objects.all()
    return Position.objects.filter(_in_sight(actor, "agency")) if actor.posts else Position.objects.none()


def visible_appointments(actor: Actor) -> QuerySet[Appointment]:
    """Appointments to visible positions."""
    if actor.is_system:
        return Appointment.objects.all()
    if not actor.posts:
        return Appointment.objects.none()
    return Appointment.objects.filter(_in_sight(actor, "position__agency"))


def visible_persons(actor: Actor) -> QuerySet[Person]:
    """Persons whose account one of the actor's agencies or provinces keeps, or who hold a position there; oneself."""
    if actor.is_system:
        return Person.objects.all()
    if not actor.posts:
        return Person.objects.filter(pk=actor.person_id)
    there = Appointment.objects.filter(_in_sight(actor, "position__agency"), person=OuterRef("pk"))
    return Person.objects.filter(Q(pk=actor.person_id) | _in_sight(actor, "agency") | Exists(there))


def visible_delegations(actor: Actor) -> QuerySet[Delegation]:
    """Delegations of the actor's agencies and provinces."""
    if actor.is_system:
        return Delegation.objects.all()
    return Delegation.objects.filter(_in_sight(actor, "agency")) if actor.posts else Delegation.objects.none()


def visible_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens, and those of the agencies whose people he manages."""
    if actor.is_system:
        return ApiToken.objects.all()
    own = Q(appointment__person_id=actor.person_id)
    heads = [p.agency_id for p in actor.posts if p.role in {Role.HEAD, Role.DEPUTY}]
    own |= Q(appointment__position__agency_id__in=heads)
    if any(p.role == Role.ADMINISTRATOR for p in actor.posts):
        own |= Q(appointment__position__agency__province_id__in=actor.oversees)
    return ApiToken.objects.filter(own)
