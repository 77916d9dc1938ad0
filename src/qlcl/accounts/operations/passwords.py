"""Changes and resets passwords; every other session and every token of the person ends with it."""

from datetime import date, datetime

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from qlcl.accounts.models import Person
from qlcl.accounts.operations.change_person import locked_person, require_manager
from qlcl.accounts.operations.make_persons import temporary_password
from qlcl.accounts.operations.tokens import revoke_tokens_of
from qlcl.accounts.policies import managing_post
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref


@transaction.atomic
def change_password(*, actor: Actor, person_id: int, old: str, new: str, on: date, at: datetime) -> Person:
    """Changes one's own password. Raises `old_password_wrong`, `password_unchanged`, `password_weak`."""
    person = locked_person(actor, person_id)
    if person.pk != actor.person_id:
        raise Forbidden("Chỉ đổi được mật khẩu của chính mình.")
    if not check_password(old, person.password):
        raise DomainError("old_password_wrong", "Mật khẩu hiện tại không đúng.", field="old")
    if new == old:
        raise DomainError("password_unchanged", "Mật khẩu mới phải khác mật khẩu hiện tại.", field="new")
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise DomainError("password_weak", " ".join(error.messages), field="new") from error
    _set(person, new, must_change=False, at=at)
    _record(actor, person, "accounts.change_password", f"{person.full_name} đổi mật khẩu", on, at)
    return person


@transaction.atomic
def reset_password(*, actor: Actor, person_id: int, on: date, at: datetime) -> str:
    """Gives somebody else a temporary password, returned once, to be changed at the next sign-in."""
    person = locked_person(actor, person_id)
    require_manager(actor, person)
    if person.pk == actor.person_id:
        raise DomainError("own_account", "Để thay mật khẩu của mình, hãy dùng trang “Đổi mật khẩu”.")
    password = temporary_password()
    _set(person, password, must_change=True, at=at)
    _record(actor, person, "accounts.reset_password", f"Cấp mật khẩu tạm cho {person.full_name}", on, at)
    return password


def _set(person: Person, password: str, *, must_change: bool, at: datetime) -> None:
    person.password = make_password(password)
    person.must_change_password = must_change
    person.password_changed_at = at
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])


def _record(actor: Actor, person: Person, act: str, summary: str, on: date, at: datetime) -> None:
    entry = Entry(
        chain=history.province_chain(person.agency.province_id),
        act=act,
        on=on,
        summary=summary,
        subject=Ref("person", person.pk, person.full_name),
        changed=revoke_tokens_of(person.pk, at=at),
        post=managing_post(actor, person.agency),
    )
    history.record(actor=actor, at=at, entries=[entry])
