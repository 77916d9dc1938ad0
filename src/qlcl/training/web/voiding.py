"""Forms that take back an entry made by mistake."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.training import queries
from qlcl.training.operations.void_entries import void_attendance, void_certificate, void_class
from qlcl.training.policies import can_record_training
from qlcl.training.web.forms import FORM
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


class VoidForm(forms.Form):
    """Why the entry is taken back."""

    reason = forms.CharField(
        label="Lý do hủy",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bản ghi được giữ lại, ghi rõ đã hủy, và không tính ở đâu nữa.",
    )


def _void(request: HttpRequest, province_id: int, back: str, lead: str, act: Callable[[str], object]) -> HttpResponse:
    if not can_record_training(request.actor, province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được hủy bản ghi đào tạo.")

    def done(data: dict[str, Any]) -> tuple[str, str]:
        act(data["reason"])
        return "Đã hủy bản ghi; các việc do bản ghi này hoàn thành được mở lại.", back

    form = VoidForm(request.POST or None)
    return submitted(request, form, FORM, done, title="Hủy bản ghi nhầm", button="Hủy bản ghi", back=back, lead=lead)


@signed_in
def training_class(request: HttpRequest, class_id: int) -> HttpResponse:
    """Takes back a class."""
    held = queries.class_seen(request.actor, class_id)
    back = reverse("training:class", args=[held.pk])
    return _void(
        request,
        held.province_id,
        back,
        f"Lớp {held.code}, {held.title}",
        lambda reason: void_class(actor=request.actor, class_id=held.pk, reason=reason, on=today(), at=now()),
    )


@signed_in
def attendance(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """Takes back an attendance."""
    row = queries.attendance_seen(request.actor, attendance_id)
    back = reverse("training:attendance", args=[row.pk])
    return _void(
        request,
        row.training_class.province_id,
        back,
        str(row),
        lambda reason: void_attendance(actor=request.actor, attendance_id=row.pk, reason=reason, on=today(), at=now()),
    )


@signed_in
def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Takes back a certificate."""
    row = queries.certificate_seen(request.actor, certificate_id)
    back = reverse("training:certificate", args=[row.pk])
    return _void(
        request,
        row.agency.province_id,
        back,
        str(row),
        lambda reason: void_certificate(
            actor=request.actor, certificate_id=row.pk, reason=reason, on=today(), at=now()
        ),
    )
