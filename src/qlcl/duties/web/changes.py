"""Forms that explain and move a duty; what every form about a duty does."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from qlcl.duties.models import Duty
from qlcl.duties.operations.explain import explain
from qlcl.duties.operations.reschedule import reschedule
from qlcl.duties.policies import can_explain, can_reschedule
from qlcl.duties.web.duty import duty_of
from qlcl.duties.web.forms import ExplainForm, MoveForm
from qlcl.kernel import clock
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.ui.access import signed_in


def acted(
    request: HttpRequest,
    duty: Duty,
    form: forms.Form,
    title: str,
    button: str,
    perform: Callable[[dict[str, Any]], object],
    template: str = "duties/form.html",
    **more: Any,
) -> HttpResponse:
    """Shows the form, or performs the act and returns to the duty; a refusal stands on the form."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    perform(form.cleaned_data)
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
                status = error.status
            else:
                messages.success(request, f"Đã ghi: {duty.label}.")
                return redirect("duties:duty", duty_id=duty.pk)
    context = {"duty": duty, "form": form, "title": title, "button": button, **more}
    return render(request, template, context, status=status)


def require(allowed: Callable[[Actor, Duty], bool], request: HttpRequest, duty: Duty) -> None:
    """Refuses who may not."""
    if not allowed(request.actor, duty):
        raise Forbidden


@signed_in
@require_http_methods(["GET", "POST"])
def explanation(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Explaining why it was not done in time."""
    duty = duty_of(request, duty_id)
    require(can_explain, request, duty)

    def perform(given: dict[str, Any]) -> None:
        explain(duty_id=duty.pk, **given, actor=request.actor, on=clock.today(), at=clock.now())

    return acted(request, duty, ExplainForm(request.POST or None), "Giải trình", "Ghi giải trình", perform)


@signed_in
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Moving the day by which it is due."""
    duty = duty_of(request, duty_id)
    require(can_reschedule, request, duty)
    form = MoveForm(request.POST or None, initial={"due_on": duty.due_on})

    def perform(given: dict[str, Any]) -> None:
        reschedule(duty_id=duty.pk, **given, actor=request.actor, on=clock.today(), at=clock.now())

    return acted(request, duty, form, "Điều chỉnh hạn", "Điều chỉnh", perform)
