"""One agency's path through a campaign: its twelve steps as they stand on a day."""

from dataclasses import dataclass
from datetime import date

from qlcl.duties.enums import Outcome, State
from qlcl.duties.models import Duty
from qlcl.duties.queries import state_on
from qlcl.kernel.models import Event
from qlcl.transitions.enums import STEPS, Step
from qlcl.transitions.models import Enrolment


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step with its duty, its state, and what closed it: (kind, id) of the thing its event is about."""

    number: int
    step: Step
    duty: Duty
    state: State
    days: int
    proof: tuple[str, int]

    @property
    def ended(self) -> bool:
        """Nothing more is to be done."""
        return self.duty.outcome in {Outcome.DONE, Outcome.EXPLAINED, Outcome.CANCELLED}


def path_of(enrolment: Enrolment, day: date) -> list[PathStep]:
    """The steps in order; two queries."""
    duties = list(
        Duty.objects.of_source("campaign", enrolment.campaign_id)
        .filter(system_id=enrolment.system_id, sequence__lte=len(STEPS))
        .select_related("evidence")
        .order_by("sequence")
    )
    closing = Event.objects.filter(pk__in=[d.closed_by for d in duties if d.closed_by])
    proofs = {pk: (kind, id_) for pk, kind, id_ in closing.values_list("pk", "subject_kind", "subject_id")}
    return [
        PathStep(
            number=duty.sequence,
            step=STEPS[duty.sequence - 1],
            duty=duty,
            state=state_on(duty, day),
            days=(duty.due_on - day).days,
            proof=proofs.get(duty.closed_by or 0, ("", 0)),
        )
        for duty in duties
    ]


def next_step(path: list[PathStep]) -> PathStep | None:
    """The first step still open; the steps whose day is only unknown come last."""
    waiting = [step for step in path if not step.duty.outcome]
    return waiting[0] if waiting else None
