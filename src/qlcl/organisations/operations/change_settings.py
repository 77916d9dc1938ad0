"""Sets parameters of a province from a day on; what held before stays in its time."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from qlcl.kernel import catalogue, history
from qlcl.kernel.actors import Actor
from qlcl.kernel.catalogue import Parameter
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.kernel.text import nfc
from qlcl.organisations.models import Agency, Setting
from qlcl.organisations.policies import can_administer


def checked(parameter: Parameter, value: str) -> str:
    """The value as stored; raises `setting_invalid` with what is allowed."""
    value = nfc(value).strip()
    if parameter.kind == "bool":
        allowed = value in {"0", "1"}
        rule = "chỉ nhận Có hoặc Không"
    elif parameter.choices:
        allowed = value in dict(parameter.choices)
        rule = "phải là một trong các lựa chọn"
    elif parameter.kind in {"int", "percent"}:
        low, high = parameter.low, min(parameter.high, 100) if parameter.kind == "percent" else parameter.high
        allowed = value.isascii() and value.isdigit() and len(value) < 9 and low <= int(value) <= high
        rule = f"phải là số nguyên từ {low} đến {high}"
    else:
        allowed = len(value) <= 200
        rule = "dài không quá 200 ký tự"
    if not allowed:
        raise DomainError("setting_invalid", f"“{parameter.label}” {rule}.", field=parameter.code)
    return str(int(value)) if parameter.kind in {"int", "percent"} else value


@transaction.atomic
def change_settings(
    *, actor: Actor, on: date, at: datetime, province: Agency, values: Mapping[str, str], seen: int | None = None
) -> int:
    """Sets the parameters that differ, from `on`; returns how many changed.

    `seen` is the last event of settings that the form knew; a later one raises `Stale`. Refuses `setting_invalid`,
    `setting_planned` (a later day already has another value). Raises `Forbidden` for all but the administrator.
    """
    history.lock(history.province_chain(province.pk))
    if not can_administer(actor, province.pk):
        raise Forbidden("Chỉ quản trị của tỉnh được đổi tham số.")
    if seen is not None:
        _check_fresh(province, seen)
    changed: list[models.Model] = []
    told = []
    for code, raw in values.items():
        parameter = catalogue.parameter(code)
        value = checked(parameter, raw)
        current = Setting.objects.valid_on(on).filter(province=province, code=code).first()
        if value == (current.value if current else parameter.default):
            continue
        if Setting.objects.filter(province=province, code=code, valid_from__gt=on).exists():
            raise DomainError("setting_planned", f"“{parameter.label}” đã có giá trị cho ngày sau {on:%d/%m/%Y}.")
        changed += _set(province, code, value, on, current)
        told.append(f"{parameter.label}: {_said(parameter, value)}")
    if changed:
        entry = history.Entry(
            chain=history.province_chain(province.pk),
            act="organisations.change_settings",
            on=on,
            summary=("Đổi tham số. " + "; ".join(told))[:500],
            subject=history.Ref("settings", province.pk, "Tham số"),
            changed=changed,
            payload={"codes": sorted(values)},
        )
        history.record(actor=actor, at=at, entries=[entry])
    return len(told)


def _set(province: Agency, code: str, value: str, on: date, current: Setting | None) -> list[models.Model]:
    """Ends what holds on the day and starts the new value; a value begun that very day is written over."""
    if current is not None and current.valid_from == on:
        current.value = value
        current.save()
        return [current]
    ended: list[models.Model] = []
    if current is not None:
        current.valid_until = on
        current.save()
        ended.append(current)
    return [*ended, Setting.objects.create(province=province, code=code, value=value, valid_from=on)]


def _said(parameter: Parameter, value: str) -> str:
    """The value in words."""
    if parameter.kind == "bool":
        return "có" if value == "1" else "không"
    return f"{dict(parameter.choices).get(value, value)} {parameter.unit}".strip()


def _check_fresh(province: Agency, seen: int) -> None:
    latest = history.events_of(kind="settings", id=province.pk, limit=1)
    if latest and latest[0].event_id != seen:
        raise Stale(
            f"{latest[0].who} đã đổi tham số lúc {timezone.localtime(latest[0].at):%H:%M ngày %d/%m/%Y} "
            f"({latest[0].summary}). Ông/bà hãy xem lại giá trị mới rồi sửa tiếp."
        )
