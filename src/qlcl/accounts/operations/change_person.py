"""Changes a person's name, email or keeping agency; closes and reopens an account."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.accounts.models import ApiToken, Person
from qlcl.accounts.operations.tokens import chains_of_tokens, revoke_tokens_of
from qlcl.accounts.policies import can_manage_person, managing_post, visible_persons
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref


@transaction.atomic
def change_person(
    *,
    actor: Actor,
    person_id: int,
    full_name: str,
    email: str,
    on: date,
    at: datetime,
    batch: str = "",
    seen: int | None = None,
) -> Person:
    """Corrects name and email. Whoever manages the people of the keeping agency may, or the person itself.

    Raises Unseen, Forbidden, `Stale` when somebody changed the person after the event `seen`, `full_name_missing`.
    """
    person = locked_person(actor, person_id)
    if actor.person_id != person.pk:
        require_manager(actor, person)
    history.refuse_touched([person], seen)
    person.full_name, person.email = full_name, email.strip().lower()
    person.fill_name_keys()
    if not person.full_name:
        raise DomainError("full_name_missing", "Chưa có họ và tên.", field="full_name")
    person.save(update_fields=["full_name", "name_fold", "name_sort", "email"])
    _record(actor, person, "accounts.change_person", f"Sửa thông tin của {person.full_name}", on, at, batch)
    return person


@transaction.atomic
def set_account_open(*, actor: Actor, person_id: int, is_open: bool, on: date, at: datetime) -> Person:
    """Closes an account (its sessions and tokens end at once) or opens it again; never one's own."""
    person = locked_person(actor, person_id)
    require_manager(actor, person)
    if person.pk == actor.person_id:
        raise DomainError("own_account", "Không thể tự khóa tài khoản của mình; đề nghị người quản lý khác thực hiện.")
    if person.is_active != is_open:
        person.is_active = is_open
        person.save(update_fields=["is_active"])
        act, verb = ("accounts.open_account", "Mở lại") if is_open else ("accounts.close_account", "Khóa")
        tokens = [] if is_open else revoke_tokens_of(person.pk, at=at)
        _record(actor, person, act, f"{verb} tài khoản {person.username}", on, at, tokens=tokens)
    return person


def locked_person(actor: Actor, person_id: int) -> Person:
    """The person, with the chains of its province and of its tokens locked; raises Unseen."""
    province_id = visible_persons(actor).filter(pk=person_id).values_list("agency__province_id", flat=True).first()
    if province_id is None:
        raise Unseen
    history.lock(history.province_chain(province_id), *chains_of_tokens(person_id))
    return Person.objects.select_related("agency").get(pk=person_id)


def require_manager(actor: Actor, person: Person) -> None:
    """Raises Forbidden unless the actor manages the person's account."""
    if not can_manage_person(actor, person):
        raise Forbidden("Ông/bà không quản lý tài khoản này.")


def _record(
    actor: Actor,
    person: Person,
    act: str,
    summary: str,
    on: date,
    at: datetime,
    batch: str = "",
    tokens: Sequence[ApiToken] = (),
) -> None:
    entry = Entry(
        chain=history.province_chain(person.agency.province_id),
        act=act,
        on=on,
        summary=summary,
        subject=Ref("person", person.pk, person.full_name),
        changed=[person, *tokens],
        post=managing_post(actor, person.agency),
    )
    history.record(actor=actor, at=at, entries=[entry], batch=batch)
