"""The pages of the team and of the programme: each written as a whole table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qlcl.inspections.conditions import missing_conditions
from qlcl.inspections.enums import Status, TeamRole
from qlcl.inspections.models import Inspection, Inspector, ProgrammeLine
from qlcl.inspections.operations.decide import Session, set_programme
from qlcl.inspections.operations.set_team import Membership, set_team
from qlcl.inspections.policies import can_lead
from qlcl.inspections.programme_draft import draft_programme
from qlcl.inspections.queries.cases import double_bookings, team_of, team_standing
from qlcl.inspections.web.case_acts import case_for, page_of
from qlcl.inspections.web.case_forms import MemberForm, SessionForm
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Stale
from qlcl.ui.access import signed_in

BLANK_ROWS = 3


class ReasonedForm(forms.Form):
    """What goes with a whole table: why, after the decision; the last event it knew."""

    reason = forms.CharField(label="Lý do thay đổi", max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, reasoned: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reasoned:
            del self.fields["reason"]


@signed_in
def team(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Who is in the team, as what, for which tasks."""
    inspection = case_for(request, inspection_id)
    day = max(inspection.planned_from or today(), today())
    members = team_of(inspection)
    people = _people(inspection, day)
    rows = formset_factory(MemberForm, extra=BLANK_ROWS, max_num=60, absolute_max=60)
    formset = rows(
        request.POST or None, prefix="tv", form_kwargs={"people": people},
        initial=[{"inspector": m.inspector_id, "role": m.role, "tasks": m.tasks} for m in members] or _first_roles(),
    )  # fmt: skip
    form = _reasoned(request, inspection, reasoned=inspection.status != Status.PLANNED)

    def act(reason: str, seen: int) -> str:
        wanted = [
            Membership(row["inspector"], row["role"], row["tasks"])
            for row in formset.cleaned_data
            if row.get("inspector")
        ]
        set_team(
            actor=request.actor, inspection_id=inspection.pk, members=wanted, reason=reason, on=today(), at=now(),
            seen=seen,
        )  # fmt: skip
        return "Đã lưu Đoàn kiểm tra."

    return _whole(
        request, inspection, "inspections/case_team.html", formset, form, act,
        standing=team_standing(inspection, day), doubles=double_bookings(inspection, members), day=day,
    )  # fmt: skip


def _first_roles() -> list[dict[str, str]]:
    return [{"role": TeamRole.LEADER}, {"role": TeamRole.SECRETARY}]


def _people(inspection: Inspection, day: date) -> list[tuple[str, str]]:
    """Those of the province's register who have not left it, with what speaks against them."""
    rows = Inspector.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day), province=inspection.province_id
    )
    return [(str(row.pk), _named(row, day)) for row in rows.select_related("agency").order_by("name_sort", "pk")]


def _named(row: Inspector, day: date) -> str:
    home = f"chuyên gia, {row.expert_of}" if row.expert_of else (row.agency.short_name if row.agency else "")
    lacking = " – chưa đủ điều kiện" if missing_conditions(row, day) else ""
    return f"{row.full_name} ({home}){lacking}"


@signed_in
def programme(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """When, what, where, by whom; a usual programme stands there first."""
    inspection = case_for(request, inspection_id, can_lead)
    lines = list(ProgrammeLine.objects.filter(inspection=inspection))
    names = ("held_on", "hours", "content", "place", "members")
    initial: Sequence[dict[str, Any]] = [{name: getattr(line, name) for name in names} for line in lines]
    drafted = not initial
    if drafted and request.method != "POST":
        sessions = draft_programme(inspection, team_of(inspection), today())
        initial = [{name: getattr(session, name) for name in names} for session in sessions]
    rows = formset_factory(SessionForm, extra=BLANK_ROWS, max_num=100, absolute_max=100)
    formset = rows(request.POST or None, prefix="ct", initial=initial)
    form = _reasoned(request, inspection, reasoned=False)

    def act(reason: str, seen: int) -> str:
        sessions = [Session(**row) for row in formset.cleaned_data if row.get("content")]
        set_programme(
            actor=request.actor, inspection_id=inspection.pk, sessions=sessions, on=today(), at=now(), seen=seen
        )
        return "Đã lưu chương trình kiểm tra."

    return _whole(request, inspection, "inspections/case_programme.html", formset, form, act, drafted=drafted)


def _reasoned(request: HttpRequest, inspection: Inspection, *, reasoned: bool) -> ReasonedForm:
    initial = {"seen": history.last_event_id("inspection", inspection.pk)}
    return ReasonedForm(request.POST or None, initial=initial, reasoned=reasoned)


def _whole(
    request: HttpRequest,
    inspection: Inspection,
    template: str,
    formset: Any,
    form: ReasonedForm,
    act: Any,
    **context: Any,
) -> HttpResponse:
    """Tries the table; what the domain refuses stands above it (422, 409)."""
    status, back = 200, page_of(inspection, "doan")
    if request.method == "POST":
        status = 422
        if formset.is_valid() and form.is_valid():
            try:
                said = act(form.cleaned_data.get("reason", ""), form.cleaned_data["seen"] or 0)
            except DomainError as refused:
                if refused.status in {403, 404}:
                    raise
                form.add_error(refused.field if refused.field in form.fields else None, refused.message)
                status = 409 if isinstance(refused, Stale) else 422
            else:
                messages.success(request, said)
                return redirect(back)
    values = {"inspection": inspection, "formset": formset, "form": form, "back": back, **context}
    return render(request, template, values, status=status)
