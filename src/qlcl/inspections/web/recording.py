"""Forms of the register: a new inspection, a correction."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from qlcl.conformity.queries import current_edition
from qlcl.inspections import queries
from qlcl.inspections.operations.record_inspections import (
    CORRECTABLE,
    NewInspection,
    correct_inspections,
    record_inspections,
)
from qlcl.inspections.operations.void_inspection import void_inspection
from qlcl.inspections.policies import can_record_inspections, recorded_provinces
from qlcl.inspections.web.forms import FORM, CorrectionForm, InspectionForm, VoidForm
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.organisations.imports import AgencyResolver
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


@signed_in
def record(request: HttpRequest) -> HttpResponse:
    """Records an inspection that was made."""
    if not recorded_provinces(request.actor):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được ghi sổ kiểm tra.")
    initial = {"inspected_on": today(), "agency": request.GET.get("co-quan", ""), "edition": current_edition(today())}
    form = InspectionForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> tuple[str, str] | None:
        data.pop("seen")
        agency = AgencyResolver(request.actor, [data["agency"]]).resolve(data["agency"], data["inspected_on"])
        if isinstance(agency, str):
            form.add_error("agency", agency)
            return None
        new = NewInspection(**{**data, "agency": agency})
        (made,) = record_inspections(actor=request.actor, on=today(), at=now(), inspections=[new])
        return f"Đã ghi lượt kiểm tra {agency.short_name}.", reverse("inspections:inspection", args=[made.pk])

    back = reverse("inspections:inspections")
    return submitted(request, form, FORM, act, title="Ghi lượt kiểm tra", button="Ghi vào sổ", back=back)


@signed_in
def correct(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Corrects an inspection; a form that somebody has overtaken is refused."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    if not can_record_inspections(request.actor, inspection.province_id):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được sửa sổ kiểm tra.")
    initial = {name.removesuffix("_id"): getattr(inspection, name) for name in CORRECTABLE}
    initial["seen"] = history.last_event_id("inspection", inspection.pk)
    form = CorrectionForm(request.POST or None, initial=initial)
    back = reverse("inspections:inspection", args=[inspection.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        values = {**data, "edition_id": data["edition"].pk}
        changed = {name: values[name] for name in CORRECTABLE if values[name] != getattr(inspection, name)}
        if not changed:
            return "Không có gì thay đổi.", back
        correct_inspections(
            actor=request.actor, on=today(), at=now(), changes=[(inspection, changed)], seen=data["seen"] or 0
        )
        return "Đã lưu lượt kiểm tra.", back

    title = f"Sửa lượt kiểm tra: {inspection.agency.short_name}"
    return submitted(request, form, FORM, act, title=title, button="Lưu", back=back)


@signed_in
def void(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Takes back an entry made by mistake."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    if not can_record_inspections(request.actor, inspection.province_id):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được hủy bản ghi trong sổ kiểm tra.")
    back = reverse("inspections:inspection", args=[inspection.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        void_inspection(actor=request.actor, inspection_id=inspection.pk, reason=data["reason"], on=today(), at=now())
        return "Đã hủy bản ghi.", back

    form = VoidForm(request.POST or None)
    return submitted(
        request, form, FORM, act, title="Hủy bản ghi nhầm", button="Hủy bản ghi", back=back, lead=str(inspection)
    )
