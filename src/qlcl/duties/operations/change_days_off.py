"""A province's own days off and swapped working days, set before those of the country."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.enums import DayOffKind
from qlcl.duties.models import DayOff
from qlcl.duties.operations.climbing import reckon_province
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean
from qlcl.organisations.models import Agency
from qlcl.organisations.policies import can_administer


@transaction.atomic
def add_day_off(
    *, actor: Actor, province: Agency, day: date, kind: str, label: str, basis: str, on: date, at: datetime
) -> DayOff:
    """Sets a day off, or worked, in the province; duties opened already keep the day by which they are due.

    Raises `Forbidden`, `label_missing`, `day_taken`, `day_pointless` (a weekend off, a working day worked).
    """
    _enter(actor, province)
    if not clean(label):
        raise DomainError("label_missing", "Cần ghi tên hoặc lý do.", field="label")
    if DayOff.objects.filter(province=province, day=day).exists():
        raise DomainError("day_taken", f"Tỉnh đã đặt ngày {day:%d/%m/%Y}; hãy bỏ trước khi đặt lại.", field="day")
    worked = kind == DayOffKind.SWAPPED_WORKING
    free = day.weekday() >= 5 or DayOff.objects.filter(province=None, day=day).exists()
    if worked and not free:
        raise DomainError("day_pointless", f"Ngày {day:%d/%m/%Y} vốn là ngày làm việc.", field="day")
    if not worked and day.weekday() >= 5:
        raise DomainError("day_pointless", f"Ngày {day:%d/%m/%Y} vốn là ngày nghỉ cuối tuần.", field="day")
    row = DayOff.objects.create(province=province, day=day, kind=kind, label=clean(label), basis=clean(basis))
    summary = f"Đặt ngày {day:%d/%m/%Y} là {row.get_kind_display().lower()}: {row.label}"
    _record(actor, province, row, summary, on, at, changed=[row])
    reckon_province(province.pk)
    return row


@transaction.atomic
def remove_day_off(*, actor: Actor, province: Agency, day_off_id: int, on: date, at: datetime) -> None:
    """Takes back a day that the province had set; the days of the country stay. Raises `Forbidden`, `Unseen`."""
    _enter(actor, province)
    row = DayOff.objects.filter(province=province, pk=day_off_id).first()
    if row is None:
        raise Unseen("Ngày này không có, hoặc không còn, trong danh sách của tỉnh.")
    DayOff.objects.filter(pk=row.pk).delete()
    _record(actor, province, row, f"Bỏ ngày {row.day:%d/%m/%Y}: {row.label}", on, at, removed=[row])
    reckon_province(province.pk)


def _enter(actor: Actor, province: Agency) -> None:
    history.lock(history.province_chain(province.pk))
    if not can_administer(actor, province.pk):
        raise Forbidden("Chỉ quản trị của tỉnh được sửa ngày nghỉ của tỉnh.")


def _record(
    actor: Actor, province: Agency, row: DayOff, summary: str, on: date, at: datetime,
    changed: tuple[DayOff, ...] | list[DayOff] = (), removed: tuple[DayOff, ...] | list[DayOff] = (),
) -> None:  # fmt: skip
    entry = Entry(
        chain=history.province_chain(province.pk),
        act="duties.remove_day_off" if removed else "duties.add_day_off",
        on=on,
        summary=summary,
        subject=Ref("day_off", row.pk, str(row)),
        changed=changed,
        removed=removed,
        payload={"day": row.day, "kind": row.kind},
    )
    history.record(actor=actor, at=at, entries=[entry])
