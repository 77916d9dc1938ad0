"""Reads of the register, shaped for pages and reports."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet
from django.urls import reverse

from qlcl.kernel import shaped
from qlcl.kernel.actors import ANONYMOUS, Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.hits import Hit
from qlcl.kernel.words import Asked, best
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency, AgencyQuerySet, Coverage, QualitySystem, QualitySystemQuerySet, Succession


def visible_agencies(actor: Actor) -> AgencyQuerySet:
    """Agencies the actor may see: those of the provinces he oversees, and his own."""
    if actor.is_system:
        return Agency.objects.all()
    if not actor.posts:
        return Agency.objects.none()
    elsewhere = {post.agency_id for post in actor.posts if post.province_id not in actor.oversees}
    seen = Q(pk__in=elsewhere) if elsewhere else Q()
    if actor.oversees:  # what he oversees holds his own agency: one plain condition reads the index straight through
        seen |= Q(province_id__in=actor.oversees)
    return Agency.objects.filter(seen)


def visible_provinces(actor: Actor) -> AgencyQuerySet:
    """Provinces the actor oversees whole."""
    provinces = Agency.objects.filter(level=Level.PROVINCE)
    return provinces if actor.is_system else provinces.filter(pk__in=actor.oversees)


def visible_systems(actor: Actor) -> QualitySystemQuerySet:
    """Systems the actor may see: those of his provinces, and those that cover his agencies."""
    if actor.is_system:
        return QualitySystem.objects.all()
    if not actor.posts:
        return QualitySystem.objects.none()
    covering = Coverage.objects.filter(agency_id__in=actor.agency_ids).values("system_id")
    seen = Q(pk__in=covering)
    if actor.oversees:
        seen |= Q(province_id__in=actor.oversees)
    return QualitySystem.objects.filter(seen)


def agency_by_id(actor: Actor, agency_id: int) -> Agency:
    """The agency with its parent and province; `Unseen` outside the actor's view."""
    found: list[Agency] = shaped.rows(
        "organisations.agency", _agency, actor=actor, ids=[agency_id], day=actor.day or date.max
    )
    if not found:
        raise Unseen
    return found[0]


def _agency(actor: Actor, ids: Sequence[int], _day: date) -> QuerySet[Agency]:
    return visible_agencies(actor).select_related("parent", "province").filter(pk__in=ids)


def province_by_code(actor: Actor, code: str) -> Agency:
    """The province with that code; `Unseen` when the actor does not oversee it."""
    province = visible_provinces(actor).filter(code=code).first()
    if province is None:
        raise Unseen(f"Không có tỉnh mang mã “{code}” trong phạm vi được xem.")
    return province


def oversight_ids(province_ids: Iterable[int], day: date | None = None) -> frozenset[int]:
    """Those provinces and all their predecessors: a successor province sees what it inherited."""
    seen = set(province_ids)
    pairs = shaped.rows("organisations.merged", _merged, actor=ANONYMOUS, day=day or date.max) if seen else []
    grown = True
    while grown:
        more = {old for old, new in pairs if new in seen} - seen
        seen |= more
        grown = bool(more)
    return frozenset(seen)


def _merged(_actor: Actor, _ids: Sequence[int], day: date) -> QuerySet[Any]:
    """Which province became which, by the day; as joins, SQLite would begin with all agencies."""
    provinces = Agency.objects.filter(level=Level.PROVINCE)
    ends = [Exists(provinces.filter(pk=OuterRef(end))) for end in ("predecessor_id", "successor_id")]
    return Succession.objects.filter(*ends, effective_on__lte=day).values_list("predecessor_id", "successor_id")


def system_of(agency_id: int, day: date) -> QualitySystem | None:
    """The system that covers the agency on `day`; an agency without one has nothing to declare."""
    found = shaped.rows("organisations.system_of", _covering, actor=ANONYMOUS, ids=[agency_id], day=day)
    return found[0] if found else None


def _covering(_actor: Actor, agency_ids: Sequence[int], day: date) -> QuerySet[QualitySystem]:
    found = QualitySystem.objects.filter(
        Q(coverages__valid_until__isnull=True) | Q(coverages__valid_until__gt=day),
        coverages__agency_id__in=agency_ids,
        coverages__valid_from__lte=day,
    )
    return found.select_related("holder").order_by("pk")[:1]


def systems_by_agency(agency_ids: Iterable[int]) -> dict[int, list[Coverage]]:
    """Every coverage of those agencies, oldest first; for work on many rows at once."""
    found: dict[int, list[Coverage]] = {}
    for coverage in Coverage.objects.filter(agency__listed=agency_ids).order_by("valid_from"):
        found.setdefault(coverage.agency_id, []).append(coverage)
    return found


def coverage_on(coverages: Iterable[Coverage], day: date) -> Coverage | None:
    """The coverage that holds `day`."""
    return next((c for c in coverages if c.valid_from <= day and (c.valid_until is None or day < c.valid_until)), None)


def search_agencies(actor: Actor, text: str | Asked, limit: int) -> list[Hit]:
    """Agencies whose name holds every word, without accents, or that have this code; living ones first."""
    asked = Asked.of(text, "agency")
    choices = asked.choices("agency", written={"ubnd": "uy ban nhan dan"})
    code = None if " " in asked.text else ("code", asked.text)
    order: list[str | OrderBy] = [F("valid_until").asc(nulls_first=True), "name_sort"]
    rows: list[Agency] = best(
        actor, lambda: visible_agencies(actor).select_related("parent"), ["name_fold"], choices, order, limit, code
    )
    return [Hit(a.name, _hit_detail(a), reverse("organisations:agency", args=[a.pk]), a.illustration) for a in rows]


def _hit_detail(agency: Agency) -> str:
    parts = [agency.parent.short_name if agency.parent else "", agency.code]
    if agency.valid_until:
        parts.append(f"đến {agency.valid_until:%d/%m/%Y}")
    return " · ".join(p for p in parts if p)


def lineage_of(agency: Agency) -> tuple[list[Succession], list[Succession]]:
    """Predecessors and successors of the agency, by day; one query."""
    rows = shaped.rows("organisations.lineage", _touching, actor=ANONYMOUS, ids=[agency.pk], day=date.max)
    before = sorted((s for s in rows if s.successor_id == agency.pk), key=lambda s: bytes(s.predecessor.name_sort))
    after = sorted((s for s in rows if s.predecessor_id == agency.pk), key=lambda s: bytes(s.successor.name_sort))
    return before, after


def _touching(_actor: Actor, ids: Sequence[int], _day: date) -> QuerySet[Succession]:
    touching = Succession.objects.filter(Q(predecessor__in=ids) | Q(successor__in=ids))
    return touching.select_related("predecessor", "successor").order_by("effective_on", "pk")
