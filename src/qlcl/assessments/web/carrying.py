"""The page on which a device that carries a checklist is written off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from qlcl.assessments.models import CarriedCopy
from qlcl.assessments.operations.carry_checklist import write_off_copy
from qlcl.assessments.policies import can_conclude, visible_checklists
from qlcl.assessments.web.forms import WriteOffForm
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


@signed_in
def write_off(request: HttpRequest, copy_id: int) -> HttpResponse:
    """Concluding no longer waits for the device."""
    seen = visible_checklists(request.actor).values("pk")
    copy = CarriedCopy.objects.filter(pk=copy_id, checklist__in=seen).select_related("checklist__agency").first()
    if copy is None:
        raise Unseen
    if not can_conclude(request.actor, copy.checklist):
        raise Forbidden
    form = WriteOffForm(request.POST or None)
    back = reverse("assessments:checklist", args=[copy.checklist_id])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        write_off_copy(actor=request.actor, copy_id=copy.pk, reason=data["reason"], on=today(), at=now())
        return "Đã ghi mất bản mang theo.", back

    lead = f"{copy}. Kết luận không chờ thiết bị này nữa; nếu tìm lại được, vẫn gửi được trước khi kết luận."
    return submitted(
        request, form, "assessments/form.html", act, title="Ghi mất thiết bị", button="Ghi mất", back=back,
        lead=lead, row=copy.checklist,
    )  # fmt: skip
