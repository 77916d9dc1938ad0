"""Takes an import back as one act, while nothing rests on it."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.operations.reopen_duties import take_back
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.roomy import roomy
from qlcl.organisations.policies import can_manage_register
from qlcl.portal.models import ImportBatch
from qlcl.portal.policies import visible_imports
from qlcl.transitions.operations.take_account import take_account


@roomy()
@transaction.atomic
def undo_import(*, actor: Actor, batch_id: int, on: date, at: datetime) -> ImportBatch:
    """Removes what the import wrote, restores what it changed, reopens the duties it closed.

    Whoever keeps the register of every province it touched may. Raises `Unseen`, `Forbidden`;
    `DomainError` when it was undone before, or when something else rests on it (`undo_blocked`).
    """
    visible = visible_imports(actor).filter(pk=batch_id).values("pk")
    batch = ImportBatch.objects.select_for_update().filter(pk__in=visible).first()
    if batch is None:
        raise Unseen
    if batch.undone_at is not None:
        raise DomainError("already_undone", "Lần nhập này đã được hoàn tác.")
    provinces = list(batch.touched.values_list("province_id", flat=True))
    if not all(can_manage_register(actor, province_id) for province_id in provinces):
        raise Forbidden("Lần nhập này có dữ liệu của tỉnh mà ông/bà không quản lý.")
    events = history.batch_events(batch.code)
    history.lock(*{event.chain.key for event in events})
    take_back(events=[event.pk for event in events], actor=actor, at=at)
    history.undo(actor=actor, batch=batch.code, on=on, at=at)
    take_account(province_ids=provinces, actor=actor, on=on, at=at)
    batch.undone_on, batch.undone_at, batch.undone_by = on, at, actor.name
    batch.save(update_fields=["undone_on", "undone_at", "undone_by"])
    return batch
