"""Issues and revokes tokens for the API."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from qlcl.accounts.models import ApiToken, Appointment
from qlcl.accounts.models.token import digest_of
from qlcl.accounts.policies import can_grant, visible_tokens
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.history import Entry, Ref

LONGEST = timedelta(days=366)


@transaction.atomic
def issue_token(
    *, actor: Actor, position_id: int, label: str, valid_until: date, on: date, at: datetime
) -> tuple[ApiToken, str]:
    """A token that acts in one position of the actor until a day, at most a year away; shown once, never stored.

    It stops with the appointment. Raises Unseen for a position not held, `token_period`, `token_label`.
    """
    appointment = (
        Appointment.objects.valid_on(on)
        .filter(person_id=actor.person_id, position_id=position_id)
        .select_related("person", "position__agency")
        .first()
    )
    if appointment is None or position_id not in {post.position_id for post in actor.posts}:
        raise Unseen("Ông/bà không giữ vị trí này.")
    province_id, password = appointment.position.agency.province_id, appointment.person.password
    history.lock(history.province_chain(province_id))
    history.reread([appointment.person])
    if appointment.person.password != password or not appointment.person.is_active:
        raise Stale("Mật khẩu hoặc tài khoản vừa thay đổi; đề nghị ông/bà đăng nhập lại rồi cấp khóa.")
    if not label.strip():
        raise DomainError("token_label", "Hãy ghi khóa dùng cho phần mềm nào.", field="label")
    if not on < valid_until <= on + LONGEST:
        raise DomainError("token_period", "Khóa có thời hạn từ một ngày đến một năm.", field="valid_until")
    secret = f"qlcl_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        appointment=appointment,
        label=label.strip(),
        digest=digest_of(secret),
        hint=secret[-4:],
        valid_until=valid_until,
        issued_at=at,
    )
    _record(actor, token, "accounts.issue_token", f"Cấp khóa API “{token.label}”", on, at)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: int, on: date, at: datetime) -> ApiToken:
    """Ends a token at once: its holder, or whoever may give the role it acts in. Raises Unseen, Forbidden."""
    seen = visible_tokens(actor).filter(pk=token_id)
    province_id = seen.values_list("appointment__position__agency__province_id", flat=True).first()
    if province_id is None:
        raise Unseen
    history.lock(history.province_chain(province_id))
    token = ApiToken.objects.select_related("appointment__person", "appointment__position__agency").get(pk=token_id)
    appointment = token.appointment
    own = appointment.person_id == actor.person_id
    if not own and not can_grant(actor, appointment.position.agency, appointment.position.role):
        raise Forbidden("Ông/bà không được thu hồi khóa của vị trí này.")
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        _record(actor, token, "accounts.revoke_token", f"Thu hồi khóa API “{token.label}”", on, at)
    return token


def chains_of_tokens(person_id: int) -> set[str]:
    """The chains of the tokens that the person's programs still use, to be locked before `revoke_tokens_of`."""
    provinces = _unrevoked(person_id).values_list("appointment__position__agency__province_id", flat=True)
    return {history.province_chain(province_id) for province_id in provinces}


def revoke_tokens_of(person_id: int, *, at: datetime) -> list[ApiToken]:
    """Ends every token of somebody whose password or account changes; the caller holds the chains and seals them."""
    tokens = list(_unrevoked(person_id).order_by("pk"))
    for token in tokens:
        token.revoked_at = at
    ApiToken.objects.bulk_update(tokens, ["revoked_at"])
    return tokens


def _unrevoked(person_id: int) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(appointment__person_id=person_id, revoked_at__isnull=True)


def _record(actor: Actor, token: ApiToken, act: str, summary: str, on: date, at: datetime) -> None:
    person, position = token.appointment.person, token.appointment.position
    entry = Entry(
        chain=history.province_chain(position.agency.province_id),
        act=act,
        on=on,
        summary=f"{summary} của {person.full_name}, {position.title}",
        subject=Ref("person", person.pk, person.full_name),
        changed=[token],
        payload={"until": token.valid_until},
    )
    history.record(actor=actor, at=at, entries=[entry])
