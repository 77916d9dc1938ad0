"""How the actor's own agencies stand today, for the home page: five queries, however many agencies."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from qlcl.conformity.models import Declaration, Scope
from qlcl.conformity.queries import in_force_on
from qlcl.duties.enums import Outcome, State
from qlcl.duties.models import Duty
from qlcl.duties.queries import state_on
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import QualitySystem
from qlcl.transitions.enums import STEP_NUMBER, STEPS
from qlcl.transitions.models import Enrolment

_MET = {State.DONE, State.LATE, State.EXPLAINED}
_ENDED = {Outcome.DONE, Outcome.EXPLAINED, Outcome.CANCELLED, Outcome.UNKNOWN}


@dataclass(slots=True)
class AgencyStanding:
    """A system of the actor's agency: its declaration, its scope, its way through the latest campaign."""

    system: QualitySystem
    agency_id: int
    declaration: Declaration | None = None
    scoped: bool = False
    enrolment: Enrolment | None = None
    path: list[Duty] = field(default_factory=list)
    met: int = 0
    late: int = 0
    unknown: int = 0

    @property
    def next(self) -> Duty | None:
        """The first step that is still to be done."""
        return next((duty for duty in self.path if duty.outcome not in _ENDED), None)

    def awaited(self, duty: Duty) -> Duty | None:
        """The earlier step that `duty` waits for; the notices wait for the declaration, not for each other."""
        if self.enrolment is None or (duty.source_kind, duty.source_id) != ("campaign", self.enrolment.campaign_id):
            return None
        first = self.next
        return first if first and first.sequence < min(duty.sequence, STEP_NUMBER["declared"] + 1) else None


def agency_standings(actor: Actor, day: date) -> list[AgencyStanding]:
    """The systems that cover the agencies in which the actor holds a position."""
    covering = Q(coverages__valid_until__isnull=True) | Q(coverages__valid_until__gt=day)
    systems = (
        QualitySystem.objects.filter(
            covering, coverages__agency_id__in=actor.agency_ids, coverages__valid_from__lte=day
        )
        .annotate(covered_id=F("coverages__agency_id"))
        .select_related("holder")
        .order_by("holder__name_sort", "pk")
    )
    found = {system.pk: AgencyStanding(system, system.covered_id) for system in systems}
    if found:
        _conformity(found, day)
        _campaign(found, day)
    return list(found.values())


def _conformity(found: dict[int, AgencyStanding], day: date) -> None:
    for declaration in in_force_on(day).filter(system__in=found).select_related("edition"):
        found[declaration.system_id].declaration = declaration
    for system_id in Scope.objects.filter(system__in=found, decided_on__lte=day).values_list("system_id", flat=True):
        found[system_id].scoped = True


def _campaign(found: dict[int, AgencyStanding], day: date) -> None:
    enrolments = Enrolment.objects.filter(system__in=found, campaign__starts_on__lte=day)
    for enrolment in enrolments.select_related("campaign").order_by("campaign__starts_on", "pk"):
        found[enrolment.system_id].enrolment = enrolment
    for (system_id, campaign_id), path in _paths(found).items():
        standing = found[system_id]
        if standing.enrolment is not None and standing.enrolment.campaign_id == campaign_id:
            states = [state_on(duty, day) for duty in path]
            standing.path = path
            standing.met = sum(1 for state in states if state in _MET)
            standing.late = sum(1 for state in states if state == State.OVERDUE)
            standing.unknown = sum(1 for state in states if state == State.UNKNOWN)


def _paths(system_ids: Iterable[int]) -> dict[tuple[int, int], list[Duty]]:
    paths: dict[tuple[int, int], list[Duty]] = defaultdict(list)
    steps = Duty.objects.filter(source_kind="campaign", system_id__in=list(system_ids), sequence__lte=len(STEPS))
    for duty in steps.order_by("sequence"):
        paths[duty.system_id, duty.source_id].append(duty)
    return paths
