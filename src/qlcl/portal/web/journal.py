"""The journal of a province: every act in its chain, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.kernel import history
from qlcl.kernel.errors import Forbidden
from qlcl.organisations.queries import visible_provinces
from qlcl.ui.access import signed_in

PAGE = 40


@signed_in
def journal(request: HttpRequest) -> HttpResponse:
    """The acts of one province that the actor oversees; the systems have journals of their own."""
    provinces = list(visible_provinces(request.actor).order_by("name_sort"))
    if not provinces:
        raise Forbidden("Nhật ký toàn tỉnh dành cho cơ quan quản lý cấp tỉnh; cơ quan xem nhật ký hệ thống của mình.")
    chosen = next((p for p in provinces if p.code == request.GET.get("tinh")), provinces[0])
    before = request.GET.get("truoc", "")
    events = history.events_of(
        chain=history.province_chain(chosen.pk),
        limit=PAGE + 1,
        before=int(before) if before.isdecimal() and len(before) < 18 else None,
        with_changes=False,
    )
    context = {"provinces": provinces, "chosen": chosen, "events": events[:PAGE], "more": len(events) > PAGE}
    return render(request, "portal/journal.html", context)
