"""Leaves nothing open in a system that has ended: what fell due before its end and was not done ends with it."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations.models import Agency


@transaction.atomic
def cancel_of_ended(*, province: Agency, actor: Actor, on: date, at: datetime) -> int:
    """Cancels, with its reason, what is still open in systems of the province that have ended; returns how many.

    An ending is recorded ahead of its day: what falls due until then stays owed, and is looked after here.
    """
    chain = history.province_chain(province.pk)
    history.lock(chain)
    duties = Duty.objects.open().filter(system__province=province, system__valid_until__lte=on)
    if not (count := duties.count()):
        return 0
    entry = Entry(
        chain=chain,
        act="duties.cancel_of_ended",
        on=on,
        summary=f"Hủy {count} việc còn mở của hệ thống đã kết thúc",
        subject=Ref("agency", province.pk, province.name),
        payload={"duties": count},
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    ids = Duty.objects.filter(pk__in=list(duties.values_list("pk", flat=True)))
    return cancel(duties=ids, reason="Hệ thống đã kết thúc", actor=actor, on=on, at=at, event=event.pk)
