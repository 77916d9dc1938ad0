"""Closes by hand the steps that no room performs, for many systems at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import Duty
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.kernel.models import StoredFile
from qlcl.transitions.enums import STEP_NUMBER
from qlcl.transitions.models import Campaign
from qlcl.transitions.policies import visible_campaigns

_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that a system performed on a day, by that name; proved by a file or by a paper named in `note`."""

    system_id: int
    step: str
    done_on: date
    name: str
    evidence: StoredFile | None = None
    note: str = ""


@transaction.atomic
def close_steps(
    *, campaign_id: int, done: Sequence[StepDone], actor: Actor, on: date, at: datetime, batch: str = ""
) -> int:
    """Closes those steps and returns how many. Raises `unknown_step`, `not_enrolled`, and what `close_by_hand` does."""
    campaign = visible_campaigns(actor).filter(pk=campaign_id).first()
    if campaign is None:
        raise Unseen
    unknown = sorted({d.step for d in done} - set(STEP_NUMBER))
    if unknown:
        raise DomainError("unknown_step", f"Không có bước “{unknown[0]}”; các bước là: {', '.join(STEP_NUMBER)}.")
    duties = _duties(campaign, sorted({d.system_id for d in done}))
    closings = []
    for step in done:
        duty_id = duties.get((step.system_id, STEP_NUMBER[step.step]))
        if duty_id is None:
            raise DomainError("not_enrolled", f"Hệ thống số {step.system_id} không có trong kế hoạch.")
        closings.append(HandClosing(duty_id, step.done_on, step.name, step.evidence, step.note))
    return close_by_hand(closings=closings, actor=actor, on=on, at=at, batch=batch)


def _duties(campaign: Campaign, system_ids: list[int]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    own = Duty.objects.of_source(campaign.ref.kind, campaign.pk).filter(sequence__lte=len(STEP_NUMBER))
    for start in range(0, len(system_ids), _CHUNK):
        part = own.filter(system_id__in=system_ids[start : start + _CHUNK])
        found |= {(system, number): id_ for system, number, id_ in part.values_list("system_id", "sequence", "id")}
    return found
