"""Ends agencies, their coverage, their systems and their duty to apply; only `reorganisations` calls it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.models import Agency, Coverage, DutyToApply, OverseeingBody, QualitySystem
from qlcl.organisations.policies import can_manage_register


@dataclass(frozen=True, slots=True)
class Ending:
    """An agency no longer lives from `ends_on` on (exclusive end), for a reason."""

    agency: Agency
    ends_on: date
    reason: str


@transaction.atomic
def end_agencies(
    *, actor: Actor, on: date, at: datetime, endings: Sequence[Ending], batch: str = ""
) -> list[QualitySystem]:
    """Ends agencies with a reason; returns the systems that end with them.

    A system ends with the last agency it covers. Raises `Forbidden`, or `DomainError` when a reason is missing, another
    end is recorded already, the end lies before the beginning, or children would outlive their parent.
    """
    history.lock(*{history.province_chain(e.agency.province_id) for e in endings})
    history.reread(e.agency for e in endings)
    ending_ids = {e.agency.pk: e for e in endings}
    for ending in endings:
        _check(actor, ending)
    _check_children(ending_ids)
    for ending in endings:
        ending.agency.valid_until, ending.agency.end_reason = ending.ends_on, ending.reason
    Agency.objects.bulk_update([e.agency for e in endings], ["valid_until", "end_reason"], batch_size=200)
    changed: dict[int, list[models.Model]] = {}
    for ending in endings:
        changed.setdefault(ending.agency.province_id, []).append(ending.agency)
    systems = _end_rows(ending_ids, changed)
    _record(actor, on, at, batch, endings, changed)
    return systems


def _check(actor: Actor, ending: Ending) -> None:
    agency = ending.agency
    if not can_manage_register(actor, agency.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi việc kết thúc hoạt động.")
    if not ending.reason.strip():
        raise DomainError("reason_missing", f"Cần ghi lý do kết thúc hoạt động của “{agency.name}”.", field="reason")
    if agency.valid_until is not None and agency.valid_until != ending.ends_on:
        raise DomainError(
            "already_ended",
            f"“{agency.name}” đã ghi kết thúc hoạt động từ ngày {agency.valid_until:%d/%m/%Y}.",
            field="ends_on",
        )
    if ending.ends_on <= agency.valid_from:
        raise DomainError(
            "ends_before_begin", f"“{agency.name}” không thể kết thúc trước khi bắt đầu.", field="ends_on"
        )


def _check_children(endings: dict[int, Ending]) -> None:
    """No child outlives its parent."""
    ids = list(endings)
    for start in range(0, len(ids), 1000):
        for child in Agency.objects.filter(parent_id__in=ids[start : start + 1000]).exclude(level="province"):
            end = endings[child.pk].ends_on if child.pk in endings else child.valid_until
            parent = endings[child.parent_id or 0]
            if end is None or end > parent.ends_on:
                raise DomainError(
                    "child_outlives_parent",
                    f"“{child.name}” còn hoạt động sau khi “{parent.agency.name}” kết thúc; "
                    "hãy kết thúc hoặc chuyển cơ quan đó trước.",
                )


def _end_rows(endings: dict[int, Ending], changed: dict[int, list[models.Model]]) -> list[QualitySystem]:
    """Ends coverage, duty to apply and oversight of the agencies, and the systems that cover nobody any more."""
    ids = list(endings)
    systems: dict[int, list[date]] = {}
    for start in range(0, len(ids), 1000):
        some = ids[start : start + 1000]
        for model in (Coverage, DutyToApply, OverseeingBody):
            rows: list[Any] = list(model.objects.filter(agency_id__in=some, valid_until__isnull=True))
            for row in rows:
                ending = endings[row.agency_id]
                row.valid_until = max(ending.ends_on, row.valid_from)
                changed[ending.agency.province_id].append(row)
                if isinstance(row, Coverage):
                    systems.setdefault(row.system_id, []).append(ending.ends_on)
            model.objects.bulk_update(rows, ["valid_until"], batch_size=200)
    still = set(
        Coverage.objects.filter(valid_until__isnull=True, system_id__in=systems).values_list("system", flat=True)
    )
    uncovered = QualitySystem.objects.filter(pk__in=set(systems) - still, valid_until__isnull=True)
    ended = list(uncovered.select_related("holder"))
    for system in ended:
        system.valid_until = max(systems[system.pk])
        holder_end = endings.get(system.holder_id)
        system.end_reason = holder_end.reason if holder_end else next(iter(endings.values())).reason
        changed.setdefault(system.province_id, []).append(system)
    QualitySystem.objects.bulk_update(ended, ["valid_until", "end_reason"], batch_size=200)
    return ended


def _record(
    actor: Actor,
    on: date,
    at: datetime,
    batch: str,
    endings: Sequence[Ending],
    changed: dict[int, list[models.Model]],
) -> None:
    entries = []
    for province_id, rows in changed.items():
        ended = [r for r in rows if isinstance(r, Agency)]
        entries.append(
            history.Entry(
                chain=history.province_chain(province_id),
                act="organisations.end_agencies",
                on=on,
                summary=f"{len(ended)} cơ quan kết thúc hoạt động"
                if len(ended) > 1
                else f"“{ended[0].name}” kết thúc hoạt động: {ended[0].end_reason}",
                subject=history.Ref("agency", ended[0].pk, ended[0].name),
                changed=rows,
                payload={"count": len(ended)},
            )
        )
    history.record(actor=actor, at=at, entries=entries, batch=batch)
