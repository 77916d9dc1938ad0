"""Days off and swapped working days of a year; the administrator adds the province's own."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from qlcl.duties.enums import DayOffKind
from qlcl.duties.models import DayOff
from qlcl.duties.operations.change_days_off import add_day_off, remove_day_off
from qlcl.duties.queries.days_off import days_off_of, years_with_days_off
from qlcl.duties.web.rules import province_of, province_to_edit
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError
from qlcl.organisations.models import Agency
from qlcl.organisations.policies import can_administer
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.forms import VnDateField
from qlcl.ui.tables import Column, Table

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_CONFIRMED = {True: ("done", "Đã xác nhận"), False: ("unknown", "Chưa xác nhận")}
_KINDS = [DayOffKind.LOCAL, DayOffKind.SWAPPED_OFF, DayOffKind.SWAPPED_WORKING]


class DayOffForm(forms.Form):
    """A day that the province sets."""

    day = VnDateField(label="Ngày")
    kind = forms.ChoiceField(label="Loại", choices=[(k.value, k.label) for k in _KINDS])
    label = forms.CharField(label="Tên, lý do", max_length=200)
    basis = forms.CharField(label="Căn cứ", max_length=300, required=False, help_text="Số, ký hiệu, ngày văn bản.")


def _columns() -> list[Column]:
    return [
        Column("day", "Ngày", "day", order=lambda d: d.day, fixed=True, head=True),
        Column("weekday", "Thứ", lambda d: _WEEKDAYS[d.day.weekday()]),
        Column("kind", "Loại", lambda d: d.get_kind_display()),
        Column("label", "Tên", "label"),
        Column("basis", "Căn cứ", "basis"),
        Column("scope", "Phạm vi", lambda d: "Tỉnh" if d.province_id else "Cả nước"),
        Column("confirmed", "Xác nhận", lambda d: _CONFIRMED[d.confirmed][1],
               html=lambda d: chip_html(*_CONFIRMED[d.confirmed])),
    ]  # fmt: skip


def _year(request: HttpRequest, years: list[int]) -> int:
    given = request.GET.get("nam", "")
    year = int(given) if len(given) == 4 and given.isascii() and given.isdigit() else today().year
    return year if year in years or not years else years[0] if today().year not in years else today().year


@signed_in
@require_http_methods(["GET", "POST"])
def days_off(request: HttpRequest) -> HttpResponse:
    """The days of one year; a form to add the province's own."""
    province = province_of(request)
    years = list(years_with_days_off(province.pk))
    year = _year(request, years)
    editable = can_administer(request.actor, province.pk)
    form = DayOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _added(request, form)):
        return redirect(f"{reverse('duties:days_off')}?nam={made.day.year}")
    rows = days_off_of(province.pk, year)
    table = Table(
        request, _columns(), rows, caption=f"Ngày nghỉ, ngày làm bù năm {year}", default="day",
        empty="Chưa có ngày nghỉ nào của năm này.", remedy="Quản trị của tỉnh thêm ngày khi có thông báo.", cards=True,
    )  # fmt: skip
    if table.export:
        return table.export_response(f"ngay-nghi-{year}")
    context = _context(province, rows, year) | {
        "table": table, "years": years, "form": form if editable else None, "editable": editable,
    }  # fmt: skip
    return render(request, "duties/days_off.html", context, status=422 if form.errors else 200)


def _context(province: Agency, rows: list[DayOff], year: int) -> dict[str, object]:
    return {
        "province": province,
        "year": year,
        "own": [d for d in rows if d.province_id],
        "unconfirmed": sum(not d.confirmed for d in rows),
        "off": sum(d.kind != DayOffKind.SWAPPED_WORKING and d.day.weekday() < 5 for d in rows),
        "past": date(year, 12, 31) < today(),
    }


def _added(request: HttpRequest, form: DayOffForm) -> DayOff | None:
    province = province_to_edit(request)
    try:
        return add_day_off(actor=request.actor, province=province, **form.cleaned_data, on=today(), at=now())
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None


@signed_in
@require_POST
def day_off_remove(request: HttpRequest, day_off_id: int) -> HttpResponse:
    """Takes back a day that the province had set."""
    province = province_to_edit(request)
    remove_day_off(actor=request.actor, province=province, day_off_id=day_off_id, on=today(), at=now())
    messages.success(request, "Đã bỏ ngày này khỏi lịch của tỉnh.")
    return redirect("duties:days_off")
