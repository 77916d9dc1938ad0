"""Declares a system again: a new decision replaces the one in force."""

from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.issue_declaration import Decision, issue
from qlcl.conformity.operations.reading import system_to_change
from qlcl.conformity.policies import signing_post
from qlcl.conformity.queries import standing_of
from qlcl.conformity.workflow import guards_of_redeclare, require
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.standards.models import Edition


@transaction.atomic
def redeclare(
    *,
    actor: Actor,
    system_id: int,
    replaces_id: int,
    edition_id: int,
    number: str,
    reason: str,
    on: date,
    at: datetime,
    reason_note: str = "",
    effective_on: date | None = None,
    prepared_by: str = "",
    consultant_name: str = "",
    illustration: bool = False,
) -> Declaration:
    """Issues a declaration that replaces the one in force, with a reason (Decision 19/2014, art. 4.4c).

    The old one ends on the day the new one takes effect. Raises `Forbidden`, `Stale` when `replaces_id` is no longer
    the one in force, `guards`, and what `issue_declaration` raises.
    """
    system = system_to_change(system_id, actor)
    if signing_post(actor, system, on) is None:
        raise Forbidden(
            "Chỉ thủ trưởng, người phụ trách, hoặc cấp phó có văn bản ủy quyền còn giá trị được ban hành công bố."
        )
    edition = Edition.objects.get(pk=edition_id)
    standing = standing_of(system, on)
    if standing.open is not None and standing.open.pk != replaces_id:
        raise Stale(f"Quyết định {standing.open.label} đã được ban hành từ khi ông/bà mở trang; hãy xem lại rồi ghi.")
    require(guards_of_redeclare(actor, system, edition, on, standing))
    if not reason:
        raise DomainError("reason_missing", "Cần chọn lý do công bố lại.", field="reason")
    decision = Decision(number, effective_on, prepared_by, consultant_name, reason, reason_note, illustration)
    return issue(
        actor=actor, system=system, edition=edition, decision=decision, on=on, at=at, act="conformity.redeclare"
    )
