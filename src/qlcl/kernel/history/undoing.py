"""Undoes a batch as one act, while nothing rests on it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.history.canonical import digest, row_text
from qlcl.kernel.history.chains import lock
from qlcl.kernel.history.entries import Entry, Ref
from qlcl.kernel.history.recording import record
from qlcl.kernel.models import Event, Seal, SealText

CHUNK = 5000


class UndoBlocked(DomainError):
    """Something rests on the batch, or changed after it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the batch: its last seal there, and its values before (None: the batch created it)."""

    model: type[models.Model]
    pk: int
    event_id: int
    digest: str
    shape: int
    before: dict[str, Any] | None


def batch_events(batch: str) -> list[Event]:
    """The events of a batch, in order of recording."""
    return list(Event.objects.filter(batch=batch).select_related("chain", "text").order_by("id"))


@transaction.atomic
def undo(*, actor: Actor, batch: str, on: date, at: datetime) -> list[Event]:
    """Deletes what the batch created, restores what it changed, records the undoing.

    The caller checks the policy and withdraws what is not sealed (duties). Refuses with `undo_unknown`
    when there is no such batch or it was undone, with `undo_blocked` when a row was changed later or is referred to.
    """
    lock(*Event.objects.filter(batch=batch).values_list("chain__key", flat=True).distinct())
    events = batch_events(batch) if batch else []
    if not events or Event.objects.filter(batch=_undo_name(batch)).exists():
        raise DomainError("undo_unknown", "Không có lần nhập này, hoặc lần nhập đã được hoàn tác.")
    rows = _rows(events)
    _refuse_changed_later(rows, events)
    created = [row for row in rows if row.before is None]
    removed = _delete(created)
    restored = _restore([row for row in rows if row.before is not None])
    return _record(events, rows, removed, restored, actor=actor, batch=batch, on=on, at=at)


def _undo_name(batch: str) -> str:
    return f"undo:{batch}"


def _blocked(reason: str) -> UndoBlocked:
    return UndoBlocked("undo_blocked", f"Không thể hoàn tác: {reason} Hãy sửa từng mục, hoặc nhập tệp đã sửa.")


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _rows(events: Sequence[Event]) -> list[_Row]:
    """The rows of the batch in the order in which it first wrote them."""
    first: dict[tuple[str, int], int] = {}
    last: dict[tuple[str, int], tuple[int, str, int]] = {}
    for part in _chunks([event.id for event in events]):
        seals = Seal.objects.filter(event_id__in=part).order_by("id")
        columns = ("id", "event_id", "model", "object_id", "digest", "shape")
        for seal_id, event_id, label, pk, value, shape in seals.values_list(*columns):
            first.setdefault((label, pk), seal_id)
            last[label, pk] = (event_id, value, shape)
    before = _values_before(first)
    return [_Row(apps.get_model(label), pk, *last[label, pk], before=before.get((label, pk))) for label, pk in first]


def _values_before(first: dict[tuple[str, int], int]) -> dict[tuple[str, int], dict[str, Any]]:
    """The values that stood before the batch; refuses when they were erased or the row had been removed."""
    earlier: dict[tuple[str, int], tuple[int, str]] = {}
    for label in {label for label, _pk in first}:
        for part in _chunks([pk for other, pk in first if other == label]):
            seals = Seal.objects.filter(model=label, object_id__in=part).order_by("id")
            for seal_id, pk, value in seals.values_list("id", "object_id", "digest"):
                if seal_id < first[label, pk]:
                    earlier[label, pk] = (seal_id, value)
    texts: dict[int, str] = {}
    for part in _chunks([seal_id for seal_id, _value in earlier.values()]):
        texts |= dict(SealText.objects.filter(seal_id__in=part).values_list("seal_id", "values"))
    if any(value == "" or seal_id not in texts for seal_id, value in earlier.values()):
        raise _blocked("giá trị trước đó đã được xóa theo quy định.")
    return {key: json.loads(texts[seal_id])["values"] for key, (seal_id, _value) in earlier.items()}


def _refuse_changed_later(rows: Sequence[_Row], events: Sequence[Event]) -> None:
    inside = {event.id for event in events}
    for model, group in _by_model(rows).items():
        wanted = {row.pk: row for row in group}
        for part in _chunks(list(wanted)):
            later = Seal.objects.filter(
                model=model._meta.label_lower, object_id__in=part, event_id__gt=min(inside)
            ).order_by("id")
            touched = {e: pk for pk, e in later.values_list("object_id", "event_id") if e not in inside}
            for event_id in sorted(touched.keys() - _taken_back(list(touched))):
                raise _blocked(f"“{_name(model, touched[event_id])}” đã được thay đổi sau lần nhập này.")
            standing = model._default_manager.in_bulk(part)
            for pk in part:
                row = standing.get(pk)
                if (digest(row_text(row, wanted[pk].shape)) if row else "") != wanted[pk].digest:
                    raise _blocked(f"“{_name(model, pk)}” không còn khớp với lịch sử ghi nhận.")


def _taken_back(event_ids: Sequence[int]) -> set[int]:
    """Those of the events that were undone since, and their undoing: nothing of them stands."""
    batches: dict[int, str] = {}
    for part in _chunks(event_ids):
        batches |= dict(Event.objects.filter(id__in=part).values_list("id", "batch"))
    undoing = {_undo_name(name) for name in set(batches.values())}
    undone = set(Event.objects.filter(batch__in=undoing).values_list("batch", flat=True)) if undoing else set()
    return {pk for pk, name in batches.items() if name.startswith(_undo_name("")) or _undo_name(name) in undone}


def _by_model(rows: Sequence[_Row]) -> dict[type[models.Model], list[_Row]]:
    found: dict[type[models.Model], list[_Row]] = {}
    for row in rows:
        found.setdefault(row.model, []).append(row)
    return found


def _name(model: type[models.Model], pk: int) -> str:
    return str(model._default_manager.filter(pk=pk).first() or f"{model._meta.verbose_name} #{pk}")


def _delete(rows: Sequence[_Row]) -> dict[tuple[str, int], models.Model]:
    """Deletes created rows, unless a row outside the batch refers to one; constraints are deferred on both engines."""
    groups = {model: [row.pk for row in group if row.digest] for model, group in _by_model(rows).items()}
    for model, keys in groups.items():
        _refuse_referenced(model, keys, groups)
    removed: dict[tuple[str, int], models.Model] = {}
    for model, keys in groups.items():
        for part in _chunks(keys):
            queryset = model._default_manager.filter(pk__in=part)
            removed |= {(model._meta.label_lower, row.pk): row for row in queryset}
            queryset._raw_delete(queryset.db)
    return removed


def _refuse_referenced(
    model: type[models.Model], keys: Sequence[int], groups: dict[type[models.Model], list[int]]
) -> None:
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        other, attribute = relation.related_model, relation.field.attname
        if getattr(other, "derived", False):  # made by a run from other rows; the next run makes it anew
            for part in _chunks(keys):
                other._default_manager.filter(**{f"{attribute}__in": part}).delete()
            continue
        leaving = set(groups.get(other, ()))
        for part in _chunks(keys):
            referring = other._default_manager.filter(**{f"{attribute}__in": part})
            for pk, target in referring.values_list("pk", attribute).iterator():
                if pk not in leaving:
                    raise _blocked(f"“{_name(model, target)}” đang được {other._meta.verbose_name} khác sử dụng.")


def _restore(rows: Sequence[_Row]) -> dict[tuple[str, int], models.Model]:
    """Writes earlier values back through `save`, so that derived columns follow; recreates rows the batch removed."""
    restored: dict[tuple[str, int], models.Model] = {}
    for model, group in _by_model(rows).items():
        for part in _chunks(group):
            standing = model._default_manager.in_bulk([row.pk for row in part])
            for row in part:
                instance = standing.get(row.pk) or model(pk=row.pk)
                for name in set(getattr(model, "sealed_since", ())) - set(row.before or ()):
                    setattr(instance, name, model._meta.get_field(name).get_default())  # type: ignore[union-attr]
                for name, value in (row.before or {}).items():
                    setattr(instance, name, model._meta.get_field(name).to_python(value))  # type: ignore[union-attr]
                instance.save()
                restored[model._meta.label_lower, row.pk] = instance
    return restored


def _record(
    events: Sequence[Event],
    rows: Sequence[_Row],
    removed: dict[tuple[str, int], models.Model],
    restored: dict[tuple[str, int], models.Model],
    *,
    actor: Actor,
    batch: str,
    on: date,
    at: datetime,
) -> list[Event]:
    touched: dict[int, list[_Row]] = {}
    for row in rows:
        touched.setdefault(row.event_id, []).append(row)
    entries = []
    for event in reversed(events):
        keys = [(row.model._meta.label_lower, row.pk) for row in touched.get(event.id, [])]
        text = getattr(event, "text", None)
        label = json.loads(text.words)["subject"] if text else ""
        entries.append(
            Entry(
                chain=event.chain.key,
                act="history.undo",
                on=on,
                summary="Hoàn tác lần nhập dữ liệu",
                subject=Ref(event.subject_kind, event.subject_id, label),
                changed=[restored[key] for key in keys if key in restored],
                removed=[removed[key] for key in keys if key in removed],
                payload={"batch": batch, "event": event.id},
            )
        )
    return record(actor=actor, at=at, entries=entries, batch=_undo_name(batch))
