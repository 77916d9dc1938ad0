"""Forms of posts held for a time: who is in charge while the head is away, a consultant who stays longer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qlcl.accounts.operations.appoint_acting import appoint_acting
from qlcl.accounts.operations.renew_consultant import renew_consultant
from qlcl.accounts.policies import acting_post, can_grant
from qlcl.accounts.queries import appointment_by_id, people_to_put_in_charge, position_by_id, position_seen
from qlcl.accounts.web.access import signed_in
from qlcl.accounts.web.acting import acting
from qlcl.accounts.web.forms import ActingForm, RenewalForm
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.ui.submitting import submitted

FORM = "accounts/timed.html"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def put_in_charge(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is in charge of a head's position from a day until another."""
    position = position_by_id(request.actor, pk)
    post = acting_post(request.actor, position)
    if post is None:
        raise Forbidden("Chỉ thủ trưởng, khi vắng mặt, hoặc quản trị của tỉnh giao quyền, phụ trách.")
    people = people_to_put_in_charge(position, today(), deputies_only=post.role == Role.HEAD)
    initial = {"valid_from": today(), "seen": position_seen(position)}
    form = ActingForm(request.POST or None, people=people, initial=initial)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        made = appoint_acting(position_id=pk, person_id=data.pop("person"), **data, **acting(request))
        return f"Đã giao {made.person.full_name} giữ quyền {position.title}.", reverse("accounts:position", args=[pk])

    return submitted(
        request, form, FORM, act, position=position, title="Giao quyền, phụ trách", button="Giao quyền",
        lead="Trong thời hạn này, người được giao thực hiện các việc của thủ trưởng; mọi nơi ghi “Q.”.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A consultant stays longer, on a paper."""
    appointment = appointment_by_id(request.actor, pk)
    position = appointment.position
    if position.role != Role.CONSULTANT:
        raise Unseen
    if not can_grant(request.actor, position.agency, position.role):
        raise Forbidden
    form = RenewalForm(request.POST or None, initial={"seen": position_seen(position)})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        renew_consultant(appointment_id=pk, **data, **acting(request))
        return f"Đã gia hạn cho {appointment.person.full_name}.", reverse("accounts:position", args=[position.pk])

    return submitted(
        request, form, FORM, act, position=position, title="Gia hạn tư vấn", button="Gia hạn",
        lead=f"{appointment.person.full_name}: mỗi lần gia hạn là một lần ghi mới, theo văn bản mới.",
    )  # fmt: skip
