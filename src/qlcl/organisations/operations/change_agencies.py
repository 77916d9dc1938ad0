"""Corrects what the register says of agencies; a renaming is a succession, not a correction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.kernel.text import clean
from qlcl.kernel.words import learn_words
from qlcl.organisations.models import Agency, DutyToApply
from qlcl.organisations.policies import can_manage_register

#: What may be corrected; codes, levels and dates of life are kept by other acts.
CORRECTABLE = ("name", "gso_code", "latitude", "longitude", "external_id", "parent", "valid_from")


@transaction.atomic
def change_agencies(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    changes: Sequence[tuple[Agency, Mapping[str, Any]]],
    batch: str = "",
    seen: int | None = None,
) -> list[Agency]:
    """Writes corrected fields, with `duty_to_apply` and `duty_basis` corrected in the current duty.

    `seen` is the number of the last event the form knew; a later one raises `Stale`. Raises `Forbidden`.
    """
    history.lock(*{history.province_chain(a.province_id) for a, _ in changes})
    history.reread(agency for agency, _ in changes)
    for agency, _ in changes:
        if not can_manage_register(actor, agency.province_id):
            raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được sửa danh bạ cơ quan.")
        if seen is not None:
            _check_fresh(agency, seen)
    entries = [_change(agency, fields, on) for agency, fields in changes]
    learn_words("agency", [a.name for a, fields in changes if "name" in fields])
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return [agency for agency, _ in changes]


def _check_fresh(agency: Agency, seen: int) -> None:
    """Refuses a form that somebody has overtaken, and says who changed what."""
    latest = history.events_of(kind="agency", id=agency.pk, limit=1)
    if latest and latest[0].event_id != seen:
        last = latest[0]
        raise Stale(
            f"{last.who} đã sửa cơ quan này lúc {timezone.localtime(last.at):%H:%M ngày %d/%m/%Y} ({last.summary}). "
            "Ông/bà hãy xem lại thông tin mới rồi sửa tiếp."
        )


def _change(agency: Agency, fields: Mapping[str, Any], on: date) -> history.Entry:
    """Writes one agency's corrected fields."""
    changed: list[models.Model] = [agency]
    for name, value in fields.items():
        if name in ("duty_to_apply", "duty_basis"):
            continue
        if name not in CORRECTABLE:
            raise DomainError("not_correctable", f"Không sửa trực tiếp được trường “{name}” của cơ quan.")
        setattr(agency, name, clean(value) if name == "name" else value)
    agency.save()
    if {"duty_to_apply", "duty_basis"} & set(fields):
        changed.append(_correct_duty(agency, fields))
    return history.Entry(
        chain=history.province_chain(agency.province_id),
        act="organisations.change_agency",
        on=on,
        summary=f"Sửa thông tin “{agency.name}”",
        subject=history.Ref("agency", agency.pk, agency.name),
        changed=changed,
        payload={"fields": sorted(fields)},
    )


def _correct_duty(agency: Agency, fields: Mapping[str, Any]) -> DutyToApply:
    """Corrects the latest duty to apply."""
    duty = agency.duties_to_apply.order_by("-valid_from").first() or DutyToApply(
        agency=agency, valid_from=agency.valid_from
    )
    duty.kind = fields.get("duty_to_apply", duty.kind)
    duty.basis = fields.get("duty_basis", duty.basis)
    duty.save()
    return duty


@transaction.atomic
def change_duty_to_apply(*, actor: Actor, on: date, at: datetime, agency: Agency, kind: str, basis: str) -> DutyToApply:
    """From `on` the agency applies the standard for another reason (Decision 19/2014, art. 2)."""
    history.lock(history.province_chain(agency.province_id))
    if not can_manage_register(actor, agency.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được đổi nghĩa vụ áp dụng.")
    changed: list[models.Model] = []
    current = agency.duties_to_apply.filter(valid_until__isnull=True).first()
    if current is not None:
        if current.valid_from >= on:
            raise DomainError("duty_too_early", "Ngày đổi phải sau ngày bắt đầu của nghĩa vụ hiện tại.", field="on")
        current.valid_until = on
        current.save()
        changed.append(current)
    duty = DutyToApply.objects.create(agency=agency, kind=kind, basis=basis, valid_from=on)
    changed.append(duty)
    entry = history.Entry(
        chain=history.province_chain(agency.province_id),
        act="organisations.change_duty_to_apply",
        on=on,
        summary=f"Đổi nghĩa vụ áp dụng của “{agency.name}”: {duty.get_kind_display()}",
        subject=history.Ref("agency", agency.pk, agency.name),
        changed=changed,
        payload={"kind": kind},
    )
    history.record(actor=actor, at=at, entries=[entry])
    return duty
