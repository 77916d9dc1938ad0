"""Ends agencies and records who follows them, as one act."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.operations.open_year import open_year
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.organisations.operations.end_agencies import Ending
from qlcl.organisations.operations.record_successions import NewSuccession, record_successions
from qlcl.reorganisations.operations.end_agencies import end_agencies_everywhere, heirs_among, pass_on_to_successors


@transaction.atomic
def reorganise(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    endings: Sequence[Ending],
    successions: Sequence[NewSuccession] = (),
) -> None:
    """Ends agencies with all that hangs on them and records their successors; both or neither.

    Findings still to be cured pass to the successor where one alone is named.
    Raises what `end_agencies` and `record_successions` raise.
    """
    heirs = heirs_among([(new.predecessor.pk, new.successor) for new in successions], on)
    end_agencies_everywhere(actor=actor, on=on, at=at, endings=endings, heirs=heirs)
    if successions:
        record_successions(actor=actor, on=on, at=at, successions=successions)
        pass_on_to_successors(actor=actor, predecessors={new.predecessor.pk for new in successions}, on=on, at=at)
        _open_years({s.successor.pk for s in successions}, actor, on, at)


def _open_years(successor_ids: set[int], actor: Actor, on: date, at: datetime) -> None:
    """The successors' systems owe the rest of the year at once, without waiting for the night."""
    systems = QualitySystem.objects.valid_on(on).filter(holder__in=successor_ids)
    by_province: dict[int, set[int]] = {}
    for system_id, province_id in systems.values_list("pk", "province_id"):
        by_province.setdefault(province_id, set()).add(system_id)
    for province in Agency.objects.filter(pk__in=by_province).order_by("pk"):
        open_year(
            province=province, year=on.year, actor=actor, on=on, at=at, system_ids=frozenset(by_province[province.pk])
        )
