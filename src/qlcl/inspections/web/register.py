"""The register: its list and one inspection."""

from collections import Counter

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.inspections import queries
from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import recorded_provinces
from qlcl.kernel.clock import today
from qlcl.kernel.words import search
from qlcl.organisations.enums import Level
from qlcl.organisations.policies import can_manage_register, is_provincial
from qlcl.standards.queries import editions
from qlcl.ui.access import signed_in
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import Chip, Column, Table, filter_chips
from qlcl.ui.typed import year_of

_LEVELS = dict(Level.choices)
Cells = dict[tuple[int, str, str], int]

COLUMNS = (
    Column(
        "agency", "Cơ quan", "agency.name", url=lambda i: reverse("inspections:inspection", args=[i.pk]),
        order=("agency__name_sort",), fixed=True, head=True,
    ),
    Column("level", "Cấp", lambda i: _LEVELS.get(i.agency.level, ""), order=("agency__level",)),
    Column("inspected_on", "Ngày kiểm tra", "inspected_on", order=("inspected_on",)),
    Column("mode", "Hình thức", "get_mode_display", order=("mode",)),
    Column("edition", "Phiên bản tiêu chuẩn", "edition.label", order=("edition__position",)),
    Column("inspected_by", "Đơn vị kiểm tra", "inspected_by", hidden=True),
    Column("decision_number", "Số quyết định, công văn", "decision_number", hidden=True),
    ILLUSTRATION,
)  # fmt: skip


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """Inspections by year, mode, level, edition and agency."""
    given = {name: request.GET.get(name, "").strip() for name in ("nam", "hinh-thuc", "cap", "phien-ban", "q")}
    searched = _searched(queries.inspection_list(request.actor), given)
    cells = queries.cube(searched)
    table = Table(
        request,
        COLUMNS,
        _narrowed(searched, given),
        caption="Sổ kiểm tra",
        cards=True,
        known=_counted(cells, given),
        keys_first=True,
        empty="Chưa có lượt kiểm tra nào.",
        remedy="Ghi lượt kiểm tra đầu tiên, hoặc nhập từ tệp Excel.",
    )
    if table.export:
        return table.export_response("so-kiem-tra")
    return render(request, "inspections/inspections.html", {"table": table, **_filters(request, cells, given)})


def _searched(rows: QuerySet[Inspection], given: dict[str, str]) -> QuerySet[Inspection]:
    """The rows of the agency and the edition asked for."""
    if given["q"]:
        rows = search(rows, "agency__name_fold", given["q"], "agency")
    return rows.filter(edition__code=given["phien-ban"]) if given["phien-ban"] else rows


def _narrowed(rows: QuerySet[Inspection], given: dict[str, str]) -> QuerySet[Inspection]:
    """The rows of the year, mode and level asked for."""
    if year := year_of(given["nam"]):
        rows = rows.filter(inspected_on__year=year)
    if given["hinh-thuc"] in Mode.values:
        rows = rows.filter(mode=given["hinh-thuc"])
    return rows.filter(agency__level=given["cap"]) if given["cap"] in Level.values else rows


def _counted(cells: Cells, given: dict[str, str]) -> int:
    """How many inspections the year, mode and level asked for leave."""
    year = year_of(given["nam"])
    mode = given["hinh-thuc"] if given["hinh-thuc"] in Mode.values else ""
    level = given["cap"] if given["cap"] in Level.values else ""
    return sum(n for (y, m, lv), n in cells.items() if year in (None, y) and mode in ("", m) and level in ("", lv))


def _filters(request: HttpRequest, cells: Cells, given: dict[str, str]) -> dict[str, object]:
    """Chips whose counts obey the other filters."""
    wanted = (given["nam"], given["hinh-thuc"], given["cap"])
    counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    for key, n in cells.items():
        texts = [str(part) for part in key]
        for place, counter in enumerate(counts):
            if all(not w or w == t for other, (w, t) in enumerate(zip(wanted, texts, strict=True)) if other != place):
                counter[texts[place]] += n
    years, modes, levels = counts
    return {
        "years": _chips(request, "nam", [(y, f"Năm {y}", years[y]) for y in sorted(years, reverse=True)]),
        "modes": _chips(request, "hinh-thuc", [(c, str(n), modes[c]) for c, n in Mode.choices]),
        "levels": _chips(request, "cap", [(c, str(n), levels[c]) for c, n in Level.choices if levels[c]]),
        "editions": editions(),
        "given": given,
        "kept": [(name, given[name]) for name in ("nam", "hinh-thuc", "cap") if given[name]],
        "edition": given["phien-ban"],
        "may_record": bool(recorded_provinces(request.actor)),
        "may_import": any(can_manage_register(request.actor, p) for p in request.actor.oversees),
        "sees_plans": is_provincial(request.actor),
        "day": today(),
    }


def _chips(request: HttpRequest, name: str, choices: list[tuple[str, str, int]]) -> list[Chip]:
    return filter_chips(request, name, choices, total=sum(n for _code, _label, n in choices))
