"""API routes of transition campaigns."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from qlcl.kernel.errors import Unseen
from qlcl.transitions.models import Campaign, Enrolment
from qlcl.transitions.policies import visible_campaigns, visible_enrolments
from qlcl.ui.rest import REFUSALS, Limit, Offset, Page, actor_of, page_of

router = Router(tags=["Chuyển đổi"])


class StepOut(Schema):
    """A step of a campaign and the day by which it is due."""

    code: str
    label: str
    due_on: date


class CampaignOut(Schema):
    """A campaign from one edition to the next."""

    id: int
    code: str
    name: str
    province_code: str
    from_edition: str | None
    to_edition: str
    basis: str
    plan_number: str
    plan_date: date | None
    starts_on: date
    ends_on: date
    steps: list[StepOut]
    illustration: bool


class EnrolmentOut(Schema):
    """A system led by a campaign."""

    id: int
    campaign_id: int
    system_id: int
    agency_code: str
    agency_name: str
    level: str
    kind: str
    prepared_by: str
    consultant_name: str
    certificate_number: str
    certificate_until: date | None
    enrolled_on: date
    planned_year: int | None
    illustration: bool


def _campaign(campaign: Campaign) -> dict[str, Any]:
    plain = ("code", "name", "basis", "plan_number", "plan_date", "starts_on", "ends_on", "illustration")
    return {
        "id": campaign.pk,
        **{name: getattr(campaign, name) for name in plain},
        "province_code": campaign.province.code,
        "from_edition": campaign.from_edition.code if campaign.from_edition else None,
        "to_edition": campaign.to_edition.code,
        "steps": [{"code": s.code, "label": s.label, "due_on": s.due_on} for s in campaign.steps.all()],
    }


def _enrolment(row: Enrolment) -> dict[str, Any]:
    plain = (
        "campaign_id", "system_id", "kind", "prepared_by", "consultant_name", "certificate_number",
        "certificate_until", "enrolled_on", "planned_year",
    )  # fmt: skip
    holder = row.system.holder
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in plain},
        "agency_code": holder.code,
        "agency_name": holder.name,
        "level": holder.level,
        "illustration": holder.illustration or row.campaign.illustration,
    }


@router.get("/campaigns", response={200: Page[CampaignOut], **REFUSALS}, summary="Danh sách chiến dịch")
def campaigns(
    request: HttpRequest, response: HttpResponse, province: str = "", limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    """Campaigns in sight, newest first."""
    rows = visible_campaigns(actor_of(request)).select_related("province", "from_edition", "to_edition")
    rows = rows.prefetch_related("steps").order_by("-starts_on", "-pk")
    if province:
        rows = rows.filter(province__code=province)
    return page_of(request, response, rows, _campaign, limit, offset)


@router.get("/campaigns/{int:campaign_id}", response={200: CampaignOut, **REFUSALS}, summary="Một chiến dịch")
def campaign(request: HttpRequest, campaign_id: int) -> dict[str, Any]:
    """The campaign with that id."""
    return _campaign(_seen(request, campaign_id))


@router.get(
    "/campaigns/{int:campaign_id}/enrolments",
    response={200: Page[EnrolmentOut], **REFUSALS},
    summary="Hệ thống trong kế hoạch",
)
def enrolments(
    request: HttpRequest, response: HttpResponse, campaign_id: int, limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    """The systems enrolled, as far as the actor may see: an agency sees its own."""
    found = _seen(request, campaign_id)
    rows = visible_enrolments(actor_of(request)).filter(campaign=found)
    rows = rows.select_related("campaign", "system__holder").order_by("system__holder__name_sort", "pk")
    return page_of(request, response, rows, _enrolment, limit, offset)


def _seen(request: HttpRequest, campaign_id: int) -> Campaign:
    rows = visible_campaigns(actor_of(request)).select_related("province", "from_edition", "to_edition")
    found = rows.filter(pk=campaign_id).first()
    if found is None:
        raise Unseen("Không tìm thấy chiến dịch này.")
    return found
