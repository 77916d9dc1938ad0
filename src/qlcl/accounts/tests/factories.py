"""Makes persons in positions for tests."""

from datetime import date
from itertools import count

from qlcl.accounts.models import Appointment, Person, Position
from qlcl.accounts.queries import actor_for
from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.models import Agency

BEGINNING = date(2004, 1, 1)
_numbers = count(1)


def make_person(agency: Agency, full_name: str = "", **fields: object) -> Person:
    """A person without a usable password, signed in by `force_login`."""
    number = next(_numbers)
    defaults: dict[str, object] = {
        "username": f"nguoi-{number}",
        "full_name": full_name or f"Nguyễn Văn {number}",
        "password": "!",
        "must_change_password": False,
    }
    return Person.objects.create(agency=agency, **{**defaults, **fields})


def make_post(agency: Agency, role: Role, person: Person | None = None, **fields: object) -> Appointment:
    """A person appointed to a new position in the agency since 2004; consultants until 2099."""
    until = fields.pop("valid_until", date(2099, 1, 1) if role == Role.CONSULTANT else None)
    position = Position.objects.create(
        agency=agency, title=str(fields.pop("title", f"Vị trí {role}")), role=role, valid_from=BEGINNING,
        valid_until=until,
    )  # fmt: skip
    return Appointment.objects.create(
        person=person or make_person(agency, f"Người {role}"),
        position=position,
        **{"valid_from": BEGINNING, "valid_until": until, **fields},
    )


def make_actor(agency: Agency, role: Role, day: date, **fields: object) -> Actor:
    """A person with the role in the agency, as an actor on the day."""
    return actor_for(make_post(agency, role, **fields).person, day)
