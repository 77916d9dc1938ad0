"""Pages of consultants: who is a guest until when, and the list of what to take over from one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from qlcl.duties.operations.take_over import take_over_from_consultant
from qlcl.duties.queries.consultants import consultants_listed, exit_list
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted
from qlcl.ui.tables import Column, Table

COLUMNS = (
    Column(
        "person",
        "Tư vấn",
        "person.full_name",
        fixed=True,
        head=True,
        order=("person__name_sort",),
        url=lambda a: reverse("duties:consultant_exit", args=[a.pk]),
    ),
    Column("title", "Vị trí", "position.title"),
    Column("agency", "Cơ quan", "position.agency.short_name", order=("position__agency__name_sort",)),
    Column("valid_from", "Từ ngày", order=("valid_from",)),
    Column("valid_until", "Đến trước ngày", order=("valid_until",)),
    Column("basis", "Căn cứ"),
)


class TakeOverForm(forms.Form):
    """Who took over and where things are."""

    note = forms.CharField(label="Ai nhận, hồ sơ để ở đâu", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


@signed_in
@require_GET
def consultants(request: HttpRequest) -> HttpResponse:
    """Consultants of the actor's agencies and provinces, the latest end first."""
    table = Table(
        request,
        COLUMNS,
        consultants_listed(request.actor),
        caption="Tư vấn",
        default="-valid_until",
        empty="Không có tư vấn nào.",
        remedy="Cơ quan thuê tư vấn thì lập vị trí tư vấn có thời hạn ở mục Người dùng.",
        cards=True,
    )
    if table.export:
        return table.export_response("tu-van")
    return render(request, "duties/consultants.html", {"table": table})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """What to take over from one consultant, to read, to print, and to state as taken over."""
    found = exit_list(request.actor, appointment_id, today())
    if request.method == "POST" and not found.may_take_over:
        raise Forbidden("Chỉ thủ trưởng, cấp phó, thư ký ISO của cơ quan tiếp quản việc của tư vấn.")
    form = TakeOverForm(request.POST or None, initial={"seen": found.last_act})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        take_over_from_consultant(
            actor=request.actor,
            appointment_id=appointment_id,
            note=data["note"],
            seen=data["seen"],
            on=today(),
            at=now(),
        )
        return "Đã ghi tiếp quản.", reverse("duties:consultant_exit", args=[appointment_id])

    until, day = found.appointment.valid_until, today()
    left = (until - day).days if until else None
    gone = found.works_until is not None and found.works_until <= day
    return submitted(request, form, "duties/consultant_exit.html", act, exit=found, days_left=left, day=day, gone=gone)
