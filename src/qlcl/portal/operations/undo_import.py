"""Takes an import back as one act, while nothing rests on it."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.operations.reopen_duties import take_back
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.portal.models import ImportBatch
from qlcl.portal.policies import visible_imports
from qlcl.transitions.operations.take_account import take_account


@transaction.atomic
def undo_import(*, actor: Actor, batch_id: int, on: date, at: datetime) -> ImportBatch:
    """Removes what the import wrote, restores what it changed, reopens the duties it closed.

    Raises `Unseen`; `DomainError` when it was undone before, or when something else rests on it (`undo_blocked`).
    """
    visible = visible_imports(actor).filter(pk=batch_id).values("pk")
    batch = ImportBatch.objects.select_for_update().filter(pk__in=visible).first()
    if batch is None:
        raise Unseen
    if batch.undone_at is not None:
        raise DomainError("already_undone", "Lần nhập này đã được hoàn tác.")
    events = [event.pk for event in history.batch_events(batch.code)]
    take_back(events=events, actor=actor, at=at)
    history.undo(actor=actor, batch=batch.code, on=on, at=at)
    provinces = batch.touched.values_list("province_id", flat=True)
    take_account(province_ids=list(provinces), actor=actor, on=on, at=at)
    batch.undone_on, batch.undone_at, batch.undone_by = on, at, actor.name
    batch.save(update_fields=["undone_on", "undone_at", "undone_by"])
    return batch
