"""Makes accounts for persons, with temporary passwords shown once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction

from qlcl.accounts.models import Person
from qlcl.accounts.models.person import USERNAME
from qlcl.accounts.policies import can_manage_people, managing_post
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import nfc
from qlcl.organisations.models import Agency

#: No letters or digits that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """An account to make; without a password a temporary one is made, to be changed at the first sign-in.

    Who does not sign in (`signs_in`) has no password at all; he holds posts and his name stands in records.
    """

    username: str
    full_name: str
    agency: Agency
    email: str = ""
    password: str = ""
    signs_in: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """An account just made and its temporary password, which is stored nowhere."""

    person: Person
    password: str


def temporary_password() -> str:
    """Twelve random characters in three groups, easy to read out: 59 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


@transaction.atomic
def make_persons(
    *,
    actor: Actor,
    specs: Sequence[PersonSpec],
    on: date,
    at: datetime,
    batch: str = "",
    illustration: bool = False,
) -> list[Account]:
    """Makes the accounts; each is kept by its agency.

    Raises Forbidden unless the actor manages the people of every agency named; `username_taken`, `username_invalid`.
    """
    chains = {spec.agency.province_id: history.province_chain(spec.agency.province_id) for spec in specs}
    history.lock(*chains.values())
    history.reread(spec.agency for spec in specs)
    for agency in {spec.agency.pk: spec.agency for spec in specs}.values():
        if not can_manage_people(actor, agency):
            raise Forbidden(f"Ông/bà không quản lý người dùng của {agency.name}.")
    usernames = [_valid_username(spec.username) for spec in specs]
    _refuse_taken(usernames)
    passwords = [(spec.password or temporary_password()) if spec.signs_in else "" for spec in specs]
    persons = [
        _person(spec, username, password, illustration, at)
        for spec, username, password in zip(specs, usernames, passwords, strict=True)
    ]
    persons = Person.objects.bulk_create(persons, batch_size=500)
    entries = [
        Entry(
            chain=chains[spec.agency.province_id],
            act="accounts.make_person",
            on=on,
            summary=f"Lập tài khoản {person.username} cho {person.full_name}",
            subject=Ref("person", person.pk, person.full_name),
            changed=[person],
            post=managing_post(actor, spec.agency),
        )
        for spec, person in zip(specs, persons, strict=True)
    ]
    history.record(actor=actor, at=at, batch=batch, entries=entries)
    return [Account(person, password) for person, password in zip(persons, passwords, strict=True)]


def _person(spec: PersonSpec, username: str, password: str, illustration: bool, at: datetime) -> Person:
    person = Person(
        username=username,
        full_name=spec.full_name,
        email=spec.email.strip().lower(),
        agency=spec.agency,
        password=make_password(password if spec.signs_in else None),
        must_change_password=not spec.password,
        password_changed_at=at if spec.password else None,
        illustration=illustration,
    )
    person.fill_name_keys()
    if not person.full_name:
        raise DomainError("full_name_missing", "Chưa có họ và tên.", field="full_name")
    return person


def _valid_username(text: str) -> str:
    username = nfc(text).strip().lower()
    try:
        USERNAME(username)
    except ValidationError as error:
        raise DomainError("username_invalid", f"“{username}”: {error.messages[0]}", field="username") from error
    return username


def _refuse_taken(usernames: Sequence[str]) -> None:
    twice = next((name for name in usernames if usernames.count(name) > 1), None) if len(usernames) < 200 else None
    taken = twice
    for start in range(0, len(usernames), 500):
        taken = taken or (
            Person.objects.filter(username__in=usernames[start : start + 500])
            .values_list("username", flat=True)
            .first()
        )
    if taken:
        raise DomainError(
            "username_taken", f"Tên đăng nhập “{taken}” đã có người dùng; hãy chọn tên khác.", field="username"
        )
