"""The register of inspectors and their conditions."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from qlcl.accounts.policies import visible_persons
from qlcl.inspections.conditions import missing_conditions
from qlcl.inspections.models import Inspector
from qlcl.inspections.operations.register_inspector import FIELDS, register_inspector
from qlcl.inspections.policies import can_plan_inspections, visible_inspectors
from qlcl.inspections.web.plans import planning_province
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.kernel.words import search
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.forms import VnDateField, read_day
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.submitting import submitted
from qlcl.ui.tables import Column, Table


class InspectorForm(forms.Form):
    """What art. 40 asks of an inspector, with dates."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    title = forms.CharField(label="Chức vụ", max_length=120, required=False)
    agency = forms.CharField(
        label="Cơ quan công tác",
        max_length=300,
        required=False,
        help_text="Mã hoặc tên cơ quan; kiểm tra viên không kiểm tra cơ quan của mình.",
    )
    person = forms.CharField(
        label="Tài khoản",
        max_length=150,
        required=False,
        help_text="Tên đăng nhập; để trống nếu không có. Thành viên có tài khoản trả lời được phiếu kiểm.",
    )
    expert_of = forms.CharField(
        label="Chuyên gia của tổ chức chứng nhận được thuê",
        max_length=200,
        required=False,
        help_text="Tên tổ chức; để trống với cán bộ, công chức.",
    )
    degree = forms.CharField(label="Bằng tốt nghiệp, chuyên ngành", max_length=200, required=False)
    degree_on = VnDateField(label="Ngày tốt nghiệp", required=False)
    administration = forms.CharField(
        label="Chứng chỉ quản lý nhà nước", max_length=200, required=False, help_text="Ngạch chuyên viên trở lên; số."
    )
    administration_on = VnDateField(label="Ngày cấp chứng chỉ quản lý nhà nước", required=False)
    auditing = forms.CharField(
        label="Chứng chỉ đánh giá hệ thống quản lý chất lượng", max_length=200, required=False, help_text="Số, nơi cấp."
    )
    auditing_on = VnDateField(label="Ngày cấp chứng chỉ đánh giá", required=False)
    auditing_until = VnDateField(
        label="Có giá trị đến hết ngày", required=False, help_text="Để trống nếu chứng chỉ không ghi thời hạn."
    )
    service_from = VnDateField(label="Công tác từ ngày", required=False, help_text="Tính từ sau khi tốt nghiệp.")
    good_character = forms.BooleanField(label="Cơ quan xác nhận có phẩm chất đạo đức tốt", required=False)
    valid_until = VnDateField(label="Thôi làm kiểm tra viên từ ngày", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _state(row: Inspector, day: date) -> tuple[str, str]:
    missing = missing_conditions(row, day)
    return ("overdue", " ".join(missing)) if missing else ("done", "Đủ điều kiện")


def _state_html(row: Inspector, day: date) -> str:
    state, words = _state(row, day)
    return chip_html(state, "Chưa đủ" if state == "overdue" else words)


def _columns(day: date) -> list[Column]:
    return [
        Column("full_name", "Họ và tên", "full_name", order=("name_sort",), fixed=True, head=True,
               url=lambda i: reverse("inspections:inspector", args=[i.pk])),
        Column("title", "Chức vụ", "title"),
        Column("agency", "Cơ quan", lambda i: i.agency.short_name if i.agency else "", order=("agency__name_sort",)),
        Column("expert", "Loại", lambda i: f"Chuyên gia được thuê ({i.expert_of})" if i.expert_of else "Công chức"),
        Column("auditing_until", "Chứng chỉ đánh giá đến", "auditing_until", order=("auditing_until",)),
        Column("state", "Điều kiện", lambda i: _state(i, day)[1], html=lambda i: _state_html(i, day)),
        Column("missing", "Còn thiếu", lambda i: " ".join(missing_conditions(i, day))),
        ILLUSTRATION,
    ]  # fmt: skip


@signed_in
@require_GET
def inspectors(request: HttpRequest) -> HttpResponse:
    """Inspectors of the province; who may inspect on the day, and what is missing."""
    province = planning_province(request.actor)
    day, text = read_day(request.GET.get("ngay")) or today(), request.GET.get("q", "").strip()
    rows = visible_inspectors(request.actor).select_related("agency").order_by("name_sort", "pk")
    table = Table(
        request,
        _columns(day),
        search(rows, "name_fold", text, "inspector") if text else rows,
        caption="Kiểm tra viên",
        cards=True,
        empty="Chưa có kiểm tra viên nào.",
        remedy="Cán bộ đầu mối thêm người cùng bằng cấp, chứng chỉ.",
    )
    if table.export:
        return table.export_response("kiem-tra-vien")
    may = can_plan_inspections(request.actor, province.pk)
    return render(
        request, "inspections/inspectors.html", {"table": table, "day": day, "text": text, "may_register": may}
    )


@signed_in
@require_http_methods(["GET", "POST"])
def inspector_new(request: HttpRequest) -> HttpResponse:
    """Registers an inspector."""
    province = planning_province(request.actor)
    if not can_plan_inspections(request.actor, province.pk):
        raise Forbidden("Chỉ cán bộ đầu mối, quản trị của tỉnh được ghi sổ kiểm tra viên.")
    return _form(request, province, None)


@signed_in
@require_http_methods(["GET", "POST"])
def inspector(request: HttpRequest, inspector_id: int) -> HttpResponse:
    """One inspector: what he lacks today, a form to correct."""
    rows = visible_inspectors(request.actor).select_related("agency", "province", "person")
    found = rows.filter(pk=inspector_id).first()
    if found is None:
        raise Unseen("Không tìm thấy kiểm tra viên này.")
    if request.method == "POST" and not can_plan_inspections(request.actor, found.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối, quản trị của tỉnh được ghi sổ kiểm tra viên.")
    return _form(request, found.province, found)


def _form(request: HttpRequest, province: Agency, row: Inspector | None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if row:
        initial = {name: getattr(row, name) for name in FIELDS}
        initial |= {
            "agency": row.agency.code if row.agency else "",
            "person": row.person.username if row.person else "",
        }
        initial |= {"seen": history.last_event_id("inspector", row.pk)}
    form = InspectorForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> tuple[str, str] | None:
        seen, name, agency = data.pop("seen"), data.pop("agency"), None
        if name:
            resolved = AgencyResolver(request.actor, [name]).resolve(name, today())
            if isinstance(resolved, str):
                form.add_error("agency", resolved)
                return None
            agency = resolved
        username, person = data.pop("person").strip(), row.person if row else None
        if username != (person.username if person else ""):
            person = visible_persons(request.actor).filter(username=username, is_active=True).first()
            if username and person is None:
                form.add_error("person", "Không có tài khoản này trong phạm vi được xem; ghi đúng tên đăng nhập.")
                return None
        made = register_inspector(
            actor=request.actor, province=province, values={**data, "agency": agency, "person": person},
            inspector_id=row.pk if row else None, on=today(), at=now(), seen=(seen or 0) if row else None,
        )  # fmt: skip
        return f"Đã lưu kiểm tra viên {made.full_name}.", reverse("inspections:inspector", args=[made.pk])

    return submitted(
        request, form, "inspections/inspector.html", act, inspector=row,
        title=row.full_name if row else "Thêm kiểm tra viên", lead=row.title if row else "",
        missing=missing_conditions(row, today()) if row else [],
        may_register=can_plan_inspections(request.actor, province.pk),
        events=history.events_of(kind="inspector", id=row.pk, limit=8) if row else [],
    )  # fmt: skip
