"""Forms of the register: a new agency, a correction, a changed duty to apply."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.enums import Level
from qlcl.organisations.operations.change_agencies import change_agencies, change_duty_to_apply
from qlcl.organisations.operations.register_agencies import NewAgency, register_agencies
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.queries import visible_agencies
from qlcl.organisations.web.forms import AgencyForm, CorrectionForm, DutyForm
from qlcl.organisations.web.listing import agency_of
from qlcl.ui.access import signed_in


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Registers one agency."""
    managed = [p.province_id for p in request.actor.posts if can_manage_register(request.actor, p.province_id)]
    if not managed:
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi cơ quan vào danh bạ.")
    above = visible_agencies(request.actor).valid_on(today()).in_provinces(managed).exclude(level=Level.COMMUNE)
    parents = above.in_vietnamese_order()
    form = AgencyForm(request.POST or None, parents=parents, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        parent = data.pop("parent")
        try:
            made = register_agencies(
                actor=request.actor, on=today(), at=now(), agencies=[NewAgency(parent_code=parent.code, **data)]
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"Đã ghi “{made[0].name}” vào danh bạ.")
            return redirect("organisations:agency", made[0].pk)
    status = 422 if form.errors else 200
    context = {"form": form, "title": "Thêm cơ quan", "button": "Ghi vào danh bạ", "back": "/co-quan/"}
    return render(request, "organisations/form.html", context, status=status)


@signed_in
def edit(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Corrects an agency; a form that somebody has overtaken is refused."""
    agency = agency_of(request, agency_id)
    if not can_manage_register(request.actor, agency.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được sửa danh bạ cơ quan.")
    latest = history.events_of(kind="agency", id=agency.pk, limit=1)
    fields = ("name", "gso_code", "external_id", "latitude", "longitude")
    initial = {n: getattr(agency, n) for n in fields} | {"seen": latest[0].event_id if latest else None}
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = {n: data[n] for n in fields if data[n] != getattr(agency, n)}
        try:
            if changed:
                change_agencies(
                    actor=request.actor, on=today(), at=now(), changes=[(agency, changed)], seen=data["seen"] or 0
                )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
            return redirect("organisations:agency", agency.pk)
    status = 422 if form.errors else 200
    context = {
        "form": form,
        "title": "Sửa thông tin",
        "button": "Lưu",
        "agency": agency,
        "back": f"/co-quan/{agency.pk}/",
    }
    return render(request, "organisations/form.html", context, status=status)


@signed_in
def duty(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Changes the duty to apply from a day on."""
    agency = agency_of(request, agency_id)
    if not can_manage_register(request.actor, agency.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được đổi nghĩa vụ áp dụng.")
    form = DutyForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change_duty_to_apply(
                actor=request.actor, on=data["on"], at=now(), agency=agency, kind=data["kind"], basis=data["basis"]
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, "Đã đổi nghĩa vụ áp dụng.")
            return redirect("organisations:agency", agency.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "title": "Đổi nghĩa vụ áp dụng", "button": "Đổi nghĩa vụ", "agency": agency}
    context["back"] = f"/co-quan/{agency.pk}/"
    return render(request, "organisations/form.html", context, status=status)
