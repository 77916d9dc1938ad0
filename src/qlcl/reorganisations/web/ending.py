"""The page that ends an agency, with its reason and its successors."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qlcl.conformity.queries import in_force_on
from qlcl.duties.models import Duty
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.enums import SuccessionKind
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency
from qlcl.organisations.operations.end_agencies import Ending
from qlcl.organisations.operations.record_successions import NewSuccession
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.queries import system_of, visible_agencies
from qlcl.reorganisations.operations.reorganise import reorganise
from qlcl.ui.access import signed_in
from qlcl.ui.forms import VnDateField


class EndingForm(forms.Form):
    """When and why an agency ends, and who follows it."""

    ends_on = VnDateField(
        label="Không còn hoạt động từ ngày",
        help_text="Ngày đầu tiên cơ quan không còn hoạt động.",
    )
    reason = forms.CharField(label="Lý do, số văn bản", max_length=300)
    kind = forms.ChoiceField(label="Hình thức kế thừa", choices=SuccessionKind.choices)
    successors = forms.CharField(
        label="Cơ quan kế thừa",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi dòng một cơ quan, ghi mã hoặc tên kèm huyện. Để trống nếu không có.",
    )


@signed_in
def end(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Shows what will end with the agency, then ends it in one act."""
    agency = visible_agencies(request.actor).filter(pk=agency_id).first()
    if agency is None:
        raise Unseen
    if not can_manage_register(request.actor, agency.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi việc kết thúc hoạt động.")
    form = EndingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _end(request, agency, form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"Đã ghi việc kết thúc hoạt động của “{agency.name}”.")
            return redirect("organisations:agency", agency.pk)
    context = {"form": form, "agency": agency, **_consequences(agency)}
    return render(request, "reorganisations/end.html", context, status=422 if form.errors else 200)


def _end(request: HttpRequest, agency: Agency, data: dict[str, Any]) -> None:
    lines = [line.strip() for line in data["successors"].splitlines() if line.strip()]
    resolver = AgencyResolver(request.actor, lines)
    successors = []
    for line in lines:
        found = resolver.resolve(line, data["ends_on"])
        if isinstance(found, str):
            raise DomainError("unknown_successor", found, field="successors")
        successors.append(NewSuccession(agency, found, data["kind"], data["ends_on"], data["reason"]))
    reorganise(
        actor=request.actor,
        on=today(),
        at=now(),
        endings=[Ending(agency, data["ends_on"], data["reason"])],
        successions=successors,
    )


def _consequences(agency: Agency) -> dict[str, Any]:
    """What ends with the agency."""
    system = system_of(agency.pk, today())
    return {
        "system": system,
        "declaration": in_force_on(today()).filter(system=system).select_related("edition").first() if system else None,
        "duties": Duty.objects.filter(system=system).open().count() if system else 0,
        "children": Agency.objects.filter(parent=agency).valid_on(today()).count(),
    }
