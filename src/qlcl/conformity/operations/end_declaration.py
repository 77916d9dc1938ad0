"""Ends declarations with a reason; there is no revoking."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.follow_up import drop_follow_up
from qlcl.conformity.operations.reading import declaration_to_change
from qlcl.conformity.operations.recording import entry
from qlcl.conformity.policies import can_end, signing_mandate, signing_post
from qlcl.conformity.workflow import guards_of_end_declaration, require
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import clean


@transaction.atomic
def end_declaration(*, actor: Actor, declaration_id: int, reason: str, on: date, at: datetime) -> Declaration:
    """Ends one declaration: from `on` it no longer holds. Raises what `end_declarations` raises."""
    declaration = declaration_to_change(declaration_id, actor)
    return end_declarations(actor=actor, at=at, endings=[(declaration, on, reason)])[0]


@transaction.atomic
def end_declarations(
    *, actor: Actor, at: datetime, endings: Sequence[tuple[Declaration, date, str]], batch: str = ""
) -> list[Declaration]:
    """Ends each (declaration, first day on which it no longer holds, reason), as when agencies are reorganised.

    Raises `Forbidden`, `guards`, `reason_missing`, `end_order`.
    """
    history.lock(*(history.system_chain(d.system_id) for d, _, _ in endings))
    fresh = {d.pk: d for d in _fresh([d.pk for d, _, _ in endings])}
    entries = []
    for given, until, reason in endings:
        declaration = fresh[given.pk]
        if not can_end(actor, declaration.system, until):
            raise Forbidden("Chỉ thủ trưởng cơ quan, hoặc cán bộ đầu mối khi sắp xếp tổ chức, ghi hết hiệu lực.")
        require(guards_of_end_declaration(declaration))
        _end(declaration, until, clean(reason))
        summary = f"Hết hiệu lực từ ngày {until:%d/%m/%Y}: {declaration.end_reason}"
        signing = signing_post(actor, declaration.system, until)
        entries.append(
            entry(
                declaration,
                "conformity.end_declaration",
                until,
                summary,
                post=signing[0] if signing else None,
                mandate=signing_mandate(actor, declaration.system, until),
            )
        )
    rows = [fresh[given.pk] for given, _, _ in endings]
    Declaration.objects.bulk_update(rows, ["ended_on", "end_reason"], batch_size=500)
    events = history.record(actor=actor, at=at, entries=entries, batch=batch)
    for declaration, event in zip(rows, events, strict=True):
        drop_follow_up(declaration=declaration, actor=actor, at=at, event=event.pk)
    return rows


def _fresh(ids: Sequence[int]) -> list[Declaration]:
    found: list[Declaration] = []
    for start in range(0, len(ids), 5000):
        part = Declaration.objects.filter(pk__in=ids[start : start + 5000])
        found += part.select_related("system__holder", "edition", "agency")
    return found


def _end(declaration: Declaration, until: date, reason: str) -> None:
    if not reason:
        raise DomainError("reason_missing", "Cần ghi lý do hết hiệu lực.", field="reason")
    if until < declaration.signed_on:
        raise DomainError("end_order", f"Ngày này phải từ ngày ký, {declaration.signed_on:%d/%m/%Y}.", field="ended_on")
    declaration.ended_on, declaration.end_reason = max(until, declaration.effective_on), reason[:300]
