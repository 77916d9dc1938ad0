"""Ends agencies, with what hangs on them in every room below: at once, or on the day where the end lies ahead."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q

from qlcl.accounts.operations.end_appointments import end_positions_of_agencies
from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.end_declaration import end_declarations
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.pass_on import Heir, pass_on, pass_on_ended
from qlcl.corrective.operations.withdraw import end_subject
from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.duties.operations.cancel_of_ended import REASON, cancel_of_ended
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.end_cases import end_cases
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.models import Event
from qlcl.organisations.models import Agency, QualitySystem, Succession
from qlcl.organisations.operations.end_agencies import Ending, end_agencies
from qlcl.organisations.queries import oversight_ids

_CHUNK = 2000


@transaction.atomic
def end_agencies_everywhere(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    endings: Sequence[Ending],
    batch: str = "",
    heirs: Mapping[int, Heir] | None = None,
    later: bool = False,
) -> list[QualitySystem]:
    """Ends agencies and, with the systems that end, positions, declarations, inspections, nonconformities, open duties.

    Circular 26/2014 knows no revoking: a declaration ends with its reason. Where the end lies ahead, rows with dates
    end on that day; duties that fall due from then on are cancelled now; the rest stays owed until the day, when
    `end_subjects` closes it. `heirs`, by the id of the agency that ends, take over what is still to be cured;
    with `later` that waits for `end_subjects`, called once the successors are on record.
    """
    systems = end_agencies(actor=actor, on=on, at=at, endings=endings, batch=batch)
    _end_positions(actor, on, at, endings, batch)
    if not systems:
        return systems
    _end_declarations(actor, at, systems, batch)
    ended = [s for s in systems if s.valid_until and s.valid_until <= on]
    if not later:
        _end_subjects(ended, actor, on, at, batch, heirs or {})
    _cancel(systems, actor, on, at)
    return systems


@transaction.atomic
def end_subjects(*, province_id: int, actor: Actor, on: date, at: datetime, batch: str = "") -> int:
    """Closes what systems that have ended by the day left open: what their ending, recorded ahead, left to the day.

    Of the province and of its predecessors, which ended on such a day themselves. Returns how many were closed; doing
    it again does nothing more.
    """
    provinces = Agency.objects.filter(pk__in=oversight_ids([province_id], on)).order_by("pk")
    history.lock(*(history.province_chain(province.pk) for province in provinces))
    left = QualitySystem.objects.filter(
        Exists(Nonconformity.objects.live().filter(system=OuterRef("pk")))
        | Exists(Inspection.objects.live().filter(system=OuterRef("pk"))),
        province__in=[province.pk for province in provinces],
        valid_until__lte=on,
    )
    systems = list(left.order_by("pk"))
    heirs = _heirs_of({system.holder_id for system in systems}, on)
    closed = _end_subjects(systems, actor, on, at, batch, heirs)
    return closed + sum(cancel_of_ended(province=province, actor=actor, on=on, at=at) for province in provinces)


@transaction.atomic
def pass_on_to_successors(
    *, actor: Actor, predecessors: Collection[int], on: date, at: datetime, batch: str = ""
) -> int:
    """Findings that ended with agencies before their one successor was on record go over to it; returns how many.

    The succession itself carries them: where it names several, they stay ended. Called once it is recorded.
    """
    heirs = _heirs_of(predecessors, on)
    systems = QualitySystem.objects.filter(holder__in=list(heirs), valid_until__lte=on).order_by("pk")
    taking = {system.pk: heirs[system.holder_id] for system in systems}
    return pass_on_ended(actor=actor, heirs=taking, on=on, at=at, batch=batch) if taking else 0


def _heirs_of(predecessors: Collection[int], on: date) -> dict[int, Heir]:
    """The heirs of agencies that have ended, by the successions on record."""
    followers = Succession.objects.filter(predecessor__in=list(predecessors)).select_related("successor")
    return heirs_among([(row.predecessor_id, row.successor) for row in followers], on)


def _end_positions(actor: Actor, on: date, at: datetime, endings: Sequence[Ending], batch: str) -> None:
    """Positions, with who holds them and what was delegated, end on the day and for the reason of their agency."""
    alike: dict[tuple[date, str], list[int]] = {}
    for ending in endings:
        alike.setdefault((ending.ends_on, ending.reason), []).append(ending.agency.pk)
    for (until, reason), ids in alike.items():
        end_positions_of_agencies(
            actor=actor, agency_ids=ids, until=until, reason=reason[:250], on=on, at=at, batch=batch
        )


def _end_declarations(actor: Actor, at: datetime, systems: Sequence[QualitySystem], batch: str) -> None:
    ended = {s.pk: s for s in systems}
    ids = list(ended)
    for start in range(0, len(ids), _CHUNK):
        in_force = Declaration.objects.open().filter(system_id__in=ids[start : start + _CHUNK])
        endings = [
            (d, until, ended[d.system_id].end_reason)
            for d in in_force.select_related("agency")
            if (until := ended[d.system_id].valid_until)
        ]
        if endings:
            end_declarations(actor=actor, at=at, endings=endings, batch=batch)


def heirs_among(named: Sequence[tuple[int, Agency]], on: date) -> dict[int, Heir]:
    """The one successor of each predecessor that has one alone, with its living system; several take nothing over."""
    followers: dict[int, dict[int, Agency]] = {}
    for ended, successor in named:
        followers.setdefault(ended, {})[successor.pk] = successor
    alone = {ended: next(iter(found.values())) for ended, found in followers.items() if len(found) == 1}
    systems = QualitySystem.objects.valid_on(on).filter(holder__in=[agency.pk for agency in alone.values()])
    by_holder = {system.holder_id: system for system in systems.select_related("holder")}
    return {ended: Heir(by_holder[a.pk], a) for ended, a in alone.items() if a.pk in by_holder}


def _end_subjects(
    systems: Sequence[QualitySystem],
    actor: Actor,
    on: date,
    at: datetime,
    batch: str,
    heirs: Mapping[int, Heir],
) -> int:
    """Ends inspections and nonconformities of systems that have ended; what is to be cured passes to an heir."""
    by_reason: dict[str, list[QualitySystem]] = {}
    for system in systems:
        by_reason.setdefault(system.end_reason, []).append(system)
    ended = 0
    for reason, group in by_reason.items():
        given: dict[str, Any] = {"actor": actor, "reason": reason, "on": on, "at": at, "batch": batch}
        ended += end_cases(system_ids=[s.pk for s in group], **given)
        passing = {s.pk: heirs[s.holder_id] for s in group if s.holder_id in heirs}
        ended += pass_on(heirs=passing, **given) if passing else 0
        ended += end_subject(system_ids=[s.pk for s in group if s.pk not in passing], **given)
    return ended


def _cancel(systems: Sequence[QualitySystem], actor: Actor, on: date, at: datetime) -> None:
    """Cancels what is open in systems that have ended by now, and what falls due when they will have."""
    events, by_province = _events(systems), dict[int, list[int]]()
    for system in systems:
        by_province.setdefault(system.province_id, []).append(system.pk)
    over = Q(system__valid_until__lte=on) | Q(due_on__gte=F("system__valid_until"))
    for province_id, ids in by_province.items():
        for start in range(0, len(ids), _CHUNK):
            duties = Duty.objects.filter(over, system_id__in=ids[start : start + _CHUNK])
            cancel(duties=duties, reason=REASON, actor=actor, on=on, at=at, event=events[province_id])


def _events(systems: Sequence[QualitySystem]) -> dict[int, int]:
    """The event that has just recorded the endings, by province."""
    chains = {history.province_chain(s.province_id): s.province_id for s in systems}
    ended = Event.objects.filter(act="organisations.end_agencies", chain__key__in=chains)
    found = ended.values_list("chain__key").annotate(last=Max("id"))
    return {chains[key]: last for key, last in found}
