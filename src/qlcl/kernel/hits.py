"""What a room's search gives back: one line of a list of results."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: what it is called, what tells it from others, where it is shown."""

    label: str
    detail: str = ""
    url: str = ""
    illustration: bool = False
