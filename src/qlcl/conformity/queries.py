"""Reads of conformity, shaped for pages and reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from qlcl.conformity.enums import State
from qlcl.conformity.models import Declaration, DeclarationQuerySet, EffectConfirmation, Scope, ScopeItem
from qlcl.conformity.policies import visible_declarations
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.hits import Hit
from qlcl.kernel.words import Asked, best, has_number, search
from qlcl.kernel.years import YearOf
from qlcl.organisations.models import Agency, Coverage, QualitySystem
from qlcl.organisations.queries import system_of, visible_systems
from qlcl.standards.models import Edition
from qlcl.standards.queries import editions


def in_force_on(day: date) -> DeclarationQuerySet:
    """Declarations in force on `day`, of every system."""
    return Declaration.objects.in_force_on(day)


def declarations_to(edition: Edition | int | None, province_ids: Iterable[int], until: date) -> DeclarationQuerySet:
    """Every standing declaration to the edition, signed on or before `until` (a legal day)."""
    rows = Declaration.objects.standing().in_provinces(province_ids)
    return rows.filter(edition=edition, signed_on__lte=until)


def first_declarations(edition: Edition | int | None, province_ids: Iterable[int], until: date) -> DeclarationQuerySet:
    """One per system: its earliest declaration to the edition, signed on or before `until` (legal days)."""
    earlier = Declaration.objects.standing().filter(
        Q(signed_on__lt=OuterRef("signed_on")) | Q(pk__lt=OuterRef("pk")),
        edition=edition,
        system=OuterRef("system"),
        signed_on__lte=OuterRef("signed_on"),  # else SQLite looks each side of the "or" up by itself
    )
    return declarations_to(edition, province_ids, until).filter(~Exists(earlier))


def declarations_with_dimensions(province_ids: Iterable[int], until: date) -> QuerySet[Declaration]:
    """Every standing declaration until a day, with the `level` and `year` that figures are cut by."""
    standing = Declaration.objects.standing().in_provinces(province_ids).filter(signed_on__lte=until)
    return standing.annotate(level=F("agency__level"), year=YearOf("signed_on"))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of declarations is narrowed to; empty: not at all."""

    text: str = ""
    level: str = ""
    edition: str = ""
    year: int | None = None
    state: str = ""
    prepared_by: str = ""


def filtered(rows: DeclarationQuerySet, filters: Filters, day: date) -> QuerySet[Declaration]:
    """The rows that match the filters; text is found in the agency's name and code and in the number."""
    if filters.state == State.IN_FORCE:
        rows = rows.in_force_on(day)
    elif filters.state == State.PAST:
        rows = rows.past_on(day)
    if filters.level:
        rows = rows.filter(agency__level=filters.level)
    if filters.edition:
        rows = rows.filter(edition__code=filters.edition)
    if filters.year and not MINYEAR <= filters.year <= MAXYEAR:
        return rows.none()
    if filters.year:
        rows = rows.filter(signed_on__gte=date(filters.year, 1, 1), signed_on__lte=date(filters.year, 12, 31))
    if filters.prepared_by:
        rows = rows.filter(prepared_by="" if filters.prepared_by == "unknown" else filters.prepared_by)
    return search(rows, ["agency__name_fold", "number_fold"], filters.text, "agency") if filters.text else rows


def declaration_list(actor: Actor, filters: Filters, day: date) -> QuerySet[Declaration]:
    """The declarations the actor sees, newest first, with all that a row shows."""
    rows = filtered(visible_declarations(actor).standing(), filters, day)
    return rows.select_related("agency", "edition").order_by("-signed_on", "-id")


def years_declared(actor: Actor) -> list[int]:
    """The years in which the actor's declarations were signed, newest first."""
    rows = visible_declarations(actor).standing().order_by()
    years = rows.annotate(year=YearOf("signed_on")).values_list("year", flat=True).distinct()
    return sorted(years, reverse=True)


def declaration_page(actor: Actor, declaration_id: int) -> Declaration:
    """One declaration with everything its page shows; raises `Unseen`."""
    related = (
        "agency", "edition", "system__holder", "scope", "effect", "replaces", "signed_file", "told_file",
        "posted_file", "published_file",
    )  # fmt: skip
    found = visible_declarations(actor).select_related(*related).filter(pk=declaration_id).first()
    if found is None:
        raise Unseen("Không tìm thấy công bố này.")
    return found


