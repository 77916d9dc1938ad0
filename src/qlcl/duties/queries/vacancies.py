"""Vacant positions: roles that an agency with a quality system must have filled, and nobody fills."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import Appointment, Position
from qlcl.duties.queries.calendar import workdays_of
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.remembered import remembered
from qlcl.organisations import parameters
from qlcl.organisations.models import Agency, QualitySystem, short_name

DAYS, ROLES = "accounts.vacancy_days", "accounts.vacancy_roles"
#: Whose vacancies every page shows; a province may watch more.
WATCHED = (Role.HEAD, Role.ISO_SECRETARY)
#: Who is told of the vacancies of his own agency.
_KEEPERS = (Role.HEAD, Role.DEPUTY, Role.ISO_SECRETARY)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A role of an agency that nobody fills; `since` is empty where nobody was ever recorded in it."""

    agency_id: int
    agency_code: str
    agency_name: str
    province_id: int
    role: str
    since: date | None
    alarming: bool

    @property
    def role_label(self) -> str:
        """The role in Vietnamese."""
        return str(RoleChoice(self.role).label)


def vacancies(day: date, *, province_ids: Iterable[int] = (), agency_ids: Iterable[int] = ()) -> list[Vacancy]:
    """Vacant roles of agencies that hold a living system, by agency, with since when; who acts (Q.) fills a role.

    `alarming` once the province's number of working days has passed; a role never filled alarms at once. Two queries
    and two for each province; remembered until something is written.
    """
    provinces, agencies = frozenset(province_ids), frozenset(agency_ids)
    return list(remembered(("vacancies", day, provinces, agencies), lambda: tuple(_vacant(day, provinces, agencies))))


def _vacant(day: date, province_ids: Iterable[int], agency_ids: Iterable[int]) -> Iterator[Vacancy]:
    where = Q(province_id__in=province_ids) | Q(holder_id__in=agency_ids)
    names = ("province_id", "holder_id", "holder__code", "holder__name", "holder__province_id")
    holders = list(_living(day).filter(where).order_by("holder__name_sort", "pk").values_list(*names))
    provinces = {province for province, *_ in holders}
    if not provinces:
        return
    set_to = {p: parameters.values(p, day, [DAYS, ROLES]) for p in provinces}
    limits = {p: workdays_of(p).add(day, -int(set_to[p][DAYS])) for p in provinces}
    roles = {p: some[ROLES].split(",") for p, some in set_to.items()}
    watched = sorted({role for some in roles.values() for role in some})
    scope = Q(agency__province_id__in=provinces) if province_ids else Q(agency_id__in=agency_ids)
    filled, ends = _posts(scope, watched, day)
    for province, holder, code, name, home in holders:
        for role in roles[province]:
            if (holder, role) not in filled:
                since = ends.get((holder, role))
                alarming = since is None or since <= limits[province]
                yield Vacancy(holder, code, short_name(name), home, role, since, alarming)


def vacancies_seen(actor: Actor, day: date) -> list[Vacancy]:
    """Those of the actor's provinces and of the agencies that he leads or keeps."""
    own = {post.agency_id for post in actor.posts if post.role in _KEEPERS}
    return vacancies(day, province_ids=actor.oversees, agency_ids=own)


def _living(day: date) -> QuerySet[QualitySystem]:
    return QualitySystem.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


def _in_force(day: date) -> QuerySet[Appointment]:
    """Appointments of people who can sign in, to positions in force."""
    return Appointment.objects.valid_on(day).filter(
        Q(position__valid_until__isnull=True) | Q(position__valid_until__gt=day), person__is_active=True
    )


def _posts(scope: Q, roles: list[str], day: date) -> tuple[set[tuple[int, str]], dict[tuple[int, str], date]]:
    """Which roles of which agencies are filled on the day, and when the last holder of each left; one query."""
    rows = (
        Appointment.objects.filter(position__in=Position.objects.filter(scope, role__in=roles), valid_from__lte=day)
        .exclude(valid_until=F("valid_from"))
        .values_list("position__agency_id", "position__role")
        .annotate(
            now=Count("pk", filter=Q(pk__in=_in_force(day))), last=Max("valid_until", filter=Q(valid_until__lte=day))
        )
    )
    filled, ends = set(), {}
    for agency, role, now, last in rows:
        if now:
            filled.add((agency, role))
        elif last:
            ends[agency, role] = last
    return filled, ends


def vacancy_counts(actor: Actor, day: date) -> dict[str, int]:
    """How many agencies in the actor's sight lack each watched role; one query."""
    own = [post.agency_id for post in actor.posts if post.role in _KEEPERS]
    systems = _living(day).filter(Q(province_id__in=actor.oversees) | Q(holder_id__in=own))
    held = {
        role: _in_force(day).filter(position__agency_id=OuterRef("holder_id"), position__role=role) for role in WATCHED
    }
    return dict(systems.aggregate(**{str(role): Count("pk", filter=~Exists(held[role])) for role in WATCHED}))


def people_panel(actor: Actor, thing: object, day: date) -> dict[str, Any] | None:
    """What the page of people says of vacancies; nothing when every watched role is filled."""
    counts = vacancy_counts(actor, day)
    lacking = [(str(RoleChoice(role).label), counts[role]) for role in WATCHED if counts[role]]
    return {"lacking": lacking} if lacking else None


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """Who leads the agency and keeps its system, and since when nobody does; one query."""
    rows = (
        Appointment.objects.filter(position__agency=agency, position__role__in=WATCHED, valid_from__lte=day)
        .exclude(valid_until=F("valid_from"))
        .select_related("person", "position")
        .order_by("acting", "pk")
    )
    lines: list[dict[str, Any]] = []
    known = list(rows)
    for role in WATCHED:
        of_role = [a for a in known if a.position.role == role]
        now = [a for a in of_role if a.valid_until is None or a.valid_until > day]
        since = max((a.valid_until for a in of_role if a.valid_until), default=None)
        lines.append({"role": RoleChoice(role).label, "now": now, "since": None if now else since})
    return {"lines": lines, "agency": agency}
