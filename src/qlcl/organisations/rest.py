"""API routes of agencies and quality systems."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from qlcl.kernel.errors import Unseen
from qlcl.kernel.text import fold
from qlcl.organisations.enums import DutyKind, Level
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.organisations.operations.change_agencies import change_agencies
from qlcl.organisations.operations.register_agencies import NewAgency, register_agencies
from qlcl.organisations.queries import visible_agencies, visible_systems
from qlcl.ui.rest import CONFLICTS, REFUSALS, Body, Limit, Offset, Page, act, actor_of, page_of

router = Router(tags=["Cơ quan"])


class AgencyOut(Schema):
    """An agency of the register."""

    code: str
    name: str
    level: str
    parent_code: str | None
    province_code: str
    valid_from: date
    valid_until: date | None
    end_reason: str
    gso_code: str
    latitude: float | None
    longitude: float | None
    external_id: str
    illustration: bool


class AgencyIn(Body):
    """A new agency; its quality system comes with it."""

    code: str = Field(min_length=1, max_length=40, examples=["TN-X99999"])
    name: str = Field(min_length=1, max_length=250)
    level: Level
    parent_code: str
    valid_from: date
    duty_to_apply: DutyKind
    duty_basis: str = Field("", max_length=300)
    gso_code: str = Field("", max_length=20)
    external_id: str = Field("", max_length=60)


class AgencyChange(Body):
    """What is corrected; what is not given stays. A renaming is a succession, not a correction."""

    name: str | None = Field(None, min_length=1, max_length=250)
    gso_code: str | None = Field(None, max_length=20)
    external_id: str | None = Field(None, max_length=60)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)


class SystemOut(Schema):
    """A quality system and the agency that holds it."""

    id: int
    holder_code: str
    holder_name: str
    level: str
    province_code: str
    valid_from: date
    valid_until: date | None
    end_reason: str
    illustration: bool


def _agency(agency: Agency) -> dict[str, Any]:
    plain = ("code", "name", "level", "valid_from", "valid_until", "end_reason", "gso_code", "external_id")
    return {
        **{name: getattr(agency, name) for name in (*plain, "latitude", "longitude", "illustration")},
        "parent_code": agency.parent.code if agency.parent else None,
        "province_code": agency.province.code,
    }


def _system(system: QualitySystem) -> dict[str, Any]:
    return {
        "id": system.pk,
        "holder_code": system.holder.code,
        "holder_name": system.holder.name,
        "level": system.holder.level,
        "province_code": system.province.code,
        "valid_from": system.valid_from,
        "valid_until": system.valid_until,
        "end_reason": system.end_reason,
        "illustration": system.holder.illustration,
    }


@router.get("/agencies", response={200: Page[AgencyOut], **REFUSALS}, summary="Danh sách cơ quan")
def agencies(
    request: HttpRequest,
    response: HttpResponse,
    q: str = "",
    level: Level | None = None,
    province: str = "",
    parent: str = "",
    valid_on: date | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Agencies in sight, in Vietnamese order; `q` looks in names without accents and in codes."""
    rows = visible_agencies(actor_of(request)).select_related("parent", "province")
    for word in fold(q).split():
        rows = rows.filter(Q(name_fold__contains=word) | Q(code__icontains=word))
    if level:
        rows = rows.filter(level=level)
    if province:
        rows = rows.filter(province__code=province)
    if parent:
        rows = rows.filter(parent__code=parent)
    if valid_on:
        rows = rows.valid_on(valid_on)
    return page_of(request, response, rows.in_vietnamese_order(), _agency, limit, offset)


@router.get("/agencies/{code}", response={200: AgencyOut, **REFUSALS}, summary="Một cơ quan")
def agency(request: HttpRequest, code: str) -> dict[str, Any]:
    """The agency with that code."""
    found = visible_agencies(actor_of(request)).select_related("parent", "province").filter(code=code).first()
    if found is None:
        raise Unseen(f"Không có cơ quan mang mã “{code}” trong phạm vi được xem.")
    return _agency(found)


@router.post("/agencies", response={201: AgencyOut, **CONFLICTS}, summary="Ghi cơ quan vào danh bạ")
def register_agency(request: HttpRequest, body: AgencyIn) -> Status:
    """Registers an agency below its parent; by an officer or the administrator of the province."""
    parent = visible_agencies(actor_of(request)).filter(code=body.parent_code).first()
    if parent is None:
        raise Unseen(f"Không có cơ quan mang mã “{body.parent_code}” trong phạm vi được xem.")
    new = NewAgency(**body.dict())
    (made,) = register_agencies(agencies=[new], **act(request))
    return Status(201, _agency(made))


@router.patch("/agencies/{code}", response={200: AgencyOut, **CONFLICTS}, summary="Sửa thông tin cơ quan")
def change_agency(request: HttpRequest, code: str, body: AgencyChange) -> dict[str, Any]:
    """Corrects an agency; by an officer or the administrator of the province."""
    found = visible_agencies(actor_of(request)).select_related("parent", "province").filter(code=code).first()
    if found is None:
        raise Unseen(f"Không có cơ quan mang mã “{code}” trong phạm vi được xem.")
    change_agencies(changes=[(found, body.dict(exclude_unset=True, exclude_none=True))], **act(request))
    return _agency(found)


@router.get("/systems", response={200: Page[SystemOut], **REFUSALS}, summary="Danh sách hệ thống quản lý")
def systems(
    request: HttpRequest,
    response: HttpResponse,
    agency: str = "",
    province: str = "",
    valid_on: date | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Quality systems in sight; `agency` is the code of an agency that the system covers or covered."""
    rows = visible_systems(actor_of(request)).select_related("holder", "province")
    if agency:
        rows = rows.filter(coverages__agency__code=agency).distinct()
    if province:
        rows = rows.filter(province__code=province)
    if valid_on:
        rows = rows.valid_on(valid_on)
    return page_of(request, response, rows.order_by("pk"), _system, limit, offset)


@router.get("/systems/{int:system_id}", response={200: SystemOut, **REFUSALS}, summary="Một hệ thống quản lý")
def system(request: HttpRequest, system_id: int) -> dict[str, Any]:
    """The system with that id."""
    found = visible_systems(actor_of(request)).select_related("holder", "province").filter(pk=system_id).first()
    if found is None:
        raise Unseen("Không tìm thấy hệ thống này.")
    return _system(found)
