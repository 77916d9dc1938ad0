"""The list of declarations."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from qlcl.conformity import queries
from qlcl.conformity.enums import State
from qlcl.conformity.queries import Filters
from qlcl.conformity.web.columns import COLUMNS, LEVELS, METHODS
from qlcl.kernel.clock import today
from qlcl.organisations.enums import COUNTED_LEVELS
from qlcl.organisations.policies import can_manage_register
from qlcl.standards.queries import editions
from qlcl.ui.access import signed_in
from qlcl.ui.tables import Table, filter_chips

STATES = [(State.IN_FORCE, "Còn hiệu lực"), (State.PAST, "Hết hiệu lực")]


def filters_of(given: QueryDict) -> Filters:
    """What the address narrows the list to; anything unknown is ignored."""
    year, state, level = (given.get(name, "").strip() for name in ("nam", "tinh-trang", "cap"))
    method = given.get("phuong-thuc", "")
    return Filters(
        text=given.get("q", "").strip()[:200],
        level=level if level in LEVELS else "",
        edition=given.get("phien-ban", "")[:40],
        year=int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None,
        state=state if state in {State.IN_FORCE, State.PAST} else "",
        prepared_by=method if method in {*METHODS, "unknown"} else "",
    )


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """Declarations by level, edition, year, state, method and words; as CSV and Excel too."""
    day, filters = today(), filters_of(request.GET)
    table = Table(
        request,
        COLUMNS,
        queries.declaration_list(request.actor, filters, day),
        caption="Công bố phù hợp tiêu chuẩn",
        default="-signed_on",
        empty="Không có công bố nào.",
        remedy="Đổi bộ lọc, hoặc nhập hồ sơ công bố từ tệp Excel.",
        cards=True,
    )
    if table.export:
        return table.export_response("cong-bo")
    context = {
        "table": table,
        "filters": filters,
        "day": day,
        "levels": filter_chips(request, "cap", [(str(v), LEVELS[v], None) for v in COUNTED_LEVELS]),
        "states": filter_chips(request, "tinh-trang", [(str(v), label, None) for v, label in STATES]),
        "editions": editions(),
        "methods": [*((k, v) for k, v in METHODS.items() if k), ("unknown", METHODS[""])],
        "years": queries.years_declared(request.actor),
        "may_import": any(can_manage_register(request.actor, p) for p in request.actor.oversees),
    }
    return render(request, "conformity/declarations.html", context)
