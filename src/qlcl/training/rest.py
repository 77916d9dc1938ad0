"""API routes of classes and attendance."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from qlcl.kernel.errors import DomainError, Unseen
from qlcl.organisations.queries import visible_agencies
from qlcl.training.models import Attendance, TrainingClass
from qlcl.training.operations.register_attendances import NewAttendance, NewParticipant, register_attendances
from qlcl.training.policies import visible_attendances, visible_classes
from qlcl.ui.rest import CONFLICTS, REFUSALS, Body, Limit, Offset, Page, act, actor_of, page_of

router = Router(tags=["Đào tạo"])


class ClassOut(Schema):
    """A class that was held."""

    id: int
    code: str
    province_code: str
    held_on: date
    topic: str
    title: str
    organiser: str
    illustration: bool


class AttendanceOut(Schema):
    """How many persons an agency sent."""

    id: int
    class_id: int
    agency_code: str
    agency_name: str
    attendees: int
    illustration: bool


class ParticipantIn(Body):
    """A person who attended."""

    full_name: str = Field(min_length=1, max_length=150)
    position_title: str = Field("", max_length=150)


class AttendanceIn(Body):
    """An agency's attendance: a head-count, or names, or both."""

    agency_code: str
    attendees: int = Field(0, ge=0, le=10_000)
    participants: list[ParticipantIn] = Field(default_factory=list, max_length=1000)


def _class(held: TrainingClass) -> dict[str, Any]:
    plain = ("code", "held_on", "topic", "title", "organiser", "illustration")
    return {"id": held.pk, **{n: getattr(held, n) for n in plain}, "province_code": held.province.code}


def _attendance(row: Attendance) -> dict[str, Any]:
    return {
        "id": row.pk,
        "class_id": row.training_class_id,
        "agency_code": row.agency.code,
        "agency_name": row.agency.name,
        "attendees": row.attendees,
        "illustration": row.illustration,
    }


@router.get("/classes", response={200: Page[ClassOut], **REFUSALS}, summary="Danh sách lớp")
def classes(
    request: HttpRequest,
    response: HttpResponse,
    province: str = "",
    topic: str = "",
    since: date | None = None,
    until: date | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Classes in sight, newest first; `since` and `until` are the first and last day."""
    rows = visible_classes(actor_of(request)).select_related("province")
    given = {"province__code": province, "topic": topic, "held_on__gte": since, "held_on__lte": until}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    return page_of(request, response, rows.order_by("-held_on", "-pk"), _class, limit, offset)


@router.get("/classes/{int:class_id}", response={200: ClassOut, **REFUSALS}, summary="Một lớp")
def one_class(request: HttpRequest, class_id: int) -> dict[str, Any]:
    """The class with that id."""
    return _class(_seen(request, class_id))


@router.get(
    "/classes/{int:class_id}/attendances", response={200: Page[AttendanceOut], **REFUSALS}, summary="Cơ quan dự lớp"
)
def attendances(
    request: HttpRequest, response: HttpResponse, class_id: int, limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    """Who attended, as far as the actor may see: an agency sees its own."""
    held = _seen(request, class_id)
    rows = visible_attendances(actor_of(request)).filter(training_class=held).select_related("agency")
    return page_of(request, response, rows.order_by("agency__name_sort", "pk"), _attendance, limit, offset)


@router.post(
    "/classes/{int:class_id}/attendances", response={201: list[AttendanceOut], **CONFLICTS}, summary="Ghi dự lớp"
)
def register(request: HttpRequest, class_id: int, body: list[AttendanceIn]) -> Status:
    """Registers who attended, all or nothing; what agencies owed for training is discharged."""
    held = _seen(request, class_id)
    codes = [line.agency_code for line in body]
    found = {a.code: a for a in visible_agencies(actor_of(request)).filter(code__in=codes)}
    missing = sorted(set(codes) - set(found))
    if missing:
        raise DomainError("agency_unknown", f"Không có cơ quan mang mã: {', '.join(missing[:10])}.", field="agency")
    lines = [
        NewAttendance(
            held,
            found[line.agency_code],
            line.attendees,
            tuple(NewParticipant(p.full_name, p.position_title) for p in line.participants),
        )
        for line in body
    ]
    rows = register_attendances(attendances=lines, **act(request)) if lines else []
    return Status(201, [_attendance(row) for row in rows])


def _seen(request: HttpRequest, class_id: int) -> TrainingClass:
    held = visible_classes(actor_of(request)).select_related("province").filter(pk=class_id).first()
    if held is None:
        raise Unseen("Không tìm thấy lớp này.")
    return held
