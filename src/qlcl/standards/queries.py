"""Reads of the standards: editions, their clauses, two editions side by side, search."""

import re
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.kernel.hits import Hit
from qlcl.kernel.words import Asked, best
from qlcl.standards.enums import Relation
from qlcl.standards.models import Clause, Crosswalk, Edition
from qlcl.standards.policies import visible_editions

_NUMBER = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})*")


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line of a comparison: either side may be empty."""

    before: Clause | None
    after: Clause | None
    relation: str
    label: str
    note: str


def editions() -> QuerySet[Edition]:
    """Every edition, oldest first."""
    return Edition.objects.select_related("replaced_by").order_by("position", "pk")


def edition_by_code(code: str) -> Edition:
    """The edition with that code ("ISO 9001:2015"); raises `DomainError` with the codes that exist."""
    edition = Edition.objects.filter(code=code).first()
    if edition is None:
        known = ", ".join(Edition.objects.values_list("code", flat=True))
        raise DomainError("unknown_edition", f"Không có phiên bản tiêu chuẩn “{code}”; hãy dùng một trong: {known}.")
    return edition


def edition_list(actor: Actor) -> QuerySet[Edition]:
    """The editions the actor sees, each with the number of its clauses."""
    return visible_editions(actor).annotate(clause_count=Count("clauses")).order_by("position", "pk")


def edition_page(actor: Actor, edition_id: int) -> Edition:
    """One edition; raises `Unseen`."""
    edition = visible_editions(actor).filter(pk=edition_id).first()
    if edition is None:
        raise Unseen("Không tìm thấy phiên bản tiêu chuẩn này.")
    return edition


def clauses_of(edition: Edition) -> list[Clause]:
    """The clauses of an edition in the order of its contents page."""
    return list(edition.clauses.order_by("position"))


def comparable_pairs(actor: Actor) -> list[tuple[Edition, Edition]]:
    """The pairs of editions for which there is a crosswalk."""
    by_id = {e.pk: e for e in visible_editions(actor)}
    pairs = Crosswalk.objects.order_by().values_list("from_edition_id", "to_edition_id").distinct()
    found = [(by_id[a], by_id[b]) for a, b in pairs if a in by_id and b in by_id]
    return sorted(found, key=lambda pair: (pair[0].position, pair[1].position))


def comparison(before: Edition, after: Edition) -> list[ComparedRow]:
    """The crosswalk of two editions, in its own order: what stayed, changed, came and went."""
    lines = Crosswalk.objects.filter(from_edition=before, to_edition=after)
    return [
        ComparedRow(line.from_clause, line.to_clause, line.relation, Relation(line.relation).label, line.note)
        for line in lines.select_related("from_clause", "to_clause").order_by("position")
    ]


def search_clauses(actor: Actor, text: str | Asked, limit: int = 10) -> list[Hit]:
    """Clauses by number, or by the words of their titles and question; the newest confirmed edition first."""
    asked = Asked.of(text, "clause")
    number = asked.text.rstrip(".")
    order = ["-edition__confirmed", "-edition__position", "position"]
    if _NUMBER.fullmatch(number):
        found = _clauses_seen(actor).filter(Q(number=number) | Q(number__startswith=f"{number}."))
        ordered = list(found.order_by(*order)[:limit])
    else:
        ordered = best(actor, lambda: _clauses_seen(actor), ["search_fold"], asked.choices("clause"), order, limit)
    return [
        Hit(
            f"{c.number} {c.title_vi}",
            c.edition.label,
            f"{reverse('standards:edition', args=[c.edition_id])}#d{c.number}",
        )
        for c in ordered
    ]


def _clauses_seen(actor: Actor) -> QuerySet[Clause]:
    return Clause.objects.filter(edition__in=visible_editions(actor)).select_related("edition")
