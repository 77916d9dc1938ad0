"""The people of the example: a head and a secretary in every agency, some posts empty, some guests gone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qlcl.accounts.models import Appointment, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.end_appointments import end_appointment
from qlcl.accounts.operations.make_persons import PersonSpec, make_persons
from qlcl.accounts.operations.make_positions import PositionSpec, make_positions
from qlcl.accounts.queries import actor_for
from qlcl.duties.models import Duty
from qlcl.duties.operations.assign import assign
from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency, Succession
from qlcl.portal.operations.example_files import rows_of

BEGINNING = date(2015, 1, 1)
GUESTS_FROM = date(2019, 12, 2)
TITLES = {Role.ISO_SECRETARY: "Thư ký Ban ISO", Role.CONSULTANT: "Chuyên gia tư vấn"}
NAMES = {Role.HEAD: "Thủ trưởng", Role.ISO_SECRETARY: "Thư ký ISO", Role.CONSULTANT: "Tư vấn"}
#: In the commune of the demo accounts: rule → the account to whose position its duties are assigned.
ASSIGNED = {"internal_audit": "danh-gia-vien", "survey": "truong-phong", "hand_over": "can-bo", "briefing": "can-bo"}


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody made up in a post of an agency; the second one who holds it has number 2."""

    agency: Agency
    role: Role
    since: date
    number: int = 1

    @property
    def post(self) -> tuple[int, Role]:
        """What tells the position."""
        return self.agency.pk, self.role

    @property
    def title(self) -> str:
        """The title of the position."""
        committee = self.agency.level in {Level.COMMUNE, Level.DISTRICT}
        return TITLES.get(self.role) or ("Chủ tịch" if committee else "Thủ trưởng cơ quan")

    @property
    def person(self) -> PersonSpec:
        """Plainly fictional; nobody signs in with it."""
        second = f" {self.number}" if self.number > 1 else ""
        username = f"mau-{self.role.value[:3]}{self.number}-{self.agency.code.lower()}"
        return PersonSpec(
            username, f"{NAMES[self.role]}{second} {self.agency.short_name} (mẫu)", self.agency, signs_in=False
        )


def living_code(code: str, day: date) -> str:
    """The agency of that code, or who it became by the day."""
    while True:
        after = Succession.objects.filter(predecessor__code=code, effective_on__lte=day).order_by("effective_on", "pk")
        successor = after.values_list("successor__code", flat=True).first()
        if successor is None:
            return code
        code = successor


def make_people_of_agencies(*, except_codes: Sequence[str], actor: Actor, day: date, at: datetime) -> None:
    """A head and a secretary for every agency with a system on the day, as appointments stood then.

    Left out are the agencies of `except_codes`, whose people are the demo accounts.
    """
    holders = Agency.objects.valid_on(day).filter(held_systems__isnull=False).exclude(code__in=except_codes)
    agencies = {agency.code: agency for agency in holders.distinct().order_by("pk")}
    changes = [r for r in rows_of("people_changes.csv") if r["unit_code"] in agencies]
    guests = [r for r in changes if r["role"] == Role.CONSULTANT and day >= GUESTS_FROM]
    left = [r for r in changes if r["role"] != Role.CONSULTANT and r["left_on"] <= day.isoformat()]
    came = [r for r in left if r["came_on"] and r["came_on"] <= day.isoformat()]
    terms = {(agencies[r["unit_code"]].pk, Role.CONSULTANT): date.fromisoformat(r["left_on"]) for r in guests}

    first = [*_keepers(agencies.values()), *(_holding(agencies, r, GUESTS_FROM) for r in guests)]
    positions = _make_positions(first, terms, actor, day, at)
    held = _appoint(first, positions, actor, day, at)
    for row in left:
        appointment, on = held[_holding(agencies, row, BEGINNING).post], date.fromisoformat(row["left_on"])
        end_appointment(
            actor=actor, appointment_id=appointment.pk, until=on, reason=row["reason"], on=on, at=at
        )  # fmt: skip
    _appoint([_holding(agencies, r, date.fromisoformat(r["came_on"]), 2) for r in came], positions, actor, day, at)


def _keepers(agencies: Iterable[Agency]) -> Iterator[Holding]:
    for agency in agencies:
        for role in (Role.HEAD, Role.ISO_SECRETARY):
            yield Holding(agency, role, max(BEGINNING, agency.valid_from))


def _holding(agencies: dict[str, Agency], row: dict[str, str], since: date, number: int = 1) -> Holding:
    return Holding(agencies[row["unit_code"]], Role(row["role"]), since, number)


def _make_positions(
    holdings: Sequence[Holding], terms: dict[tuple[int, Role], date], actor: Actor, day: date, at: datetime
) -> dict[tuple[int, Role], Position]:
    specs = [PositionSpec(h.agency, h.title, h.role, h.since, terms.get(h.post)) for h in holdings]
    made = make_positions(actor=actor, specs=specs, on=day, at=at)
    return {h.post: position for h, position in zip(holdings, made, strict=True)}


def _appoint(
    holdings: Sequence[Holding],
    positions: dict[tuple[int, Role], Position],
    actor: Actor,
    day: date,
    at: datetime,
) -> dict[tuple[int, Role], Appointment]:
    """Makes the persons and appoints them; a guest until his position ends."""
    if not holdings:
        return {}
    accounts = make_persons(actor=actor, specs=[h.person for h in holdings], on=day, at=at, illustration=True)
    specs = [
        AppointmentSpec(
            account.person, positions[h.post], h.since, positions[h.post].valid_until, basis="Minh họa"
        )
        for account, h in zip(accounts, holdings, strict=True)
    ]  # fmt: skip
    made = appoint(actor=actor, specs=specs, on=day, at=at)
    return {h.post: appointment for h, appointment in zip(holdings, made, strict=True)}


def assign_among_themselves(*, commune_code: str, day: date, at: datetime) -> None:
    """The head of the demo commune gives this year's open duties to those who do them."""
    head = Appointment.objects.select_related("person").get(person__username="thu-truong").person
    actor = actor_for(head, day)
    posts = dict(Appointment.objects.valid_on(day).values_list("person__username", "position_id"))
    duties = Duty.objects.open().filter(agency__code=commune_code, year=day.year, rule__code__in=list(ASSIGNED))
    for duty in duties.select_related("rule").order_by("pk"):
        assign(
            duty_id=duty.pk,
            position_id=posts[ASSIGNED[duty.rule.code]],  # type: ignore[union-attr]
            actor=actor,
            on=max(duty.opened_on, duty.due_on.replace(day=1)) if duty.due_on <= day else day,
            at=at,
        )
