"""Reads of campaigns and enrolments, for pages, reports and operations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from qlcl.conformity.models import Declaration, EffectConfirmation
from qlcl.conformity.queries import first_declarations
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.shaped import rows
from qlcl.organisations.enums import DutyKind
from qlcl.organisations.models import QualitySystem
from qlcl.training.models import Attendance
from qlcl.transitions.models import Campaign, Enrolment, EnrolmentQuerySet
from qlcl.transitions.policies import visible_campaigns, visible_enrolments

#: Duties to apply that put a system into a province's plan.
BOUND = (DutyKind.MANDATORY, DutyKind.PROVINCIAL_PLAN)


def campaign_list(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns the actor may see, newest first, with the number of systems enrolled."""
    enrolled = Enrolment.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    counted = enrolled.annotate(n=Count("pk")).values("n")
    return (
        visible_campaigns(actor)
        .select_related("province", "from_edition", "to_edition")
        .annotate(enrolled=Coalesce(Subquery(counted), Value(0)))
        .order_by("-starts_on", "code")
    )


def campaign_page(actor: Actor, campaign_id: int) -> Campaign:
    """One campaign; raises `Unseen`."""
    found = rows("transitions.campaign", _campaign, actor=actor, ids=[campaign_id], day=actor.day or date.max)
    if not found:
        raise Unseen("Không tìm thấy chiến dịch này.")
    campaign: Campaign = found[0]
    return campaign


def _campaign(actor: Actor, ids: Sequence[int], _day: date) -> QuerySet[Campaign]:
    named = visible_campaigns(actor).filter(pk__in=ids)
    return named.select_related("province", "from_edition", "to_edition", "plan_file")


def enrolment_page(actor: Actor, enrolment_id: int) -> Enrolment:
    """One enrolment; raises `Unseen`."""
    found = rows("transitions.enrolment", _enrolment, actor=actor, ids=[enrolment_id], day=actor.day or date.max)
    if not found:
        raise Unseen("Không tìm thấy cơ quan này trong kế hoạch.")
    enrolment: Enrolment = found[0]
    return enrolment


def _enrolment(actor: Actor, ids: Sequence[int], _day: date) -> QuerySet[Enrolment]:
    named = visible_enrolments(actor).filter(pk__in=ids)
    return named.select_related(
        "campaign__to_edition", "campaign__province", "system__holder__parent", "system__province"
    )


def systems_to_enrol(campaign: Campaign) -> list[QualitySystem]:
    """Systems of the province bound on the first day of the campaign and not enrolled yet; each once."""
    bound = (
        QualitySystem.objects.valid_on(campaign.starts_on)
        .in_provinces([campaign.province_id])
        .with_duty(BOUND, campaign.starts_on)
        .values("pk")
    )
    enrolled = Enrolment.objects.filter(campaign=campaign).values("system_id")
    return list(QualitySystem.objects.filter(pk__in=bound).exclude(pk__in=enrolled).order_by("pk"))


def enrolled_systems(campaign: Campaign, on: date) -> EnrolmentQuerySet:
    """Systems enrolled and living on `on`, with `level`, `agency_id` of the holder: the denominators of reports."""
    return (
        Enrolment.objects.filter(campaign=campaign)
        .valid_on(on)
        .annotate(level=F("system__holder__level"), agency_id=F("system__holder_id"))
    )


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """An enrolled system and its first declaration to the campaign's edition, if it has one by the last day."""

    system_id: int
    agency_id: int
    level: str
    kind: str
    prepared_by: str
    declaration_id: int | None
    declared_on: date | None
    illustration: bool


def campaign_rows(campaign: Campaign, until: date) -> list[CampaignRow]:
    """Every system enrolled and living on `until`, with its first declaration to the edition up to that day.

    A system counts once, at its first declaration, at the level of the declaring agency. `prepared_by` is that of
    the declaration, else of the enrolment, else unknown (empty).
    """
    firsts = {
        row["system_id"]: row
        for row in first_declarations(campaign.to_edition_id, [campaign.province_id], until).values(
            "id", "system_id", "signed_on", "prepared_by", "agency_id", "agency__level", "illustration"
        )
    }
    rows = []
    enrolled = enrolled_systems(campaign, until).values_list("system_id", "agency_id", "level", "kind", "prepared_by")
    for system_id, agency_id, level, kind, prepared_by in enrolled:
        first = firsts.get(system_id)
        if first is None:
            rows.append(CampaignRow(system_id, agency_id, level, kind, prepared_by, None, None, campaign.illustration))
            continue
        rows.append(
            CampaignRow(
                system_id,
                first["agency_id"],
                first["agency__level"],
                kind,
                first["prepared_by"] or prepared_by,
                first["id"],
                first["signed_on"],
                first["illustration"] or campaign.illustration,
            )
        )
    return rows


def campaigns_of(province_ids: Iterable[int]) -> QuerySet[Campaign]:
    """Campaigns of those provinces, oldest first."""
    return (
        Campaign.objects.filter(province_id__in=list(province_ids))
        .select_related("to_edition", "province")
        .order_by("starts_on", "pk")
    )


def attendances_of(campaign: Campaign) -> QuerySet[Attendance]:
    """Attendances in the classes of the campaign's province, oldest first."""
    return (
        Attendance.objects.standing()
        .filter(training_class__province_id=campaign.province_id)
        .order_by("training_class__held_on", "pk")
    )


def confirmations_of(campaign: Campaign) -> QuerySet[EffectConfirmation]:
    """Confirmations of effect to the campaign's edition by systems of its province."""
    return EffectConfirmation.objects.filter(
        edition_id=campaign.to_edition_id, system__province_id=campaign.province_id
    ).order_by("confirmed_on", "pk")


def declarations_of(campaign: Campaign) -> QuerySet[Declaration]:
    """Declarations to the campaign's edition by systems of its province."""
    standing = Declaration.objects.standing().in_provinces([campaign.province_id])
    return standing.filter(edition_id=campaign.to_edition_id).order_by("signed_on", "pk")
