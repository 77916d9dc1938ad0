"""How acts on checklists and sets are read for change and written into history."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from qlcl.assessments.models import Checklist, QuestionSet
from qlcl.assessments.policies import can_answer, visible_checklists
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Post
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref

#: The chain of the sets that belong to no province.
SHIPPED_CHAIN = "assessments"
NOT_YOURS = "Phiếu kiểm này do người khác thực hiện; ông/bà không trả lời thay được."


def reference(checklist: Checklist) -> Ref:
    """The checklist as history and nonconformities cite it."""
    return Ref("checklist", checklist.pk, str(checklist))


def occasion(checklist: Checklist) -> Ref:
    """What it was for; a checklist for nothing else is its own occasion."""
    if not checklist.occasion_kind:
        return reference(checklist)
    return Ref(checklist.occasion_kind, checklist.occasion_id, checklist.occasion_label)


def to_change(checklist_id: int, actor: Actor, *, trusted: bool = False) -> Checklist:
    """The checklist, the chain of its system locked. Raises `Unseen` outside the actor's view, `Forbidden`.

    `trusted`: the act of the room above that calls has checked the right, such as of the leader of a team.
    """
    rows = Checklist.objects.all() if trusted else visible_checklists(actor)
    seen = rows.filter(pk=checklist_id).values_list("system_id", flat=True).first()
    if seen is None:
        raise Unseen
    history.lock(history.system_chain(seen))
    whole = Checklist.objects.select_related("set", "system", "agency").prefetch_related("members")
    checklist = whole.get(pk=checklist_id)
    if not trusted and not can_answer(actor, checklist):
        raise Forbidden(NOT_YOURS)
    return checklist


def entry(
    checklist: Checklist,
    act: str,
    on: date,
    summary: str,
    *,
    changed: Sequence[Model] = (),
    payload: Mapping[str, Any] | None = None,
    post: Post | None = None,
) -> Entry:
    """One act on a checklist, in the chain of its system."""
    return Entry(
        chain=history.system_chain(checklist.system_id),
        act=act,
        on=on,
        summary=summary[:500],
        subject=reference(checklist),
        changed=changed,
        payload={"checklist": checklist.pk, **(payload or {})},
        post=post,
    )


def set_entry(
    question_set: QuestionSet, act: str, on: date, summary: str, changed: Sequence[Model], post: Post | None = None
) -> Entry:
    """One act on a set, in the chain of its province or of the shipped ones."""
    province = question_set.province_id
    return Entry(
        chain=history.province_chain(province) if province else SHIPPED_CHAIN,
        act=act,
        on=on,
        summary=summary[:500],
        subject=Ref("question_set", question_set.pk, str(question_set)),
        changed=changed,
        payload={"set": question_set.code, "version": question_set.version},
        post=post,
    )
