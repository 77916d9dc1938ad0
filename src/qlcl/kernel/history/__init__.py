"""The chained history: one act is one event, each row it changed has a seal.

An operation begins with `lock(chain)`, writes, and ends with `record(...)`. A sealed model declares
`sealed_fields` (foreign keys by `<name>_id`) and `seal_shape`; every write of a sealed field is recorded.
"""

from qlcl.kernel.history.chains import heads, lock, province_chain, system_chain
from qlcl.kernel.history.entries import Entry, Ref
from qlcl.kernel.history.erasing import erase
from qlcl.kernel.history.recording import record
from qlcl.kernel.history.resealing import reseal
from qlcl.kernel.history.since import Since, since_last
from qlcl.kernel.history.timeline import TimelineEntry, events_of, last_event_id, refuse_overtaken
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
    "erase",
    "events_of",
    "heads",
    "last_event_id",
    "lock",
    "province_chain",
    "record",
    "refuse_overtaken",
    "reseal",
    "since_last",
    "system_chain",
    "undo",
    "verify",
]
