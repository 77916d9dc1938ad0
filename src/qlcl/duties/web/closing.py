"""Closing a duty by hand, with last year's beside; or confirming that nothing changed since."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.duties.operations.confirm_unchanged import confirm_unchanged
from qlcl.duties.policies import can_close_by_hand
from qlcl.duties.queries.previous import previous_done
from qlcl.duties.web.changes import acted, require
from qlcl.duties.web.decisions import closing_initial
from qlcl.duties.web.duty import duty_of
from qlcl.duties.web.forms import CloseForm
from qlcl.kernel import clock
from qlcl.kernel.files import PAPERS, store
from qlcl.ui.access import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Closing by hand: date, name, evidence; a yearly duty begins with last year's words."""
    duty = duty_of(request, duty_id)
    require(can_close_by_hand, request, duty)
    today, at = clock.today(), clock.now()
    previous = previous_done(duty)
    initial = closing_initial(duty, previous, request.actor, today)
    form = CloseForm(request.POST or None, request.FILES or None, initial=initial)

    def perform(given: dict[str, Any]) -> None:
        upload = given["evidence"]
        with transaction.atomic():
            file = store(upload, at=at, by=request.actor.signature, allowed=PAPERS) if upload else None
            closing = HandClosing(duty.pk, given["done_on"], given["done_by"], file, given["note"])
            close_by_hand(closings=[closing], actor=request.actor, on=today, at=at)

    unchanged = previous is not None and duty.rule is not None and duty.rule.may_confirm_unchanged
    shown = {"previous": previous, "may_confirm": unchanged and not duty.closed_on}
    return acted(
        request, duty, form, "Ghi nhận hoàn thành", "Ghi nhận", perform, template="duties/closing.html", **shown
    )


@signed_in
@require_POST
def unchanged(request: HttpRequest, duty_id: int) -> HttpResponse:
    """One click: what stood last year still stands. One duty at a time; what is refused becomes a page."""
    duty = duty_of(request, duty_id)
    confirm_unchanged(duty_id=duty.pk, actor=request.actor, on=clock.today(), at=clock.now())
    messages.success(request, f"Đã xác nhận không thay đổi: {duty.label}.")
    return redirect("duties:duty", duty_id=duty.pk)
