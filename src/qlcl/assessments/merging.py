"""How answers that came from several devices become one: a pure function of what came in.

Every version of an answer carries the revision of the item that its device had seen (`base`). A version overrides
what it had seen; two versions that had not seen each other stand side by side, and where they differ the question has
a conflict. Nobody's version is dropped by a clock: a later time only decides which of the two is shown first. Whatever
the order in which devices that started from the same revision send, the result is the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One answer as a device sent it; `stamp` is the item's revision after it came in.

    `number` counts on the device; `resolves`: it was chosen while every other version was in view.
    """

    uid: str
    device: str
    number: int
    made_at: datetime
    base: int
    stamp: int
    answer: str
    note: str = ""
    skip_reason: str = ""
    by: str = ""
    person_id: int | None = None
    resolves: bool = False

    @property
    def turn(self) -> tuple[int, datetime, str]:
        """Its place among the versions of its own device."""
        return self.number, self.made_at, self.uid

    @property
    def content(self) -> tuple[str, str, str]:
        """What was answered."""
        return self.answer, self.skip_reason, self.note


@dataclass(frozen=True, slots=True)
class Settled:
    """The version that is shown, and those that differ and had not seen it; `live` has the uids still counted."""

    standing: Version | None
    others: tuple[Version, ...]
    live: frozenset[str]


def settle(versions: Iterable[Version]) -> Settled:
    """What stands after all of these, and what contradicts it."""
    heads: list[Version] = []
    latest: dict[str, tuple[int, datetime, str]] = {}
    disputed = {0: False}
    for version in sorted(versions, key=lambda v: v.stamp):
        known = latest.get(version.device)
        if version.resolves:
            heads = [version]
        elif known is None or version.turn > known:
            heads = [head for head in heads if not _overrides(version, head, disputed)] + [version]
        latest[version.device] = version.turn if known is None else max(known, version.turn)
        disputed[version.stamp] = len(_distinct(heads)) > 1
    return _settled(heads)


def _overrides(version: Version, head: Version, disputed: dict[int, bool]) -> bool:
    """It is of the same device, or had been seen; a dispute that was in view is ended only by a choice."""
    return head.device == version.device or (head.stamp <= version.base and not disputed.get(version.base, False))


def _distinct(heads: Sequence[Version]) -> list[Version]:
    """One version for each different content; an answer without a note agrees with the same answer with one."""
    noted = {(head.answer, head.skip_reason) for head in heads if head.note}
    speaking = [head for head in heads if head.note or (head.answer, head.skip_reason) not in noted]
    chosen: dict[tuple[str, str, str], Version] = {}
    for head in sorted(speaking, key=_shown_first):
        chosen[head.content] = head
    return list(chosen.values())


def _shown_first(version: Version) -> tuple[datetime, str]:
    return version.made_at, version.uid


def _settled(heads: Sequence[Version]) -> Settled:
    distinct = sorted(_distinct(heads), key=_shown_first)
    standing = distinct[-1] if distinct else None
    return Settled(standing, tuple(distinct[:-1]), frozenset(head.uid for head in heads))
