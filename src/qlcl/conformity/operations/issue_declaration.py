"""Issues a declaration of conformity in the agency's name."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.enums import HIRED, DeclarationKind, SignedAs
from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.follow_up import drop_follow_up, open_follow_up
from qlcl.conformity.operations.reading import system_to_change
from qlcl.conformity.operations.recording import ISSUE, entry, facts_of
from qlcl.conformity.operations.timeline import chain, public_address, system_end
from qlcl.conformity.policies import signing_mandate, signing_post
from qlcl.conformity.queries import standing_of
from qlcl.conformity.workflow import guards_of_issue_declaration, require
from qlcl.duties.operations.discharge import discharge
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Post
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import clean, fold
from qlcl.organisations.models import QualitySystem
from qlcl.standards.models import Edition


@dataclass(frozen=True, slots=True)
class Decision:
    """What the signed decision says besides system and edition."""

    number: str
    effective_on: date | None = None
    prepared_by: str = ""
    consultant_name: str = ""
    reason: str = ""
    reason_note: str = ""
    illustration: bool = False


@transaction.atomic
def issue_declaration(
    *,
    actor: Actor,
    system_id: int,
    edition_id: int,
    number: str,
    on: date,
    at: datetime,
    effective_on: date | None = None,
    prepared_by: str = "",
    consultant_name: str = "",
    reason: str = "",
    reason_note: str = "",
    illustration: bool = False,
) -> Declaration:
    """Issues a declaration signed on `on` where none is in force (Decision 19/2014, art. 4.3; TCVN by edition).

    By the head, a deputy for him (KT.) under a valid delegation, or who acts as head. Opens the duties that follow.
    Raises `Forbidden`, `guards`, `number_missing`, `number_taken`, `reason_missing`, `effective_order`, `not_hired`.
    """
    system = system_to_change(system_id, actor)
    if signing_post(actor, system, on) is None:
        raise Forbidden(
            "Chỉ thủ trưởng, người phụ trách, hoặc cấp phó có văn bản ủy quyền còn giá trị được ban hành công bố."
        )
    edition = Edition.objects.get(pk=edition_id)
    require(guards_of_issue_declaration(actor, system, edition, on))
    decision = Decision(number, effective_on, prepared_by, consultant_name, reason, reason_note, illustration)
    return issue(actor=actor, system=system, edition=edition, decision=decision, on=on, at=at, act=ISSUE)


def issue(
    *, actor: Actor, system: QualitySystem, edition: Edition, decision: Decision, on: date, at: datetime, act: str
) -> Declaration:
    """Writes the declaration; part of an operation that has locked the chain and enforced right and guards."""
    line = list(Declaration.objects.standing().filter(system=system).select_related("replaces"))
    _check(decision, system, on, has_earlier=bool(line))
    signing = signing_post(actor, system, on)
    if signing is None:
        raise Forbidden
    declaration = _build(system, edition, decision, on, first=not line)
    _sign(declaration, actor, signing)
    changed = [d for d in chain([*line, declaration], system_end(system)) if d is not declaration]
    for earlier in changed:
        earlier.save(update_fields=["replaces", "ended_on", "end_reason"])
    declaration.save(force_insert=True)
    entries = [
        entry(
            declaration,
            act,
            on,
            f"{declaration.get_kind_display()} hệ thống phù hợp {edition.label}, quyết định {declaration.label}",
            changed=changed,
            post=signing[0],
            mandate=signing_mandate(actor, system, on),
        )
    ]
    event = history.record(actor=actor, at=at, entries=entries)[0]
    discharge(facts=facts_of(declaration, event.pk), actor=actor, at=at)
    for earlier in changed:
        drop_follow_up(declaration=earlier, actor=actor, at=at, event=event.pk)
    open_follow_up(declaration=declaration, act=act, actor=actor, at=at, event=event.pk)
    return declaration


def _sign(declaration: Declaration, actor: Actor, signing: tuple[Post, SignedAs, str]) -> None:
    """Who signed, in which capacity, on which paper."""
    post, declaration.signed_as, declaration.mandate = signing
    declaration.signer_name, declaration.signer_title = actor.name, post.title


def _build(system: QualitySystem, edition: Edition, decision: Decision, on: date, *, first: bool) -> Declaration:
    """The unsaved row, resting on the scope and the confirmed effect of the day."""
    standing = standing_of(system, on)
    taken = set(Declaration.objects.filter(agency=system.holder).values_list("public_id", flat=True))
    return Declaration(
        system=system,
        agency=system.holder,
        edition=edition,
        scope=standing.scope,
        effect=standing.effect(edition),
        number=clean(decision.number),
        signed_on=on,
        effective_on=decision.effective_on or on,
        kind=DeclarationKind.FIRST if first else DeclarationKind.AGAIN,
        reason="" if first else decision.reason,
        reason_note="" if first else clean(decision.reason_note),
        prepared_by=decision.prepared_by,
        consultant_name=clean(decision.consultant_name),
        illustration=decision.illustration or system.holder.illustration,
        public_id=public_address(system.holder.code, edition.code, taken),
    )


def _check(decision: Decision, system: QualitySystem, on: date, *, has_earlier: bool) -> None:
    number = clean(decision.number)
    if not number:
        raise DomainError("number_missing", "Cần ghi số, ký hiệu của quyết định đã cấp số.", field="number")
    same = Declaration.objects.standing().filter(agency=system.holder, number_fold=fold(number))
    if same.filter(signed_on__year=on.year).exists():
        raise DomainError("number_taken", f"Cơ quan đã có quyết định số {number} trong năm {on.year}.", field="number")
    if has_earlier and not decision.reason:
        raise DomainError("reason_missing", "Hệ thống đã từng công bố; cần chọn lý do công bố lại.", field="reason")
    if decision.effective_on is not None and decision.effective_on < on:
        raise DomainError("effective_order", "Ngày có hiệu lực không được trước ngày ký.", field="effective_on")
    if clean(decision.consultant_name) and decision.prepared_by not in HIRED:
        raise DomainError(
            "not_hired", "Tên tổ chức tư vấn chỉ ghi khi thuê tư vấn hoặc chuyên gia.", field="consultant_name"
        )
