"""Pages of positions: the list, a position with its holders, appointing and ending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.end_appointments import end_appointment
from qlcl.accounts.operations.make_positions import PositionSpec, end_position, make_positions
from qlcl.accounts.policies import acting_post, can_grant, grantable_somewhere, manages_somebody
from qlcl.accounts.queries import (
    appointment_by_id,
    holder_names,
    holders_shown,
    person_by_username,
    persons_of_agency,
    position_by_id,
    position_seen,
    positions_listed,
)
from qlcl.accounts.web.access import signed_in
from qlcl.accounts.web.acting import acting, show_refusal
from qlcl.accounts.web.forms import AppointmentForm, EndingForm, PositionForm
from qlcl.kernel import history
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.ui.tables import Column, Table, filter_chips

COLUMNS = (
    Column("title", "Chức vụ", order=("title",), fixed=True, head=True),
    Column("role", "Vai trò", "get_role_display", order=("role",)),
    Column("holders", "Người giữ", lambda position: "; ".join(holder_names(position)) or "Đang trống"),
    Column("agency", "Cơ quan", "agency.short_name", order=("agency__name_sort",)),
    Column("valid_from", "Từ ngày", order=("valid_from",)),
    Column("valid_until", "Đến trước ngày", order=("valid_until",), hidden=True),
)
STATES = (("trong", "Đang trống"), ("het", "Đã kết thúc"))


@require_safe
@signed_in
def positions(request: HttpRequest) -> HttpResponse:
    """Positions of the actor's agencies and provinces; which stand empty."""
    actor = request.actor
    get = request.GET
    rows = positions_listed(
        actor,
        day=today(),
        agency_code=get.get("co-quan", ""),
        role=get.get("vai-tro", ""),
        state=get.get("trang-thai", ""),
    )
    table = Table(request, COLUMNS, rows, cards=True, caption="Vị trí", default="agency", empty="Không có vị trí nào.")
    if table.export:
        return table.export_response("vi-tri")
    context = {
        "table": table,
        "rows": [(position, holder_names(position)) for position in table.rows],
        "agency_code": get.get("co-quan", ""),
        "roles": filter_chips(request, "vai-tro", [(c.value, c.label, None) for c in RoleChoice]),
        "states": filter_chips(
            request, "trang-thai", [(code, label, None) for code, label in STATES], all_label="Đang có"
        ),
        "can_add": manages_somebody(actor),
    }
    return render(request, "accounts/positions.html", context)


@require_safe
@signed_in
def position(request: HttpRequest, pk: int) -> HttpResponse:
    """A position: who holds it and held it, what was delegated to it, what happened."""
    actor = request.actor
    found = position_by_id(actor, pk)
    context = {
        "position": found,
        "holders": holders_shown(found, today()),
        "delegations": found.delegations_received.select_related("from_position").order_by("-valid_from")[:20],
        "manages": can_grant(actor, found.agency, found.role),
        "may_put_in_charge": acting_post(actor, found) is not None,
        "is_guest": found.role == Role.CONSULTANT,
        "ended": found.valid_until is not None and found.valid_until <= today(),
        "timeline": history.events_of(kind="position", id=found.pk, limit=20),
    }
    return render(request, "accounts/position.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def position_new(request: HttpRequest) -> HttpResponse:
    """A new position."""
    actor = request.actor
    roles = grantable_somewhere(actor)
    if not roles:
        raise Forbidden("Ông/bà không quản lý vị trí của cơ quan nào.")
    initial = {"agency": request.GET.get("co-quan", ""), "role": Role.STAFF, "valid_from": today()}
    form = PositionForm(request.POST or None, actor=actor, roles=roles, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            spec = PositionSpec(**{**data, "role": Role(data["role"])})
            try:
                made = make_positions(specs=[spec], **acting(request))[0]
            except DomainError as error:
                show_refusal(form, error)
            else:
                messages.success(request, f"Đã lập vị trí {made.title}. Hãy bổ nhiệm người giữ.")
                return redirect("accounts:appoint", made.pk)
    return render(request, "accounts/position_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def appoint_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoints somebody to the position."""
    actor = request.actor
    found = position_by_id(actor, pk)
    if not can_grant(actor, found.agency, found.role):
        raise Forbidden
    initial = {"valid_from": today(), "username": request.GET.get("nguoi", ""), "seen": position_seen(found)}
    form = AppointmentForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                person = person_by_username(actor, data.pop("username"))
                seen = data.pop("seen")
                appoint(specs=[AppointmentSpec(person=person, position=found, **data)], seen=seen, **acting(request))
            except DomainError as error:
                if error.code == "unseen":
                    error.field = "username"
                status = show_refusal(form, error)
            else:
                messages.success(request, f"Đã bổ nhiệm {person.full_name}.")
                return redirect("accounts:position", pk)
    people = persons_of_agency(actor, found.agency_id)
    context = {"form": form, "position": found, "people": people}
    return render(request, "accounts/appoint.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def position_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a position with its appointments and delegations."""
    actor = request.actor
    found = position_by_id(actor, pk)
    if not can_grant(actor, found.agency, found.role):
        raise Forbidden
    form = EndingForm(request.POST or None, initial={"until": today(), "seen": position_seen(found)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                end_position(position_id=pk, **form.cleaned_data, **acting(request))
            except DomainError as error:
                status = show_refusal(form, error)
            else:
                messages.success(request, f"Đã kết thúc vị trí {found.title}.")
                return redirect("accounts:position", pk)
    context = {
        "form": form,
        "position": found,
        "title": f"Kết thúc vị trí {found.title}",
        "lead": "Bổ nhiệm và ủy quyền của vị trí kết thúc theo; nhiệm vụ và lịch sử được giữ lại.",
    }
    return render(request, "accounts/ending.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody no longer holds a position."""
    actor = request.actor
    appointment = appointment_by_id(actor, pk)
    found = appointment.position
    if not can_grant(actor, found.agency, found.role):
        raise Forbidden
    initial = {"until": today(), "seen": history.last_event_touching([appointment])}
    form = EndingForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                end_appointment(appointment_id=pk, **form.cleaned_data, **acting(request))
            except DomainError as error:
                status = show_refusal(form, error)
            else:
                messages.success(request, f"{appointment.person.full_name} thôi giữ vị trí {found.title}.")
                return redirect("accounts:position", found.pk)
    context = {
        "form": form,
        "position": found,
        "title": f"{appointment.person.full_name} thôi giữ vị trí {found.title}",
        "lead": "Quyền theo vị trí và khóa API của người này hết hiệu lực cùng ngày; nhiệm vụ vẫn thuộc về vị trí.",
    }
    return render(request, "accounts/ending.html", context, status=status)