def system_page(actor: Actor, system_id: int) -> QualitySystem:
    """The system whose conformity is looked at; raises `Unseen`."""
    found = (
        visible_systems(actor)
        .select_related("holder__parent", "holder__province", "province")
        .filter(pk=system_id)
        .first()
    )
    if found is None:
        raise Unseen("Không tìm thấy hệ thống này.")
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """All that conformity knows of a system on a day, read once: what a page shows and what guards look at."""

    system: QualitySystem
    day: date
    declarations: Sequence[Declaration]
    effects: Sequence[EffectConfirmation]
    items: Sequence[ScopeItem]

    @property
    def open(self) -> Declaration | None:
        """The declaration that holds, or has been signed and will hold; at most one."""
        standing = (d for d in self.declarations if d.voided_on is None)
        return next((d for d in standing if d.ended_on is None or d.ended_on > self.day), None)

    @property
    def scope(self) -> Scope | None:
        """The version of the scope that stands on the day."""
        return self.items[0].scope if self.items else None

    def effect(self, edition: Edition) -> EffectConfirmation | None:
        """The last confirmation of effect to the edition on or before the day."""
        return next((e for e in self.effects if e.edition_id == edition.pk and e.confirmed_on <= self.day), None)


def standing_of(system: QualitySystem, day: date) -> Standing:
    """A system's declarations (void ones too), confirmations, and scope on `day`, newest first; three queries."""
    declarations = Declaration.objects.filter(system=system).select_related("edition", "agency", "signed_file")
    effects = EffectConfirmation.objects.filter(system=system).select_related("edition")
    latest = Scope.objects.filter(system=system, decided_on__lte=day).order_by("-version").values("pk")[:1]
    items = ScopeItem.objects.filter(scope_id=Subquery(latest)).select_related("scope").order_by("position")
    return Standing(
        system,
        day,
        list(declarations.order_by("-signed_on", "-id")),
        list(effects.order_by("-confirmed_on", "-id")),
        list(items),
    )


def declarations_of(actor: Actor, agency: Agency) -> QuerySet[Declaration]:
    """An agency's declarations and those of the systems that cover it, newest first."""
    rows = visible_declarations(actor).standing()
    covering = Coverage.objects.filter(agency=agency).values("system")
    rows = rows.filter(Q(agency=agency) | Q(system__in=covering)).select_related("edition", "agency")
    return rows.order_by("-signed_on", "-id")


def items_of(scope: Scope | None) -> list[ScopeItem]:
    """The lines of a scope, in order."""
    return list(scope.items.order_by("position")) if scope else []


def adopted_editions(day: date) -> QuerySet[Edition]:
    """Editions that are national standards on `day`, newest first."""
    return editions().exclude(tcvn_number="").exclude(adopted_on__gt=day).order_by("-position", "-pk")


def current_edition(day: date) -> Edition | None:
    """The newest edition that is a national standard on `day`: the one to declare to."""
    return adopted_editions(day).first()


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """What an agency's page shows: its declarations, and the system whose page says the rest."""
    rows = list(declarations_of(actor, agency)[:5])
    system = system_of(agency.pk, day)
    return {"declarations": [(d, d.state_on(day)) for d in rows], "system": system, "day": day}


def public_declarations() -> DeclarationQuerySet:
    """What the public register shows: every declaration that is not void."""
    return Declaration.objects.standing()


def search_declarations(actor: Actor, text: str | Asked, limit: int = 10) -> list[Hit]:
    """Declarations by agency or, where digits are asked for, by number; newest first; accents do not matter."""
    choices = Asked.of(text, "agency").choices("agency")
    fields = ["agency__name_fold", *(["number_fold"] if has_number(choices) else [])]
    rows: list[Declaration] = best(
        actor,
        lambda: visible_declarations(actor).standing().select_related("agency", "edition"),
        fields,
        choices,
        ["-signed_on", "-id"],
        limit,
    )
    return [
        Hit(
            f"{d.agency.short_name} – {d.label}",
            d.edition.label,
            reverse("conformity:declaration", args=[d.pk]),
            d.illustration,
        )
        for d in rows
    ]
