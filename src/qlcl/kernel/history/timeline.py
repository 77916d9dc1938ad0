"""Timelines: what happened to a subject, newest first, with what changed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, OuterRef, Subquery
from django.utils.timezone import localdate, localtime

from qlcl.kernel import catalogue
from qlcl.kernel.errors import Stale
from qlcl.kernel.history.capacities import CONSULTANT, position_words
from qlcl.kernel.models import Event, Seal

ERASED = "(đã xóa theo quy định)"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One act as a timeline shows it; `changes` are (field label, before, after)."""

    event_id: int
    on: date
    at: datetime
    who: str
    position: str
    act: str
    act_label: str
    subject: str
    summary: str
    changes: Sequence[tuple[str, str, str]] = ()
    batch: str = ""
    capacity: str = ""

    @property
    def by_consultant(self) -> bool:
        """A consultant wrote it, not the agency's own people."""
        return self.capacity == CONSULTANT

    @property
    def recorded_later(self) -> bool:
        """The act was recorded after its legal day."""
        return localdate(self.at) > self.on


def events_of(
    *,
    chain: str | None = None,
    kind: str | None = None,
    id: int | None = None,
    touching: Model | None = None,
    limit: int = 50,
    before: int | None = None,
    after: int | None = None,
    acts: Iterable[str] = (),
    ids: Iterable[int] | None = None,
    with_changes: bool = True,
) -> list[TimelineEntry]:
    """Events of a chain, of a subject, or touching a sealed row; newest first, three queries and a few labels.

    `touching` shows the changes of that row only: an import seals thousands of others in the same event.
    """
    events = Event.objects.select_related("text", "chain").order_by("-id")
    if chain is not None:
        events = events.filter(chain__key=chain)
    if kind is not None:
        events = events.filter(subject_kind=kind)
    if id is not None:
        events = events.filter(subject_id=id)
    if touching is not None:
        seals = Seal.objects.filter(model=touching._meta.label_lower, object_id=touching.pk)
        events = events.filter(id__in=seals.values("event_id"))
    if ids is not None:
        events = events.filter(id__in=list(ids))
    if before is not None:
        events = events.filter(id__lt=before)
    if after is not None:
        events = events.filter(id__gt=after)
    if wanted := list(acts):
        events = events.filter(act__in=wanted)
    found = list(events[:limit])
    changes = _changes([event.id for event in found], touching) if with_changes else {}
    return [_entry(event, changes.get(event.id, [])) for event in found]


def last_event_id(kind: str, id: int) -> int:
    """The number of the subject's last event, for a form to carry; 0 when there is none."""
    found = Event.objects.filter(subject_kind=kind, subject_id=id).order_by("-id").values_list("id", flat=True)
    return found.first() or 0


def refuse_overtaken(kind: str, id: int, seen: int | None) -> None:
    """Raises `Stale`, saying who changed what, when the subject has events later than the one the form knew."""
    if seen is None or last_event_id(kind, id) <= seen:
        return
    last = events_of(kind=kind, id=id, limit=1)[0]
    changes = "; ".join(f"{label}: “{before}” → “{after}”" for label, before, after in last.changes)
    raise Stale(
        f"{last.who} đã thay đổi mục này lúc {localtime(last.at):%H:%M ngày %d/%m/%Y} ({changes or last.summary}). "
        "Ông/bà hãy tải lại trang, xem nội dung mới rồi thực hiện tiếp."
    )


def act_label(code: str) -> str:
    """The label of an act; an unknown one shows its code."""
    try:
        return catalogue.act(code).label
    except KeyError:
        return code


def _entry(event: Event, changes: list[tuple[str, str, str]]) -> TimelineEntry:
    text = getattr(event, "text", None)
    words = json.loads(text.words) if text else {}
    return TimelineEntry(
        event_id=event.id,
        on=event.on,
        at=event.at,
        who=words.get("who", ERASED),
        position=position_words(words.get("position", ""), words),
        act=event.act,
        act_label=act_label(event.act),
        subject=words.get("subject", ""),
        summary=words.get("summary", ERASED),
        changes=changes,
        batch=event.batch,
        capacity=words.get("capacity", ""),
    )


def _changes(event_ids: Sequence[int], touching: Model | None = None) -> dict[int, list[tuple[str, str, str]]]:
    earlier = Seal.objects.filter(
        model=OuterRef("model"), object_id=OuterRef("object_id"), id__lt=OuterRef("id")
    ).order_by("-id")
    sealed = Seal.objects.filter(event_id__in=event_ids)
    if touching is not None:
        sealed = sealed.filter(model=touching._meta.label_lower, object_id=touching.pk)
    seals = (
        sealed.annotate(before=Subquery(earlier.values("text__values")[:1]))
        .order_by("id")
        .values_list("event_id", "model", "before", "text__values")
    )
    differences = []
    for event_id, label, before, after in seals:
        if before and after:
            old, new = json.loads(before)["values"], json.loads(after)["values"]
            differences += [
                (event_id, field, old.get(field.attname), new.get(field.attname))
                for field in _fields(label)
                if old.get(field.attname) != new.get(field.attname)
            ]
    names = _names((field, value) for _event, field, *values in differences for value in values)
    shown: dict[int, list[tuple[str, str, str]]] = {}
    for event_id, field, old_value, new_value in differences:
        label = str(field.verbose_name)
        line = (label[:1].upper() + label[1:], _show(field, old_value, names), _show(field, new_value, names))
        shown.setdefault(event_id, []).append(line)
    return shown


def _fields(label: str) -> list[Field]:
    try:
        model = apps.get_model(label)
    except LookupError:
        return []
    return [model._meta.get_field(name) for name in model.sealed_fields]


def _names(values: Iterable[tuple[Field, Any]]) -> dict[tuple[type[Model], Any], str]:
    wanted: dict[type[Model], set[Any]] = {}
    for field, value in values:
        if isinstance(field, ForeignKey) and value is not None:
            wanted.setdefault(field.related_model, set()).add(value)
    return {
        (model, key): str(row)
        for model, keys in wanted.items()
        for key, row in model._default_manager.in_bulk(keys).items()
    }


def _show(field: Field, value: Any, names: dict[tuple[type[Model], Any], str]) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), f"#{value}")
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    parsed = field.to_python(value)
    if isinstance(parsed, datetime):
        return localtime(parsed).strftime("%d/%m/%Y %H:%M")
    if isinstance(parsed, date):
        return parsed.strftime("%d/%m/%Y")
    return str(parsed)
