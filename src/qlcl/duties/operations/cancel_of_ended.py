"""Leaves nothing open in a system that has ended: what fell due before its end and was not done ends with it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import Duty, DutyQuerySet
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations.models import Agency, Coverage, QualitySystem

REASON = "Hệ thống đã kết thúc"
_CHUNK = 2000


@transaction.atomic
def cancel_of_ended(*, province: Agency, actor: Actor, on: date, at: datetime) -> int:
    """Cancels, with its reason, what is still open in systems of the province that have ended; returns how many.

    An ending is recorded ahead of its day: what falls due until then stays owed, and is looked after here.
    """
    chain = history.province_chain(province.pk)
    history.lock(chain)
    left = [pk for some in _left_open(province.pk, on) for pk in some.values_list("pk", flat=True)]
    if not left:
        return 0
    entry = Entry(
        chain=chain,
        act="duties.cancel_of_ended",
        on=on,
        summary=f"Hủy {len(left)} việc còn mở của hệ thống đã kết thúc",
        subject=Ref("agency", province.pk, province.name),
        payload={"duties": len(left)},
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    return sum(
        cancel(
            duties=Duty.objects.filter(pk__in=left[start : start + _CHUNK]),
            reason=REASON,
            actor=actor,
            on=on,
            at=at,
            event=event.pk,
        )
        for start in range(0, len(left), _CHUNK)
    )


def _left_open(province_id: int, on: date) -> Iterator[DutyQuerySet]:
    """Open duties of systems that have ended, some systems at a time: found by their agencies, by index."""
    ended = QualitySystem.objects.filter(province=province_id, valid_until__lte=on).order_by("pk")
    ids = list(ended.values_list("pk", flat=True))
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        agencies = Coverage.objects.filter(system_id__in=some).values("agency_id")
        yield Duty.objects.open().filter(system_id__in=some, agency_id__in=agencies)
