"""The register: its list and one inspection."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.inspections import queries
from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import can_record_inspections, recorded_provinces
from qlcl.kernel import history
from qlcl.kernel.clock import today
from qlcl.kernel.words import search
from qlcl.organisations.enums import Level
from qlcl.standards.queries import editions
from qlcl.ui.access import signed_in
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import Column, Table, filter_chips

_LEVELS = dict(Level.choices)

COLUMNS = (
    Column(
        "agency", "Cơ quan", "agency.name", url=lambda i: reverse("inspections:inspection", args=[i.pk]),
        order=("agency__name_sort",), fixed=True, head=True,
    ),
    Column("level", "Cấp", lambda i: _LEVELS.get(i.agency.level, ""), order=("agency__level",)),
    Column("inspected_on", "Ngày kiểm tra", "inspected_on", order=("inspected_on",)),
    Column("mode", "Hình thức", "get_mode_display", order=("mode",)),
    Column("edition", "Phiên bản tiêu chuẩn", "edition.label", order=("edition__position",)),
    Column("inspected_by", "Đơn vị kiểm tra", "inspected_by"),
    Column("decision_number", "Số quyết định, công văn", "decision_number", hidden=True),
    ILLUSTRATION,
)  # fmt: skip


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """Inspections by year, mode, level, edition and agency."""
    given = {name: request.GET.get(name, "").strip() for name in ("nam", "hinh-thuc", "cap", "phien-ban", "q")}
    rows = _filtered(queries.inspection_list(request.actor), given)
    table = Table(
        request,
        COLUMNS,
        rows,
        caption="Sổ kiểm tra",
        cards=True,
        empty="Chưa có lượt kiểm tra nào.",
        remedy="Ghi lượt kiểm tra đầu tiên, hoặc nhập từ tệp Excel.",
    )
    if table.export:
        return table.export_response("so-kiem-tra")
    return render(request, "inspections/inspections.html", {"table": table, **_filters(request, given)})


def _filtered(rows: QuerySet[Inspection], given: dict[str, str], skip: str = "") -> QuerySet[Inspection]:
    """The rows narrowed by what the address gives, but for the filter `skip`."""
    year, mode, level, edition, text = given.values()
    if text:
        rows = search(rows, "agency__name_fold", text, "agency")
    if year.isdigit() and skip != "nam":
        rows = rows.filter(inspected_on__year=int(year[:4]))
    if mode in Mode.values and skip != "hinh-thuc":
        rows = rows.filter(mode=mode)
    if level in Level.values and skip != "cap":
        rows = rows.filter(agency__level=level)
    return rows.filter(edition__code=edition) if edition else rows


def _filters(request: HttpRequest, given: dict[str, str]) -> dict[str, object]:
    """Chips whose counts obey the other filters."""
    every = queries.inspection_list(request.actor)
    years = [(str(y), f"Năm {y}", n) for y, n in queries.counts_by_year(_filtered(every, given, "nam"))]
    modes = queries.counts_by(_filtered(every, given, "hinh-thuc"), "mode")
    levels = queries.counts_by(_filtered(every, given, "cap"), "agency__level")
    return {
        "years": filter_chips(request, "nam", years, total=sum(n for _y, _l, n in years)),
        "modes": filter_chips(
            request, "hinh-thuc", [(c, str(n), modes.get(c, 0)) for c, n in Mode.choices], total=sum(modes.values())
        ),
        "levels": filter_chips(
            request,
            "cap",
            [(c, str(n), levels[c]) for c, n in Level.choices if levels.get(c)],
            total=sum(levels.values()),
        ),
        "editions": editions(),
        "given": given,
        "kept": [(name, given[name]) for name in ("nam", "hinh-thuc", "cap") if given[name]],
        "edition": given["phien-ban"],
        "may_record": bool(recorded_provinces(request.actor)),
        "day": today(),
    }


@signed_in
def detail(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """One inspection and what happened to it."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    others = queries.inspection_list(request.actor).filter(agency=inspection.agency).exclude(pk=inspection.pk)
    context = {
        "inspection": inspection,
        "others": others[:10],
        "events": history.events_of(kind="inspection", id=inspection.pk, limit=12),
        "may_record": can_record_inspections(request.actor, inspection.province_id),
    }
    return render(request, "inspections/inspection.html", context)
