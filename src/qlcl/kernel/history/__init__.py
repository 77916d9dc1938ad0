"""The chained history: one act is one event, each row it changed has a seal.

An operation begins with `lock(chain)`, writes, and ends with `record(...)`. A sealed model declares
`sealed_fields` (foreign keys by `<name>_id`) and `seal_shape`; every write of a sealed field is recorded.
A model that only gains sealed fields raises `seal_shape` by one and names them in `sealed_since = {"field_id": 2}`:
rows sealed before stay verifiable, for they must still hold the new fields' defaults. Any other change of sealed
fields is a migration that calls `reseal`.
"""

from qlcl.kernel.history.chains import heads, lock, province_chain, system_chain
from qlcl.kernel.history.entries import Entry, Ref
from qlcl.kernel.history.erasing import erase
from qlcl.kernel.history.freshness import last_event_touching, last_touch, refuse_touched
from qlcl.kernel.history.recording import record
from qlcl.kernel.history.rereading import reread
from qlcl.kernel.history.resealing import reseal
from qlcl.kernel.history.since import Since, since_last
from qlcl.kernel.history.timeline import TimelineEntry, events_of, last_event_id, refuse_overtaken
from qlcl.kernel.history.under import done_in_post, done_under
from qlcl.kernel.history.undoing import UndoBlocked, batch_events, undo
from qlcl.kernel.history.verification import Break, Report, verify

__all__ = [
    "Break",
    "Entry",
    "Ref",
    "Report",
    "Since",
    "TimelineEntry",
    "UndoBlocked",
    "batch_events",
    "done_in_post",
    "done_under",
    "erase",
    "events_of",
    "heads",
    "last_event_id",
    "last_event_touching",
    "last_touch",
    "lock",
    "province_chain",
    "record",
    "refuse_overtaken",
    "refuse_touched",
    "reread",
    "reseal",
    "since_last",
    "system_chain",
    "undo",
    "verify",
]
