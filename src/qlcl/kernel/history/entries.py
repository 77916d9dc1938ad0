"""What an operation hands to the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from qlcl.kernel.actors import Mandate, Post


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference that leaves no relation behind: kind (as in the catalogue), id, label."""

    kind: str
    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: `changed` rows were written, `removed` rows deleted (their ids still set).

    `mandate` is the delegation it was done under; the one that names the act is found without being given.

    `payload` holds codes, ids and dates only; names and free text belong in `summary`, which may be erased.
    """

    chain: str
    act: str
    on: date
    summary: str
    subject: Ref
    changed: Sequence[Model] = ()
    removed: Sequence[Model] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    post: Post | None = None
    mandate: Mandate | None = None
