"""What happened in a chain since an act was last performed there: what a decision screen tells its head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qlcl.kernel.history.timeline import TimelineEntry, events_of

#: Later acts that are told one by one; the rest is counted.
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
        """What was recorded after it, in plain sentences."""
        told = [f"{e.on:%d/%m/%Y}: {e.summary}" for e in self.later]
        return [*told, "… và những việc trước đó, xem nhật ký."] if self.more else told


def since_last(chain: str, acts: Iterable[str]) -> Since:
    """What was recorded in the chain after the last of those acts; four queries."""
    last = events_of(chain=chain, acts=acts, limit=1, with_changes=False)
    later = events_of(chain=chain, after=last[0].event_id if last else None, limit=TOLD + 1, with_changes=False)
    return Since(last[0] if last else None, later[:TOLD], len(later) > TOLD)
