"""Refuses a form that somebody has overtaken, by the rows that the form showed."""

from collections.abc import Iterable

from django.db.models import Max, Model, OuterRef, Q, Subquery
from django.utils.timezone import localtime

from qlcl.kernel.errors import Stale
from qlcl.kernel.history.timeline import events_of
from qlcl.kernel.models import Seal


def last_event_touching(rows: Iterable[Model]) -> int:
    """The number of the last event that changed one of the rows, for a form to carry; 0 when there is none."""
    wanted: dict[str, list[int]] = {}
    for row in rows:
        wanted.setdefault(row._meta.label_lower, []).append(row.pk)
    which = Q(pk__in=())
    for label, keys in wanted.items():
        which |= Q(model=label, object_id__in=keys)
    return Seal.objects.filter(which).aggregate(last=Max("event_id"))["last"] or 0


def last_touch(model: type[Model]) -> Subquery:
    """The same for each row of a query of that model, as an annotation."""
    seals = Seal.objects.filter(model=model._meta.label_lower, object_id=OuterRef("pk"))
    return Subquery(seals.order_by().values("object_id").annotate(last=Max("event_id")).values("last"))


def refuse_touched(rows: Iterable[Model], seen: int | None) -> None:
    """Raises `Stale`, saying who did what, when a row was changed after the event that the form knew."""
    shown = list(rows)
    if seen is None or last_event_touching(shown) <= seen:
        return
    found = [events_of(touching=row, limit=1, with_changes=False) for row in shown]
    last = max((events[0] for events in found if events), key=lambda e: e.event_id)
    raise Stale(
        f"{last.who} đã thay đổi mục này lúc {localtime(last.at):%H:%M ngày %d/%m/%Y} ({last.summary}). "
        "Ông/bà hãy tải lại trang, xem nội dung mới rồi thực hiện tiếp."
    )
