"""One search over what every room lets the actor find."""

from dataclasses import dataclass

from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.hits import Hit
from qlcl.kernel.text import tokens


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What one search found; `more` where it would give further hits."""

    kind: str
    label: str
    hits: list[Hit]
    more: bool = False


def search_everything(actor: Actor, text: str, limit: int = 10, kind: str = "") -> list[HitGroup]:
    """The hits of every search of the catalogue (or of the one named), each seen by its own room's rules."""
    if not tokens(text):
        return []
    groups = []
    for entry in catalogue.searches():
        if kind in ("", entry.kind):
            hits = catalogue.load(entry.path)(actor, text, limit + 1)
            if hits:
                groups.append(HitGroup(entry.kind, entry.label, hits[:limit], len(hits) > limit))
    return groups
