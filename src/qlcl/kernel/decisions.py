"""What stands on the screen of one decision; a room makes it for its acts, the page shows all of them alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a decision rests on: what it is, what it says, where it opens; `found` is False where there is none."""

    label: str
    detail: str
    url: str = ""
    found: bool = True


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision: what it is, what changed since the last one, its evidence, what it lacks, the form that does it.

    `form` is the room's own form, filled as far as the product knows, and `url` the room's own page that receives
    it; `filled` says that nothing is left to type. Without a form the button only leads to `url`.
    """

    what: str
    button: str
    url: str
    form: Any = None
    filled: bool = False
    since: str = ""
    changed: Sequence[str] = ()
    evidence: Sequence[Evidence] = ()
    missing: Sequence[str] = ()
    ready: str = ""
    upload: bool = False
