"""Pages of certificates: internal auditors, one certificate, the form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.training import queries
from qlcl.training.enums import CertificateKind
from qlcl.training.operations.issue_certificates import NewCertificate, issue_certificates
from qlcl.training.policies import can_record_training, recorded_provinces
from qlcl.training.web.forms import FORM, CertificateForm, agency_named
from qlcl.training.web.sections import sections
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted
from qlcl.ui.tables import Column, Table

COLUMNS = (
    Column(
        "person", "Họ và tên", "person_name", url=lambda c: reverse("training:certificate", args=[c.pk]),
        order=("person_name",), fixed=True, head=True,
    ),
    Column("agency", "Cơ quan", "agency.name", order=("agency__name_sort",)),
    Column("kind", "Loại chứng chỉ", "get_kind_display", order=("kind",)),
    Column("number", "Số chứng chỉ", "number", order=("number",)),
    Column("issued_on", "Ngày cấp", "issued_on", order=("issued_on",)),
    Column("valid_until", "Có giá trị đến trước ngày", "valid_until", order=("valid_until",)),
)  # fmt: skip


@signed_in
def auditors(request: HttpRequest) -> HttpResponse:
    """Internal auditors whose certificate is valid today."""
    day = today()
    table = Table(
        request,
        COLUMNS,
        queries.internal_auditors(request.actor, day),
        caption="Đánh giá viên nội bộ có chứng chỉ",
        default="agency",
        cards=True,
        empty="Chưa ghi chứng chỉ đánh giá viên nội bộ nào.",
        remedy="Ghi chứng chỉ từ trang của lớp, hoặc bằng nút “Ghi chứng chỉ”.",
    )
    if table.export:
        return table.export_response("danh-gia-vien-noi-bo")
    context = {
        "table": table,
        "sections": sections("training:auditors"),
        "may_record": bool(recorded_provinces(request.actor)),
        "day": day,
    }
    return render(request, "training/auditors.html", context)


@signed_in
def detail(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """One certificate."""
    certificate = queries.certificate_seen(request.actor, certificate_id)
    events = history.events_of(kind="certificate", id=certificate.pk, limit=12)
    return render(
        request,
        "training/certificate.html",
        {
            "certificate": certificate,
            "events": events,
            "day": today(),
            "may_record": can_record_training(request.actor, certificate.agency.province_id),
        },
    )


@signed_in
def issue(request: HttpRequest, class_id: int | None = None) -> HttpResponse:
    """Records a certificate, from a class or from elsewhere."""
    held = queries.class_seen(request.actor, class_id) if class_id else None
    may = can_record_training(request.actor, held.province_id) if held else bool(recorded_provinces(request.actor))
    if not may:
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi chứng chỉ.")
    kind = CertificateKind.INTERNAL_AUDITOR
    form = CertificateForm(request.POST or None, initial={"kind": kind, "issued_on": held.held_on if held else today()})
    back = reverse("training:class", args=[held.pk]) if held else reverse("training:auditors")

    def act(data: dict[str, Any]) -> tuple[str, str] | None:
        data["agency"] = agency_named(form, request.actor)
        if data["agency"] is None:
            return None
        new = NewCertificate(training_class=held, **data)
        (made,) = issue_certificates(actor=request.actor, on=today(), at=now(), certificates=[new])
        return f"Đã ghi chứng chỉ {made.number} của {made.person_name}.", back

    lead = held.title if held else ""
    title = f"Ghi chứng chỉ của lớp {held.code}" if held else "Ghi chứng chỉ"
    return submitted(request, form, FORM, act, title=title, button="Ghi chứng chỉ", back=back, lead=lead)
