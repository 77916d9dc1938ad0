"""The page of vacant positions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.accounts.models import Position
from qlcl.accounts.policies import can_manage_people
from qlcl.duties.queries.vacancies import Vacancy, vacancies_seen
from qlcl.kernel.clock import today
from qlcl.organisations.models import Agency
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.tables import Column, Table, filter_chips
from qlcl.ui.writing import vn_date


def _since(vacancy: Vacancy) -> str:
    return vn_date(vacancy.since) if vacancy.since else "Chưa ghi nhận ai giữ"


COLUMNS = (
    Column(
        "agency",
        "Cơ quan",
        "agency_name",
        fixed=True,
        head=True,
        url=lambda v: reverse("organisations:agency", args=[v.agency_id]),
    ),
    Column("role", "Vị trí", "role_label", order=lambda v: v.role_label),
    Column("since", "Trống từ ngày", _since, order=lambda v: (v.since is not None, v.since)),
    Column(
        "alarming",
        "Mức",
        value=lambda v: "Quá thời hạn" if v.alarming else "Mới trống",
        html=lambda v: chip_html("overdue", "Quá thời hạn") if v.alarming else chip_html("soon", "Mới trống"),
    ),
)


@signed_in
@require_GET
def vacancies_page(request: HttpRequest) -> HttpResponse:
    """Vacant roles in the actor's sight, with since when; cured by appointing."""
    actor = request.actor
    found = vacancies_seen(actor, today())
    late = request.GET.get("muc", "") == "qua-han"
    table = Table(
        request,
        COLUMNS,
        [v for v in found if v.alarming or not late],
        caption="Vị trí đang trống",
        empty="Không có vị trí nào trống.",
        remedy="Thủ trưởng và thư ký ISO của mọi cơ quan đều có người giữ.",
        cards=True,
    )
    if table.export:
        return table.export_response("vi-tri-trong")
    chips = filter_chips(
        request, "muc", [("qua-han", "Quá thời hạn", sum(v.alarming for v in found))], total=len(found)
    )
    context = {"table": table, "chips": chips, "cures": _cures(request, found)}
    return render(request, "duties/vacancies.html", context)


def _cures(request: HttpRequest, found: list[Vacancy]) -> list[dict[str, object]]:
    """For who keeps one agency's people: the forms that fill what is vacant."""
    mine = request.actor.agency_ids
    own = [v for v in found if v.agency_id in mine][:10]
    if not own:
        return []
    agencies = Agency.objects.in_bulk({v.agency_id for v in own})
    empty = Position.objects.valid_on(today()).filter(agency_id__in=agencies, role__in={v.role for v in own})
    posts = {(agency, role): pk for agency, role, pk in empty.values_list("agency_id", "role", "pk")}
    cures: list[dict[str, object]] = []
    for vacancy in own:
        if can_manage_people(request.actor, agencies[vacancy.agency_id]):
            post = posts.get((vacancy.agency_id, vacancy.role))
            new = f"{reverse('accounts:position_new')}?co-quan={vacancy.agency_code}"
            url = reverse("accounts:appoint", args=[post]) if post else new
            cures.append({"label": f"Bổ nhiệm {vacancy.role_label}", "url": url})
    return cures
