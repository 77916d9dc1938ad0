"""Changes how duties of one kind are reminded of and escalated."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import Ladder, Rung
from qlcl.duties.operations.climbing import reckon_province
from qlcl.duties.queries import Step
from qlcl.duties.workflow import guards_of_ladder
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean
from qlcl.organisations.policies import can_administer


@transaction.atomic
def change_ladder(
    *,
    actor: Actor,
    ladder: Ladder,
    label: str,
    steps: Sequence[tuple[int, str]],
    on: date,
    at: datetime,
    seen: int | None = None,
) -> Ladder:
    """Sets the rungs: working days from the due day, and whom each tells; open duties climb the new ladder.

    A rung that was passed stays passed: nobody is reminded twice. `seen` is the last event of the ladder that the
    form knew; a later one raises `Stale`. Raises `Forbidden`, `guards`.
    """
    chain = history.province_chain(ladder.province_id)
    history.lock(chain)
    if not can_administer(actor, ladder.province_id):
        raise Forbidden("Chỉ quản trị của tỉnh được sửa thang nhắc việc.")
    history.refuse_overtaken("ladder", ladder.pk, seen)
    wanted = [Step(number, offset, audience) for number, (offset, audience) in enumerate(steps, start=1)]
    missing = guards_of_ladder(wanted) + ([] if clean(label) else ["Cần ghi tên thang."])
    if missing:
        raise DomainError("guards", " ".join(missing), extra={"missing": missing})
    ladder.label = clean(label)
    ladder.save(update_fields=["label"])
    changed, removed = _write(ladder, wanted)
    entry = Entry(
        chain=chain,
        act="duties.change_ladder",
        on=on,
        summary=f"Đổi thang nhắc việc “{ladder.label}”: " + "; ".join(_said(step) for step in wanted),
        subject=Ref("ladder", ladder.pk, ladder.label),
        changed=[ladder, *changed],
        removed=removed,
        payload={"rungs": [[step.offset, step.audience] for step in wanted]},
    )
    history.record(actor=actor, at=at, entries=[entry])
    reckon_province(ladder.province_id, ladder.code)
    return ladder


def _write(ladder: Ladder, wanted: Sequence[Step]) -> tuple[list[Rung], list[Rung]]:
    """Writes the rungs by their number; returns the changed and the removed ones."""
    known = {rung.number: rung for rung in ladder.rungs.all()}
    removed = [rung for number, rung in known.items() if number > len(wanted)]
    changed = []
    for step in wanted:
        rung = known.get(step.number) or Rung(ladder=ladder, number=step.number)
        if (rung.pk, rung.offset, rung.audience) != (rung.pk, step.offset, step.audience) or rung.pk is None:
            rung.offset, rung.audience = step.offset, step.audience
            rung.save()
            changed.append(rung)
    Rung.objects.filter(pk__in=[rung.pk for rung in removed]).delete()
    return changed, removed


def _said(step: Step) -> str:
    when = "ngày đến hạn" if not step.offset else f"{abs(step.offset)} ngày {'sau' if step.offset > 0 else 'trước'}"
    return f"bậc {step.number} {when}"
