"""What is overdue or soon due, to print; officers select from it what a letter is to name."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.duties.links import role_name
from qlcl.duties.models import Duty
from qlcl.duties.queries.due import due_list
from qlcl.kernel import clock
from qlcl.kernel.clock import time_left
from qlcl.kernel.errors import Unseen
from qlcl.organisations.models import Agency
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.queries import visible_agencies
from qlcl.ui.access import signed_in
from qlcl.ui.tables import filter_chips

PAGE_SIZE = 50


def _agency(request: HttpRequest) -> Agency | None:
    given = request.GET.get("co-quan", "")
    if not given:
        return None
    agency = visible_agencies(request.actor).filter(pk=int(given[:18]) if given.isdecimal() else 0).first()
    if agency is None:
        raise Unseen
    return agency


def _line(duty: Duty, days: int) -> dict[str, object]:
    return {
        "duty": duty,
        "owed_by": duty.position.title if duty.position else role_name(duty),
        "page": reverse("duties:duty", args=[duty.pk]),
        "overdue": days < 0,
        "state": "overdue" if days < 0 else "soon" if days <= 7 else "not_due",
        "word": time_left(days),
    }


@signed_in
@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """Open duties overdue or due within 30 days: of one agency, of the actor's positions, or of all he sees."""
    actor, day, agency = request.actor, clock.today(), _agency(request)
    mine, overdue = request.GET.get("cua") == "toi", request.GET.get("loc") == "qua-han"
    duties = due_list(actor, day, agency_id=agency.pk if agency else None, mine=mine, overdue=overdue)
    page = Paginator(duties, PAGE_SIZE).get_page(request.GET.get("trang"))
    lines = [_line(duty, (duty.due_on - day).days) for duty in page.object_list]
    whole = "Mọi cơ quan" if actor.oversees else "Của cơ quan"
    officer = any(can_manage_register(actor, province_id) for province_id in actor.oversees)
    context = {
        "page": page,
        "lines": lines,
        "day": day,
        "agency": agency,
        "mine": mine,
        "several": agency is None and (bool(actor.oversees) or len(actor.agency_ids) > 1),
        "may_draft": officer and any(line["overdue"] for line in lines),
        "scopes": filter_chips(request, "cua", [("toi", "Của vị trí tôi giữ", None)], all_label=whole),
        "kinds": filter_chips(request, "loc", [("qua-han", "Quá hạn", None)], all_label="Quá hạn và trong 30 ngày"),
    }
    return render(request, "duties/due.html", context)
