"""Forms of the three notices that follow a declaration."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.notify_department import notify_department
from qlcl.conformity.operations.post_at_office import post_at_office
from qlcl.conformity.operations.publish_on_web import publish_on_web
from qlcl.conformity.policies import can_keep
from qlcl.conformity.queries import declaration_page, standing_of, system_page
from qlcl.conformity.web.forms import FORM, NoticeForm
from qlcl.conformity.workflow import NOTICES, guards_of_notice
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.kernel.files import PAPERS, store
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted

#: Notice → the operation that records it, and what it calls the proof.
OPERATIONS: dict[str, tuple[Callable[..., Declaration], str]] = {
    "notify_department": (notify_department, "letter_number"),
    "post_at_office": (post_at_office, "place"),
    "publish_on_web": (publish_on_web, "url"),
}


@signed_in
def due(request: HttpRequest, system_id: int, code: str) -> HttpResponse:
    """Where a duty leads: to the form of the declaration that stands, else to the system."""
    standing = standing_of(system_page(request.actor, system_id), today())
    if standing.open is None:
        return redirect("conformity:system", system_id=standing.system.pk)
    return redirect("conformity:notice", declaration_id=standing.open.pk, code=code)


@signed_in
def record(request: HttpRequest, declaration_id: int, code: str) -> HttpResponse:
    """Records that a notice was given, with its proof."""
    declaration = declaration_page(request.actor, declaration_id)
    notice = NOTICES.get(code)
    if notice is None:
        raise Unseen
    if not can_keep(request.actor, declaration.system):
        raise Forbidden("Chỉ lãnh đạo, thư ký ISO của cơ quan ghi nhận việc này.")
    initial = {"on": today(), "proof": "Trụ sở cơ quan" if code == "post_at_office" else ""}
    form = NoticeForm(request.POST or None, request.FILES or None, notice=notice, initial=initial)
    back = reverse("conformity:declaration", args=[declaration.pk])
    operation, proof = OPERATIONS[code]

    def act(data: dict[str, Any]) -> tuple[str, str]:
        at = now()
        with transaction.atomic():
            upload = data["file"]
            file = store(upload, at=at, by=request.actor.signature, allowed=PAPERS) if upload else None
            operation(
                actor=request.actor,
                declaration_id=declaration.pk,
                on=data["on"],
                at=at,
                file=file,
                **{proof: data["proof"]},
            )
        return f"Đã ghi: {notice.label.lower()}.", back

    return submitted(
        request,
        form,
        FORM,
        act,
        title=notice.label,
        button="Ghi nhận",
        lead=f"{declaration.agency.name}, quyết định {declaration.label}",
        place=declaration.label,
        back=back,
        missing=guards_of_notice(request.actor, declaration, notice),
    )
