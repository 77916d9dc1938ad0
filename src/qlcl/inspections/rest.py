"""API routes of the register of inspections."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.record_inspections import NewInspection, record_inspections
from qlcl.inspections.policies import visible_inspections
from qlcl.kernel.errors import Unseen
from qlcl.organisations.queries import visible_agencies
from qlcl.standards.queries import edition_by_code
from qlcl.ui.rest import CONFLICTS, REFUSALS, Body, Limit, Offset, Page, act, actor_of, page_of

router = Router(tags=["Kiểm tra"])


class InspectionOut(Schema):
    """An inspection that was made."""

    id: int
    agency_code: str
    agency_name: str
    level: str
    system_id: int
    inspected_on: date
    mode: str
    edition: str
    inspected_by: str
    decision_number: str
    note: str
    illustration: bool


class InspectionIn(Body):
    """An inspection to record."""

    agency_code: str
    inspected_on: date
    mode: Mode
    edition: str = Field(examples=["ISO 9001:2015"])
    inspected_by: str = Field("", max_length=250)
    decision_number: str = Field("", max_length=80)
    note: str = Field("", max_length=5000)


def _shape(row: Inspection) -> dict[str, Any]:
    plain = ("system_id", "inspected_on", "mode", "inspected_by", "decision_number", "note", "illustration")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in plain},
        "agency_code": row.agency.code,
        "agency_name": row.agency.name,
        "level": row.agency.level,
        "edition": row.edition.code,
    }


@router.get("/inspections", response={200: Page[InspectionOut], **REFUSALS}, summary="Sổ kiểm tra")
def inspections(
    request: HttpRequest,
    response: HttpResponse,
    agency: str = "",
    mode: Mode | None = None,
    edition: str = "",
    since: date | None = None,
    until: date | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Inspections in sight, newest first; `since` and `until` are the first and last day."""
    given = {
        "agency__code": agency,
        "mode": mode,
        "edition__code": edition,
        "inspected_on__gte": since,
        "inspected_on__lte": until,
    }
    rows = visible_inspections(actor_of(request)).select_related("agency", "edition")
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    return page_of(request, response, rows.order_by("-inspected_on", "-pk"), _shape, limit, offset)


@router.get("/inspections/{int:inspection_id}", response={200: InspectionOut, **REFUSALS}, summary="Một lượt kiểm tra")
def inspection(request: HttpRequest, inspection_id: int) -> dict[str, Any]:
    """The inspection with that id."""
    rows = visible_inspections(actor_of(request)).select_related("agency", "edition")
    found = rows.filter(pk=inspection_id).first()
    if found is None:
        raise Unseen("Không tìm thấy lượt kiểm tra này.")
    return _shape(found)


@router.post("/inspections", response={201: InspectionOut, **CONFLICTS}, summary="Ghi lượt kiểm tra")
def record(request: HttpRequest, body: InspectionIn) -> Status:
    """Records one inspection that was made."""
    agency = visible_agencies(actor_of(request)).filter(code=body.agency_code).first()
    if agency is None:
        raise Unseen(f"Không có cơ quan mang mã “{body.agency_code}” trong phạm vi được xem.")
    edition = edition_by_code(body.edition)
    new = NewInspection(
        agency=agency,
        inspected_on=body.inspected_on,
        mode=body.mode,
        edition=edition,
        inspected_by=body.inspected_by,
        decision_number=body.decision_number,
        note=body.note,
    )
    return Status(201, _shape(record_inspections(inspections=[new], **act(request))[0]))
