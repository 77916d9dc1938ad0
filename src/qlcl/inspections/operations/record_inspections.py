"""Records inspections that were made, and corrects the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.void_inspection import refuse_void
from qlcl.inspections.policies import can_record_inspections
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.models import Agency, Coverage
from qlcl.organisations.queries import coverage_on, systems_by_agency
from qlcl.standards.models import Edition

CORRECTABLE = ("edition_id", "inspected_by", "decision_number", "note")


@dataclass(frozen=True, slots=True)
class NewInspection:
    """An inspection that was made."""

    agency: Agency
    inspected_on: date
    mode: str
    edition: Edition
    inspected_by: str = ""
    decision_number: str = ""
    note: str = ""
    illustration: bool = False


@transaction.atomic
def record_inspections(
    *, actor: Actor, on: date, at: datetime, inspections: Sequence[NewInspection], batch: str = ""
) -> list[Inspection]:
    """Records inspections, each for its day, in the chain of the system that covered the agency on that day.

    Circular 26/2014, arts. 33–35. Raises `Forbidden`; `DomainError` when the day lies after `on`, no system covered
    the agency on it, or the same inspection (agency, day, mode) stands in the register.
    """
    if not all(can_record_inspections(actor, new.agency.province_id) for new in inspections):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được ghi sổ kiểm tra.")
    coverages = systems_by_agency({new.agency.pk for new in inspections})
    rows = [_row(new, coverages.get(new.agency.pk, []), on) for new in inspections]
    history.lock(*{history.system_chain(row.system_id) for row in rows})
    _refuse_known(rows)
    Inspection.objects.bulk_create(rows)
    entries = [_entry(row, "inspections.record_inspection", row.inspected_on or on, f"Kiểm tra {row}") for row in rows]
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return rows


@transaction.atomic
def correct_inspections(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    changes: Sequence[tuple[Inspection, Mapping[str, Any]]],
    batch: str = "",
    seen: int | None = None,
) -> list[Inspection]:
    """Corrects edition, inspecting unit, decision or note; `seen` is the last event the form knew.

    Raises `Forbidden` and `Stale`.
    """
    history.lock(*{history.system_chain(row.system_id) for row, _fields in changes})
    if not all(can_record_inspections(actor, row.province_id) for row, _fields in changes):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được sửa sổ kiểm tra.")
    standing = Inspection.objects.select_related("agency").in_bulk([row.pk for row, _fields in changes])
    for old, fields in changes:
        history.refuse_overtaken("inspection", old.pk, seen)
        refuse_void(standing[old.pk])
        for name in CORRECTABLE:
            setattr(standing[old.pk], name, fields.get(name, getattr(standing[old.pk], name)))
    rows = list(standing.values())
    Inspection.objects.bulk_update(rows, CORRECTABLE, batch_size=500)
    entries = [_entry(row, "inspections.correct_inspection", on, f"Sửa lượt kiểm tra {row}") for row in rows]
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return rows


def _row(new: NewInspection, coverages: Sequence[Coverage], on: date) -> Inspection:
    day = new.inspected_on
    if day > on:
        raise DomainError("inspection_in_future", "Ngày kiểm tra chưa tới; chỉ ghi lượt đã làm.", field="inspected_on")
    coverage = coverage_on(coverages, day)
    if coverage is None:
        raise DomainError(
            "no_system_on_day",
            f"“{new.agency.name}” không có hệ thống quản lý chất lượng vào ngày {day:%d/%m/%Y}; hãy kiểm tra lại ngày.",
            field="inspected_on",
        )
    return Inspection(
        system_id=coverage.system_id, agency=new.agency, province_id=new.agency.province_id, inspected_on=day,
        mode=new.mode, edition=new.edition, inspected_by=new.inspected_by, decision_number=new.decision_number,
        note=new.note, illustration=new.illustration,
    )  # fmt: skip


def _refuse_known(rows: Sequence[Inspection]) -> None:
    agencies, first = {row.agency_id for row in rows}, min(row.inspected_on for row in rows if row.inspected_on)
    found = Inspection.objects.standing().filter(agency_id__in=agencies, inspected_on__gte=first)
    known = set(found.values_list("agency_id", "inspected_on", "mode"))
    for row in rows:
        key = (row.agency_id, row.inspected_on, row.mode)
        if key in known:
            raise DomainError("inspection_known", f"Lượt kiểm tra này đã có trong sổ: {row}.", field="inspected_on")
        known.add(key)


def _entry(row: Inspection, act: str, on: date, summary: str) -> history.Entry:
    return history.Entry(
        chain=history.system_chain(row.system_id),
        act=act,
        on=on,
        summary=summary,
        subject=history.Ref("inspection", row.pk, str(row)),
        changed=[row],
        payload={"agency": row.agency_id, "mode": row.mode, "edition": row.edition_id},
    )
