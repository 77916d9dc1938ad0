"""People, shaped for lists and pages."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import ApiToken, Appointment, Person
from qlcl.accounts.policies import visible_persons
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.text import fold, nfc


@dataclass(frozen=True, slots=True)
class PostShown:
    """An appointment as a page shows it."""

    appointment_id: int
    position_id: int
    title: str
    role: str
    agency_id: int
    agency_code: str
    agency_name: str
    valid_from: date
    valid_until: date | None
    acting: bool
    basis: str
    end_reason: str

    def __str__(self) -> str:
        return f"{'Q. ' if self.acting else ''}{self.title}, {self.agency_name}"

    @property
    def role_label(self) -> str:
        """The role in Vietnamese."""
        return RoleChoice(self.role).label


def _shown(appointment: Appointment) -> PostShown:
    position = appointment.position
    return PostShown(
        appointment.pk,
        position.pk,
        position.title,
        position.role,
        position.agency_id,
        position.agency.code,
        position.agency.short_name,
        appointment.valid_from,
        appointment.valid_until,
        appointment.acting,
        appointment.basis,
        appointment.end_reason,
    )


def people_listed(
    actor: Actor, *, day: date, text: str = "", agency_code: str = "", role: str = "", state: str = ""
) -> QuerySet[Person]:
    """Visible people whose name or username holds every word of `text`; by agency, role held on the day,
    state; each with its posts of the day."""
    posts = Appointment.objects.valid_on(day).select_related("position__agency").order_by("acting", "pk")
    people = (
        visible_persons(actor)
        .select_related("agency")
        .prefetch_related(Prefetch("appointments", posts, to_attr="held"))
    )
    for word in fold(text).split():
        people = people.filter(Q(name_fold__contains=word) | Q(username__contains=word))
    held = Appointment.objects.valid_on(day).filter(person=OuterRef("pk"))
    if agency_code:
        people = people.filter(Q(agency__code=agency_code) | Exists(held.filter(position__agency__code=agency_code)))
    if role in RoleChoice.values:
        people = people.filter(Exists(held.filter(position__role=role)))
    if state == "khoa":
        return people.filter(is_active=False)
    if state == "dang-dung":
        return people.filter(is_active=True)
    return people.filter(~Exists(held)) if state == "chua-co-vi-tri" else people


def posts_held(person: Person) -> list[PostShown]:
    """The posts that `people_listed` found with the person."""
    return [_shown(appointment) for appointment in person.held]  # type: ignore[attr-defined]


def posts_shown(person_id: int | None, day: date | None) -> list[PostShown]:
    """The posts of a person on a day; without a day, all of them, the latest first."""
    found = Appointment.objects.filter(person_id=person_id).select_related("position__agency")
    found = found.valid_on(day).order_by("acting", "pk") if day else found.order_by("-valid_from", "-pk")[:100]
    return [_shown(appointment) for appointment in found]


def person_by_id(actor: Actor, pk: int) -> Person:
    """The person, if the actor may see it; raises Unseen."""
    person = visible_persons(actor).select_related("agency").filter(pk=pk).first()
    if person is None:
        raise Unseen
    return person


def person_by_username(actor: Actor, username: str) -> Person:
    """The person with that username, if the actor may see it; raises Unseen."""
    person = visible_persons(actor).filter(username=nfc(username).strip().lower()).first()
    if person is None:
        raise Unseen(f"Không có người dùng “{username}” trong phạm vi được xem; hãy lập tài khoản trước.")
    return person


def persons_of_agency(actor: Actor, agency_id: int) -> list[Person]:
    """Open accounts that the agency keeps, for suggestions in a form."""
    people = visible_persons(actor).filter(agency_id=agency_id, is_active=True)
    return list(people.order_by("name_sort", "pk")[:200])


def last_day_in_post(person_id: int, day: date) -> date | None:
    """Since when the person holds nothing any more; None while he holds or will hold a post, or never held one."""
    held = Appointment.objects.filter(person_id=person_id)
    ends = list(held.values_list("valid_until", flat=True))
    if not ends or any(until is None or until > day for until in ends):
        return None
    return max(until for until in ends if until is not None)


def tokens_shown(person_id: int | None, day: date) -> list[ApiToken]:
    """Tokens of the person that still work."""
    tokens = ApiToken.objects.filter(appointment__person_id=person_id, revoked_at__isnull=True, valid_until__gt=day)
    return list(tokens.select_related("appointment__position__agency").order_by("valid_until", "pk"))
