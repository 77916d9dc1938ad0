"""One search over what every room lets the actor find."""

from dataclasses import dataclass

from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.hits import Hit
from qlcl.kernel.words import Asked


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What one search found; `more` where it would give further hits."""

    kind: str
    label: str
    hits: list[Hit]
    more: bool = False


def search_everything(actor: Actor, text: str, limit: int = 10, kind: str = "") -> list[HitGroup]:
    """The hits of every search of the catalogue (or of the one named), each seen by its own room's rules.

    At most one query a noun, and one for the words that are known.
    """
    asked = Asked(text, [entry.kind for entry in catalogue.searches()])
    if not asked.words:
        return []
    groups = []
    for entry in catalogue.searches():
        if kind in ("", entry.kind):
            hits = catalogue.load(entry.path)(actor, asked, limit + 1)
            if hits:
                groups.append(HitGroup(entry.kind, entry.label, hits[:limit], len(hits) > limit))
    return groups
