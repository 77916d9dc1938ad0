"""Begins, locks and finishes the stages of a day's background work."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import NightlyRun


@transaction.atomic
def begin_stage(*, province_id: int, day: date, stage: str, at: datetime) -> NightlyRun:
    """The stage of that day, begun now or earlier, by this process or another."""
    run, _ = NightlyRun.objects.get_or_create(
        province_id=province_id, day=day, stage=stage, defaults={"started_at": at}
    )
    return run


def locked(run: NightlyRun) -> NightlyRun:
    """The stage as it stands now, held until the transaction ends: nobody else does the next part meanwhile."""
    return NightlyRun.objects.select_for_update().get(pk=run.pk)


@transaction.atomic
def finish_stage(*, run: NightlyRun, at: datetime, done: int, note: str = "") -> None:
    """Notes that the stage is done; the first to finish it counts."""
    NightlyRun.objects.filter(pk=run.pk, finished_at__isnull=True).update(finished_at=at, done=done, note=note[:300])


@transaction.atomic
def note_stage(*, run: NightlyRun, note: str) -> None:
    """Says why the stage is not done yet."""
    NightlyRun.objects.filter(pk=run.pk, finished_at__isnull=True).update(note=note[:300])
