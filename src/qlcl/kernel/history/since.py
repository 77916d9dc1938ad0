"""What happened in a chain since an act was last performed there: what a decision screen tells its head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qlcl.kernel.history.timeline import TimelineEntry, events_of

#: How far back is read at once; acts beyond it are in the journal.
READ = 80
#: Kinds of acts that are told; the rest is in the journal.
TOLD = 6


@dataclass(frozen=True, slots=True)
class Since:
    """The last such act, or None, and what was recorded after it, newest first; `more` says that there is more."""

    last: TimelineEntry | None
    later: Sequence[TimelineEntry]
    more: bool

    @property
    def words(self) -> str:
        """Since when the changes are counted, in words."""
        if self.last is None:
            return "Chưa quyết lần nào; dưới đây là những việc gần nhất"
        return f"Từ lần quyết trước, ngày {self.last.on:%d/%m/%Y} ({self.last.who})"

    @property
    def sentences(self) -> list[str]:
        """What was recorded after it, in plain sentences; an act performed often is told once, with a count."""
        by_act: dict[str, list[TimelineEntry]] = {}
        for entry in self.later:
            by_act.setdefault(entry.act, []).append(entry)
        told = [_told(entries) for entries in list(by_act.values())[:TOLD]]
        if self.more or len(by_act) > TOLD:
            told.append("… và những việc khác, xem nhật ký.")
        return told


def _told(entries: Sequence[TimelineEntry]) -> str:
    newest = entries[0]
    if len(entries) == 1:
        return f"{newest.on:%d/%m/%Y}: {newest.summary}"
    return f"{newest.act_label}: {len(entries)} lần, gần nhất {newest.on:%d/%m/%Y} – {newest.summary}"


def since_last(chain: str, acts: Iterable[str]) -> Since:
    """What was recorded in the chain after the last of those acts; one query, two where it lies far back."""
    wanted = set(acts)
    read = events_of(chain=chain, limit=READ, with_changes=False)
    place = next((n for n, entry in enumerate(read) if entry.act in wanted), None)
    if place is not None:
        return Since(read[place], read[:place], more=False)
    if len(read) < READ:
        return Since(None, read, more=False)
    last = events_of(chain=chain, acts=wanted, limit=1, with_changes=False)
    return Since(last[0] if last else None, read, more=True)
