"""Boards remembered in each process, and brought up to date by the acts recorded since.

History tells what changed: events are only ever added, each in the chain of its system or province. When the events
since the last reading are all acts of systems, only the rows of those systems are read again; when an act of a
province may have touched many, or when the count of events shows that one was missed, the board is made anew.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Subquery, Sum, Value

from qlcl.kernel.models import Chain, Event
from qlcl.transitions.models import Campaign
from qlcl.transitions.queries.board import Bits, BoardRow, Summary, bits_of, rows_of, summary_of

#: Beyond so many acts, or so many boards, making anew costs less than keeping.
_ACTS, _BOARDS = 300, 6
#: Acts of a province whose rooms know nothing of duties, declarations or systems.
_HARMLESS = ("accounts.", "papers.", "standards.")
_SYSTEM = "system:"


@dataclass(frozen=True, slots=True)
class _Stamp:
    """How far history had come: how many events, the last one and its hash, which no other history has."""

    events: int = 0
    last: int = 0
    hash: str = ""


@dataclass(slots=True)
class _Board:
    """A board as it was read at `stamp`."""

    stamp: _Stamp
    bits: Bits
    places: dict[int, int]
    summary: Summary


_boards: OrderedDict[tuple[int, date], _Board] = OrderedDict()


def summary_on(campaign: Campaign, day: date) -> Summary:
    """The board of the campaign on `day`, of systems enrolled and living that day."""
    stamp, key = _stamp(), (campaign.pk, day)
    board = _boards.pop(key, None)
    touched = _touched(board.stamp, stamp) if board else None
    if board is None or touched is None or not _renew(board, campaign, day, touched):
        board = _made(campaign, day)
    board.stamp = stamp
    _boards[key] = board
    while len(_boards) > _BOARDS:
        _boards.popitem(last=False)
    return board.summary


def _stamp() -> _Stamp:
    """Read in one query, so that all of it is of one moment; rows are read after it, and so are never older."""
    counted = Chain.objects.order_by().annotate(all=Value(1)).values("all").annotate(n=Sum("seq")).values("n")
    found = Event.objects.order_by("-id").values_list(Subquery(counted), "id", "hash").first()
    return _Stamp(*found) if found else _Stamp()


def _touched(before: _Stamp, now: _Stamp) -> set[int] | None:
    """The systems in whose chains something was recorded between the two; None where that cannot be told.

    What was recorded is known for certain only when as many events follow the last one known as were added: an event
    with a smaller number may become visible later, and a restored database has another history.
    """
    if before == now:
        return set()
    added = now.events - before.events
    if not before.last or not 0 < added <= _ACTS:
        return None
    rows = Event.objects.filter(id__gte=before.last, id__lte=now.last).order_by("id")
    events = list(rows.values_list("id", "hash", "chain__key", "act")[: added + 2])
    if len(events) != added + 1 or events[0][:2] != (before.last, before.hash):
        return None
    grave = [chain for _, _, chain, act in events[1:] if chain.startswith(_SYSTEM) or not act.startswith(_HARMLESS)]
    if not all(chain.startswith(_SYSTEM) for chain in grave):
        return None
    return {int(chain.removeprefix(_SYSTEM)) for chain in grave}


def _made(campaign: Campaign, day: date) -> _Board:
    bits = bits_of(campaign, day)
    rows = rows_of(campaign, day, bits)
    places = {row.system_id: place for place, row in enumerate(rows)}
    return _Board(_Stamp(), bits, places, summary_of(rows, bits.values()))


def _renew(board: _Board, campaign: Campaign, day: date, touched: set[int]) -> bool:
    """Reads the rows of those systems again; false where more than their figures changed: the board is made anew."""
    if not touched:
        return True
    bits = bits_of(campaign, day, touched)
    fresh = {row.system_id: row for row in rows_of(campaign, day, bits, touched)}
    if set(fresh) != touched & set(board.places):
        return False
    rows = list(board.summary.rows)
    for system, row in fresh.items():
        place = board.places[system]
        if not _same_place(rows[place], row):
            return False
        rows[place] = row
    board.bits = {system: pair for system, pair in board.bits.items() if system not in touched} | bits
    lines = {system: line for system, line in board.summary.lines.items() if system not in touched}
    board.summary = replace(summary_of(rows, board.bits.values()), lines=lines)
    return True


def _same_place(before: BoardRow, now: BoardRow) -> bool:
    """Whether a row still stands where it stood: only its figures differ."""
    moved = replace(
        before,
        met=now.met,
        late=now.late,
        prepared_by=now.prepared_by,
        declared_on=now.declared_on,
        certificate_until=now.certificate_until,
    )
    return moved == now
