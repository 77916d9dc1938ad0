"""Pages of delegations: the list, one, a new one."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qlcl.accounts.operations.delegate import delegate, revoke_delegation
from qlcl.accounts.policies import head_post, is_head, mark_of
from qlcl.accounts.queries import (
    act_labels,
    delegation_by_id,
    delegations_listed,
    done_under,
    positions_to_delegate_to,
)
from qlcl.accounts.web.access import signed_in
from qlcl.accounts.web.acting import acting, show_refusal
from qlcl.accounts.web.forms import DelegationForm, EndingForm
from qlcl.kernel import history
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.ui.tables import Column, Table, filter_chips

COLUMNS = (
    Column(
        "to",
        "Giao cho",
        "to_position.title",
        fixed=True,
        head=True,
        url=lambda d: reverse("accounts:delegation", args=[d.pk]),
    ),
    Column("mark", "Ký", lambda d: mark_of(d.to_position.role)),
    Column("acts", "Việc được giao", lambda d: "; ".join(act_labels(d))),
    Column("agency", "Cơ quan", "agency.short_name", order=("agency__name_sort",)),
    Column("valid_from", "Từ ngày", order=("valid_from",)),
    Column("valid_until", "Đến trước ngày", order=("valid_until",)),
    Column("paper", "Văn bản", "paper"),
)


@require_safe
@signed_in
def delegations(request: HttpRequest) -> HttpResponse:
    """Delegations in force, or past ones."""
    actor = request.actor
    past = request.GET.get("trang-thai", "") == "het"
    table = Table(
        request,
        COLUMNS,
        delegations_listed(actor, day=today(), past=past),
        cards=True,
        caption="Ủy quyền",
        default="valid_until",
        empty="Không có ủy quyền nào.",
        remedy="Thủ trưởng cơ quan giao việc cho cấp phó (KT.) hoặc trưởng phòng (TUQ.) bằng văn bản có thời hạn.",
    )
    if table.export:
        return table.export_response("uy-quyen")
    chips = filter_chips(request, "trang-thai", [("het", "Đã hết hạn", None)], all_label="Còn hiệu lực")
    return render(request, "accounts/delegations.html", {"table": table, "chips": chips, "can_add": is_head(actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delegation_new(request: HttpRequest) -> HttpResponse:
    """The head hands on named acts by paper."""
    actor = request.actor
    if not is_head(actor):
        raise Forbidden("Chỉ thủ trưởng cơ quan được ủy quyền.")
    day = today()
    positions = positions_to_delegate_to(actor, day)
    initial = {"valid_from": day, "valid_until": day + timedelta(days=365), "paper_date": day}
    form = DelegationForm(request.POST or None, positions=positions, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = delegate(to_position_id=data.pop("to_position"), **data, **acting(request))
            except DomainError as error:
                show_refusal(form, error)
            else:
                messages.success(request, "Đã ghi ủy quyền.")
                return redirect("accounts:delegation", made.pk)
    return render(request, "accounts/delegation_form.html", {"form": form, "positions": positions}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """One delegation; the head revokes it here."""
    actor = request.actor
    found = delegation_by_id(actor, pk)
    ended = found.valid_until <= today()
    can_revoke = head_post(actor, found.agency_id) is not None and not ended
    initial = {"until": today(), "seen": history.last_event_touching([found])}
    form = EndingForm(request.POST or None, initial=initial) if can_revoke else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise Forbidden("Chỉ thủ trưởng cơ quan được thu hồi ủy quyền còn hiệu lực.")
        status = 422
        if form.is_valid():
            try:
                revoke_delegation(delegation_id=pk, **form.cleaned_data, **acting(request))
            except DomainError as error:
                status = show_refusal(form, error)
            else:
                messages.success(request, "Đã thu hồi ủy quyền.")
                return redirect("accounts:delegation", pk)
    context = {
        "delegation": found,
        "acts": act_labels(found),
        "mark": mark_of(found.to_position.role),
        "done": done_under(found),
        "form": form,
        "ended": ended,
        "timeline": history.events_of(kind="delegation", id=pk, limit=20),
    }
    return render(request, "accounts/delegation.html", context, status=status)
