"""The form that assigns a duty to one position."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from qlcl.duties.operations.assign import assign
from qlcl.duties.policies import can_assign, is_for_head_only
from qlcl.duties.queries.assigning import positions_for, with_holders
from qlcl.duties.web.changes import acted, require
from qlcl.duties.web.duty import duty_of
from qlcl.duties.web.forms import AssignForm
from qlcl.kernel import clock
from qlcl.kernel.errors import DomainError
from qlcl.ui.access import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def assigning(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Who of the agency, or of the division, shall do it."""
    duty = duty_of(request, duty_id)
    require(can_assign, request, duty)
    if is_for_head_only(duty):
        raise DomainError("head_only", "Việc này chỉ Thủ trưởng thực hiện, không phân công được; xem mục Ủy quyền.")
    day, at = clock.today(), clock.now()
    positions = with_holders(positions_for(request.actor, duty, day), day)
    form = AssignForm(request.POST or None, positions=positions, initial={"position": duty.position_id})

    def perform(given: dict[str, Any]) -> None:
        chosen = given["position"]
        key = chosen.pk if chosen else None
        assign(duty_id=duty.pk, position_id=key, note=given["note"], actor=request.actor, on=day, at=at)

    return acted(request, duty, form, "Phân công", "Giao việc", perform)
