"""How acts on nonconformities are read for change and written into history."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Model
from django.utils.timezone import localdate

from qlcl.corrective.models import CorrectiveAction, Nonconformity
from qlcl.corrective.policies import visible_nonconformities
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Post
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.kernel.history import Entry, Ref


def reference(row: Nonconformity) -> Ref:
    """The nonconformity as history and duties cite it."""
    return Ref("nonconformity", row.pk, str(row))


def action_reference(action: CorrectiveAction) -> Ref:
    """An action as history and duties cite it."""
    return Ref("corrective_action", action.pk, str(action))


def to_change(nonconformity_id: int, actor: Actor, seen: int | None = None, *, trusted: bool = False) -> Nonconformity:
    """The nonconformity, the chain of its system locked; `Unseen` outside the actor's view.

    `seen` is the last event that a form knew; a later one raises `Stale`. `trusted`: the act of the room above that
    calls has checked the right, such as of the leader of a team.
    """
    shown = Nonconformity.objects.all() if trusted else visible_nonconformities(actor)
    system = shown.filter(pk=nonconformity_id).values_list("system_id", flat=True).first()
    if system is None:
        raise Unseen
    history.lock(history.system_chain(system))
    history.refuse_overtaken("nonconformity", nonconformity_id, seen)
    rows = Nonconformity.objects.select_related("system", "agency", "clause")
    return rows.prefetch_related("actions", "evidence").get(pk=nonconformity_id)


def refuse_future(on: date, at: datetime) -> None:
    """What has not happened yet is not recorded as done. Raises `in_future`."""
    if on > localdate(at):
        raise DomainError("in_future", f"Ngày {on:%d/%m/%Y} ở tương lai; chỉ ghi việc đã làm.", field="on")


def entry(
    row: Nonconformity, act: str, on: date, summary: str, *, changed: Sequence[Model] = (), post: Post | None = None
) -> Entry:
    """One act on a nonconformity, in the chain of its system."""
    return Entry(
        chain=history.system_chain(row.system_id),
        act=act,
        on=on,
        summary=summary[:500],
        subject=reference(row),
        changed=[row, *changed],
        payload={"nonconformity": row.pk, "state": row.state},
        post=post,
    )
