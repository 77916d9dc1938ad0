"""Past nonconformities like one: the agency's own by name, others' without naming them."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from qlcl.corrective.enums import State
from qlcl.corrective.models import Nonconformity
from qlcl.kernel.actors import Actor
from qlcl.kernel.text import fold

LOOKED_AT, SHOWN = 200, 5
_COMMON = {"chua", "khong", "cua", "theo", "duoc", "cac", "cho", "trong", "voi", "nam", "quan", "the", "thuc", "hien"}


@dataclass(frozen=True, slots=True)
class Alike:
    """One like it: what was found, why, what was done and whether it helped. `own` may be opened, others not."""

    id: int
    own: bool
    raised_on: date
    statement: str
    cause: str
    actions: list[str]
    closed: bool


def alike(actor: Actor, row: Nonconformity) -> list[Alike]:
    """The most similar in the province, by clause or item of art. 36 and shared words; two queries.

    Others' words are shown only once cured, and without the names of their agency.
    """
    same = Q(article=row.article) if row.article else Q()
    if row.clause_id:
        same |= Q(clause_id=row.clause_id)
    known = Nonconformity.objects.filter(province_id=row.province_id).exclude(pk=row.pk)
    candidates = known.filter(same).filter(Q(agency_id=row.agency_id) | Q(state=State.CLOSED))
    rows = candidates.select_related("agency").prefetch_related("actions").order_by("-raised_on", "-pk")[:LOOKED_AT]
    words = _words(row.statement_fold)
    ranked = sorted(rows, key=lambda other: (-_nearness(words, other, row), -other.raised_on.toordinal(), other.pk))
    return [_shown(other, own=other.agency_id == row.agency_id) for other in ranked[:SHOWN]]


def _words(folded: str) -> set[str]:
    return {word for word in folded.split() if len(word) > 2 and word not in _COMMON}


def _nearness(words: set[str], other: Nonconformity, row: Nonconformity) -> float:
    theirs = _words(other.statement_fold)
    shared = len(words & theirs) / max(1, len(words | theirs))
    return shared + (0.5 if other.agency_id == row.agency_id else 0)


def _shown(other: Nonconformity, *, own: bool) -> Alike:
    names = () if own else (other.agency.name, other.agency.short_name)
    actions = [_masked(a.what, names) for a in other.actions.all() if a.done_on is not None]
    return Alike(
        id=other.pk if own else 0,
        own=own,
        raised_on=other.raised_on,
        statement=_masked(other.statement, names),
        cause=_masked(other.cause, names),
        actions=actions,
        closed=other.state == State.CLOSED,
    )


def _masked(text: str, names: tuple[str, ...]) -> str:
    """The text without the agency's own name, its place name included."""
    for name in names:
        parts = [name, *re.findall(r"(?:xã|phường|thị trấn|huyện|thị xã|thành phố|Sở|Chi cục) .+$", name)]
        for part in parts:
            text = re.sub(re.escape(part), "cơ quan", text, flags=re.IGNORECASE)
    return text if not any(fold(name) in fold(text) for name in names) else "Nội dung có tên cơ quan, không hiển thị."
