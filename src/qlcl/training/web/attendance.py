"""Pages of attendance: registering, correcting, one attendance with its names."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.training import queries
from qlcl.training.operations.register_attendances import NewAttendance, correct_attendances, register_attendances
from qlcl.training.policies import can_record_training
from qlcl.training.web.forms import FORM, AttendanceForm, HeadCountForm, agency_named
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


@signed_in
def register(request: HttpRequest, class_id: int) -> HttpResponse:
    """Registers an agency's attendance at a class."""
    held = queries.class_seen(request.actor, class_id)
    if not can_record_training(request.actor, held.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi việc dự lớp.")
    form = AttendanceForm(request.POST or None)
    back = reverse("training:class", args=[held.pk])

    def act(data: dict[str, Any]) -> tuple[str, str] | None:
        agency = agency_named(form, request.actor)
        if agency is None:
            return None
        new = NewAttendance(held, agency, data["attendees"] or 0, data["participants"], held.illustration)
        (made,) = register_attendances(actor=request.actor, on=today(), at=now(), attendances=[new])
        return f"Đã ghi {made.attendees} người của {agency.short_name} dự lớp.", back

    title = f"Ghi cơ quan dự lớp {held.code}"
    return submitted(request, form, FORM, act, title=title, button="Ghi dự lớp", back=back, lead=held.title)


@signed_in
def detail(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """One attendance: how many, who, and what happened to it."""
    attendance = queries.attendance_seen(request.actor, attendance_id)
    context = {
        "attendance": attendance,
        "held": attendance.training_class,
        "participants": attendance.participants.order_by("pk"),
        "events": history.events_of(kind="attendance", id=attendance.pk, limit=12),
        "may_record": can_record_training(request.actor, attendance.training_class.province_id),
    }
    return render(request, "training/attendance.html", context)


@signed_in
def correct(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """Corrects a head-count; a form that somebody has overtaken is refused."""
    attendance = queries.attendance_seen(request.actor, attendance_id)
    if not can_record_training(request.actor, attendance.training_class.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được sửa số người dự lớp.")
    initial = {"attendees": attendance.attendees, "seen": history.last_event_id("attendance", attendance.pk)}
    form = HeadCountForm(request.POST or None, initial=initial)
    back = reverse("training:attendance", args=[attendance.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        if data["attendees"] == attendance.attendees:
            return "Không có gì thay đổi.", back
        changes = [(attendance, data["attendees"])]
        correct_attendances(actor=request.actor, on=today(), at=now(), changes=changes, seen=data["seen"] or 0)
        return "Đã sửa số người dự.", back

    lead = str(attendance.training_class)
    title = f"Sửa số người dự: {attendance.agency.short_name}"
    return submitted(request, form, FORM, act, title=title, button="Lưu", back=back, lead=lead)
