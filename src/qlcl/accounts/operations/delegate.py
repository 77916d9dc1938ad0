"""Delegates named acts to another position by paper, and revokes that."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.accounts.models import Appointment, Delegation, Position
from qlcl.accounts.models.delegation import acts_text
from qlcl.accounts.policies import (
    RECEIVERS,
    acts_for,
    head_post,
    mark_of,
    visible_delegations,
    visible_positions,
)
from qlcl.kernel import catalogue, history
from qlcl.kernel.actors import Actor, Post, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref


@transaction.atomic
def delegate(
    *,
    actor: Actor,
    to_position_id: int,
    acts: Sequence[str],
    valid_from: date,
    valid_until: date,
    paper_number: str,
    paper_date: date,
    on: date,
    at: datetime,
) -> Delegation:
    """The head (acting too) lets another position of his agency do named acts, dated and on a paper.

    A deputy signs for him (KT.); the head of a division, by his authorisation (TUQ.), what is not the head's alone.
    One act is handed to one position at a time; nobody hands on what was handed to him (Decree 30/2020, art. 13).
    Raises Unseen, Forbidden, `acts_missing`, `act_unknown`, `delegation_period`, `delegation_paper`,
    `delegation_to_role`, `delegation_to_self`, `delegation_overlaps`.
    """
    to = visible_positions(actor).select_related("agency").filter(pk=to_position_id).first()
    if to is None:
        raise Unseen
    history.lock(history.province_chain(to.agency.province_id))
    history.reread([to])
    post = head_post(actor, to.agency_id)
    if post is None:
        raise Forbidden("Chỉ thủ trưởng cơ quan được ủy quyền.")
    _check_receiver(actor, to, post, valid_from, valid_until)
    _check_acts(to, acts)
    _check_dates(to, valid_from, valid_until, paper_number, paper_date)
    _refuse_overlap(to, acts, valid_from, valid_until)
    delegation = Delegation.objects.create(
        agency=to.agency,
        from_position_id=post.position_id,
        to_position=to,
        acts=acts_text(list(acts)),
        valid_from=valid_from,
        valid_until=valid_until,
        paper_number=paper_number.strip(),
        paper_date=paper_date,
    )
    labels = ", ".join(catalogue.act(code).label for code in delegation.act_codes)
    summary = f"Giao {to.title} ({mark_of(to.role)}): {labels} (văn bản số {delegation.paper})"
    _record(actor, post, delegation, "accounts.delegate", summary, on, at)
    return delegation


@transaction.atomic
def revoke_delegation(
    *,
    actor: Actor,
    delegation_id: int,
    until: date,
    reason: str,
    on: date,
    at: datetime,
    seen: int | None = None,
) -> Delegation:
    """Ends a delegation before `until`; the head of the agency only. Raises `Stale` when changed after `seen`."""
    found = visible_delegations(actor).select_related("agency", "to_position").filter(pk=delegation_id).first()
    if found is None:
        raise Unseen
    history.lock(history.province_chain(found.agency.province_id))
    delegation = Delegation.objects.select_related("agency", "to_position").get(pk=delegation_id)
    post = head_post(actor, delegation.agency_id)
    if post is None:
        raise Forbidden("Chỉ thủ trưởng cơ quan được thu hồi ủy quyền.")
    history.refuse_touched([delegation], seen)
    if delegation.valid_until <= until:
        raise DomainError("delegation_ended", f"Ủy quyền đã hết hạn từ ngày {delegation.valid_until:%d/%m/%Y}.")
    delegation.valid_until = max(until, delegation.valid_from)
    delegation.end_reason = reason
    delegation.save(update_fields=["valid_until", "end_reason"])
    summary = f"Thu hồi ủy quyền đối với {delegation.to_position.title}: {reason}"
    _record(actor, post, delegation, "accounts.revoke_delegation", summary, on, at)
    return delegation


def _check_receiver(actor: Actor, to: Position, post: Post, valid_from: date, valid_until: date) -> None:
    if to.role not in RECEIVERS or to.pk == post.position_id:
        raise DomainError(
            "delegation_to_role",
            "Chỉ giao được cho cấp phó (ký thay, KT.) hoặc người đứng đầu phòng, văn phòng (ký thừa ủy quyền, TUQ.).",
            field="to_position",
        )
    own = Appointment.objects.filter(person_id=actor.person_id, position=to, valid_from__lt=valid_until)
    if own.exclude(valid_until__lte=valid_from).exists():
        raise DomainError(
            "delegation_to_self", "Vị trí này do chính ông/bà đang giữ; hãy chọn vị trí khác.", field="to_position"
        )


def _check_acts(to: Position, acts: Sequence[str]) -> None:
    if not acts:
        raise DomainError("acts_missing", "Hãy chọn ít nhất một việc được giao.", field="acts")
    open_to = {act.code for act in acts_for(to.role)}
    for code in acts:
        if code in open_to:
            continue
        if to.role != Role.DEPUTY and code in {act.code for act in acts_for(Role.DEPUTY)}:
            raise DomainError(
                "act_for_deputies",
                f"“{catalogue.act(code).label}” là việc của thủ trưởng, chỉ giao được cho cấp phó ký thay (KT.).",
                field="acts",
            )
        raise DomainError("act_unknown", "Có việc không giao được cho người khác.", field="acts")


def _check_dates(to: Position, valid_from: date, valid_until: date, number: str, paper_date: date) -> None:
    if valid_until <= valid_from:
        raise DomainError("delegation_period", "Ngày kết thúc phải sau ngày bắt đầu.", field="valid_until")
    if to.valid_until is not None and valid_from >= to.valid_until:
        raise DomainError("delegation_period", "Vị trí nhận đã kết thúc trước ngày đó.", field="valid_from")
    if not number.strip() or paper_date > valid_from:
        raise DomainError(
            "delegation_paper", "Hãy ghi số văn bản ủy quyền; ngày văn bản không được sau ngày bắt đầu.",
            field="paper_number",
        )  # fmt: skip


def _refuse_overlap(to: Position, acts: Sequence[str], valid_from: date, valid_until: date) -> None:
    """One act, one position at a time: who signs must never be in doubt."""
    standing = Delegation.objects.filter(
        agency_id=to.agency_id, valid_from__lt=valid_until, valid_until__gt=valid_from
    ).select_related("to_position")
    for other in standing:
        both = sorted(set(acts) & set(other.act_codes))
        if both:
            raise DomainError(
                "delegation_overlaps",
                f"“{catalogue.act(both[0]).label}” đang giao cho {other.to_position.title} theo văn bản số "
                f"{other.paper} đến trước ngày {other.valid_until:%d/%m/%Y}; hãy thu hồi trước hoặc đổi thời hạn.",
                field="acts",
            )


def _record(actor: Actor, post: Post, delegation: Delegation, act: str, summary: str, on: date, at: datetime) -> None:
    agency = delegation.agency
    entry = Entry(
        chain=history.province_chain(agency.province_id),
        act=act,
        on=on,
        summary=f"{summary} – {agency.name}",
        subject=Ref("delegation", delegation.pk, f"Ủy quyền cho {delegation.to_position.title}, {agency.name}"),
        changed=[delegation],
        payload={"acts": delegation.act_codes, "from": delegation.valid_from, "until": delegation.valid_until},
        post=post,
    )
    history.record(actor=actor, at=at, entries=[entry])
