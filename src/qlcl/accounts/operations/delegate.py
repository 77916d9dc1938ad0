"""Delegates named acts to another position by paper, and revokes that."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.accounts.models import Delegation, Position
from qlcl.accounts.models.delegation import acts_text
from qlcl.accounts.policies import RECEIVERS, head_post, visible_delegations, visible_positions
from qlcl.kernel import catalogue, history
from qlcl.kernel.actors import Actor, Post
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

    Raises Unseen, Forbidden, `acts_missing`, `act_unknown`, `delegation_period`, `delegation_paper`,
    `delegation_to_role`.
    """
    to = visible_positions(actor).select_related("agency").filter(pk=to_position_id).first()
    if to is None:
        raise Unseen
    history.lock(history.province_chain(to.agency.province_id))
    post = head_post(actor, to.agency_id)
    if post is None:
        raise Forbidden("Chỉ thủ trưởng cơ quan được ủy quyền.")
    _check(to, post, acts, valid_from, valid_until, paper_number, paper_date)
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
    summary = f"Giao {to.title}: {labels} (văn bản số {delegation.paper})"
    _record(actor, post, delegation, "accounts.delegate", summary, on, at)
    return delegation


@transaction.atomic
def revoke_delegation(
    *, actor: Actor, delegation_id: int, until: date, reason: str, on: date, at: datetime
) -> Delegation:
    """Ends a delegation before `until`; the head of the agency only."""
    seen = visible_delegations(actor).select_related("agency", "to_position").filter(pk=delegation_id).first()
    if seen is None:
        raise Unseen
    history.lock(history.province_chain(seen.agency.province_id))
    delegation = Delegation.objects.select_related("agency", "to_position").get(pk=delegation_id)
    post = head_post(actor, delegation.agency_id)
    if post is None:
        raise Forbidden("Chỉ thủ trưởng cơ quan được thu hồi ủy quyền.")
    if delegation.valid_until <= until:
        raise DomainError("delegation_ended", f"Ủy quyền đã hết hạn từ ngày {delegation.valid_until:%d/%m/%Y}.")
    delegation.valid_until = max(until, delegation.valid_from)
    delegation.end_reason = reason
    delegation.save(update_fields=["valid_until", "end_reason"])
    summary = f"Thu hồi ủy quyền đối với {delegation.to_position.title}: {reason}"
    _record(actor, post, delegation, "accounts.revoke_delegation", summary, on, at)
    return delegation


def delegable_acts() -> list[catalogue.Act]:
    """The head's acts that a paper may hand on: everything of his but confirming effect, which he does himself."""
    return [act for act in catalogue.acts() if act.head_only and act.code not in PERSONAL_ACTS]


#: Circular 26/2014: effect is confirmed by the head himself; who may do what is delegated is not delegated either.
PERSONAL_ACTS = frozenset({"conformity.confirm_effect", "accounts.delegate", "accounts.revoke_delegation"})


def _check(
    to: Position, post: Post, acts: Sequence[str], valid_from: date, valid_until: date, number: str, paper_date: date
) -> None:
    known = {act.code for act in delegable_acts()}
    if not acts:
        raise DomainError("acts_missing", "Hãy chọn ít nhất một việc được giao.", field="acts")
    if set(acts) - known:
        raise DomainError("act_unknown", "Có việc không giao được cho người khác.", field="acts")
    if to.role not in RECEIVERS or to.pk == post.position_id:
        raise DomainError(
            "delegation_to_role", "Chỉ giao được cho cấp phó của thủ trưởng, người được ký thay (KT.).",
            field="to_position",
        )  # fmt: skip
    if valid_until <= valid_from:
        raise DomainError("delegation_period", "Ngày kết thúc phải sau ngày bắt đầu.", field="valid_until")
    if to.valid_until is not None and valid_from >= to.valid_until:
        raise DomainError("delegation_period", "Vị trí nhận đã kết thúc trước ngày đó.", field="valid_from")
    if not number.strip() or paper_date > valid_from:
        raise DomainError(
            "delegation_paper", "Hãy ghi số văn bản ủy quyền; ngày văn bản không được sau ngày bắt đầu.",
            field="paper_number",
        )  # fmt: skip


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
