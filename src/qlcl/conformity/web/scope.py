"""The form of a system's scope."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from qlcl.conformity.models import Scope
from qlcl.conformity.operations.define_scope import define_scope
from qlcl.conformity.policies import can_keep
from qlcl.conformity.queries import items_of, system_page
from qlcl.conformity.web.forms import FORM, ScopeForm
from qlcl.conformity.workflow import guards_of_define_scope
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


@signed_in
def define(request: HttpRequest, system_id: int) -> HttpResponse:
    """A new version of the scope, prefilled with the one that stands."""
    system = system_page(request.actor, system_id)
    if not can_keep(request.actor, system):
        raise Forbidden("Chỉ lãnh đạo, thư ký ISO của cơ quan được xác định phạm vi áp dụng.")
    latest = Scope.objects.filter(system=system).order_by("-version").first()
    lines = "\n".join(
        " | ".join((i.field, i.procedure, i.procedure_code, i.process_code)).rstrip(" |") for i in items_of(latest)
    )
    initial = {"decided_on": today(), "lines": lines, "version": latest.version if latest else 0}
    form = ScopeForm(request.POST or None, initial=initial)
    back = reverse("conformity:system", args=[system.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        made = define_scope(
            actor=request.actor,
            system_id=system.pk,
            lines=data["lines"],
            note=data["note"],
            on=data["decided_on"],
            at=now(),
            expected_version=data["version"],
        )
        return f"Đã ghi phạm vi lần {made.version}.", back

    return submitted(
        request,
        form,
        FORM,
        act,
        title="Xác định phạm vi áp dụng",
        button="Ghi phạm vi",
        lead=system.holder.name,
        back=back,
        missing=guards_of_define_scope(request.actor, system, today()),
    )
