"""Tables of the kernel: history, stored files, vocabulary."""

from qlcl.kernel.models.files import StoredFile
from qlcl.kernel.models.history import Chain, Event, EventText, Seal, SealText
from qlcl.kernel.models.words import Word

__all__ = ["Chain", "Event", "EventText", "Seal", "SealText", "StoredFile", "Word"]
