"""Why a duty exists and what became of it: the events behind it, and everybody who was told, in order."""

from dataclasses import dataclass
from datetime import datetime

from qlcl.duties.models import Duty
from qlcl.duties.queries.duties import notices_about
from qlcl.duties.queries.reminders import reminders_about
from qlcl.kernel import history
from qlcl.kernel.history import TimelineEntry


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told: when, who, by which rung or notice, and whether a notice was read."""

    at: datetime
    who: str
    how: str
    read: bool | None = None
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """The act that opened the duty, the one that closed it, its own history, and who was told when."""

    opened: TimelineEntry | None
    closed: TimelineEntry | None
    events: list[TimelineEntry]
    told: list[Told]


def why(duty: Duty) -> Why:
    """Everything behind a duty; four queries."""
    behind = {e.event_id: e for e in _events({duty.opened_by, duty.closed_by} - {None})}
    notices = [
        Told(n.at, n.position.title, "Thông báo trong phần mềm", n.read_at is not None, n.read_at)
        for n in notices_about(duty)
    ]
    rungs = [
        Told(r.at, r.told or r.get_audience_display(), f"Bậc {r.number} của thang nhắc, hạn {r.due_on:%d/%m/%Y}")
        for r in reminders_about(duty)
    ]
    return Why(
        opened=behind.get(duty.opened_by or 0),
        closed=behind.get(duty.closed_by or 0),
        events=list(history.events_of(kind="duty", id=duty.pk, limit=20)),
        told=sorted([*notices, *rungs], key=lambda told: told.at),
    )


def _events(ids: set[int | None]) -> list[TimelineEntry]:
    wanted = [id_ for id_ in ids if id_]
    return list(history.events_of(ids=wanted, limit=2, with_changes=False)) if wanted else []
