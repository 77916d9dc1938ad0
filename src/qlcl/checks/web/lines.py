"""Lists of findings: all of them, by agency, of one agency; running the checks on demand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from qlcl.checks import queries
from qlcl.checks.enums import Severity
from qlcl.checks.models import CheckLine, CheckLineQuerySet
from qlcl.checks.operations.run_checks import run_checks
from qlcl.checks.policies import agencies_read, can_run, days_shown, sees_head_part, sees_lines, visible_lines
from qlcl.checks.queries import Filters
from qlcl.checks.standing import checks
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import visible_provinces
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import Column, Table, filter_chips
from qlcl.ui.typed import number_of

_LEVELS = dict(Level.choices)
#: Severity → state of its mark (`ui.states`).
MARKS = {Severity.ERROR: "overdue", Severity.WARNING: "late", Severity.INFO: "unknown"}
_STATES = (("unanswered", "Chưa trả lời"), ("answered", "Đã trả lời"), ("gone", "Đã hết"))


def mark(severity: int) -> str:
    """The mark of a severity: icon, word, colour."""
    known = Severity(severity)
    return chip_html(MARKS[known], str(known.label))


def _title(line: CheckLine) -> str:
    return checks()[line.code].title if line.code in checks() else line.code


_FACTS = (
    Column("severity", "Mức", "get_severity_display", html=lambda x: mark(x.severity), order=("severity",), fixed=True),
    Column(
        "check", "Mục rà soát", _title, url=lambda x: reverse("checks:line", args=[x.pk]), order=("code",),
        head=True, fixed=True,
    ),
    Column("facts", "Số liệu", "facts"),
    Column("since", "Từ ngày", "since", order=("since",)),
    Column("answered", "Trả lời", "answered_on", order=("answered_on",)),
    Column("answer", "Nội dung trả lời", "answer", hidden=True),
    Column("resolved", "Hết từ ngày", "resolved_on", order=("resolved_on",), hidden=True),
)  # fmt: skip
COLUMNS = (
    *_FACTS[:2],
    Column(
        "agency", "Cơ quan", "agency.short_name", order=("agency__name_sort",),
        url=lambda x: reverse("checks:agency", args=[x.agency_id]),
    ),
    Column("level", "Cấp", lambda x: _LEVELS.get(x.agency.level, ""), order=("agency__level",), hidden=True),
    *_FACTS[2:],
    ILLUSTRATION,
)  # fmt: skip
AGENCY_COLUMNS = (
    Column(
        "agency", "Cơ quan", lambda r: Agency(name=r["agency__name"]).short_name, head=True, fixed=True,
        order=lambda r: bytes(r["agency__name_sort"]), url=lambda r: reverse("checks:agency", args=[r["agency_id"]]),
    ),
    Column("level", "Cấp", lambda r: _LEVELS.get(r["agency__level"], ""), order=lambda r: r["agency__level"]),
    Column("error", str(Severity.ERROR.label), "error", numeric=True, order=lambda r: r["error"]),
    Column("warning", str(Severity.WARNING.label), "warning", numeric=True, order=lambda r: r["warning"]),
    Column("info", str(Severity.INFO.label), "info", numeric=True, order=lambda r: r["info"]),
    Column("answered", "Đã trả lời", "answered", numeric=True, order=lambda r: r["answered"]),
    Column("total", "Tổng", "total", numeric=True, order=lambda r: r["total"]),
    Column("illustration", "Minh họa", lambda r: "Có" if r["agency__illustration"] else "", hidden=True),
)  # fmt: skip


def given_filters(request: HttpRequest, agency_id: int | None = None) -> Filters:
    """The filters of the address."""
    get = request.GET.get
    return Filters(
        code=get("muc", ""),
        severity=get("muc-do", ""),
        level=get("cap", ""),
        state=get("tinh-trang", "open"),
        text=get("q", "").strip(),
        agency_id=agency_id,
    )


def filter_context(
    request: HttpRequest, seen: CheckLineQuerySet, filters: Filters, of_agency: bool = False
) -> dict[str, Any]:
    """Chips with counts that obey the other filters."""
    found = queries.counts(seen, filters)
    severities = [(str(s.value), str(s.label), found.severities[str(s.value)]) for s in Severity]
    codes = [(c.code, c.title, found.codes[c.code]) for c in checks().values() if found.codes[c.code]]
    levels = [(code, str(label), found.levels[code]) for code, label in Level.choices if found.levels[code]]
    return {
        "severities": filter_chips(request, "muc-do", severities, total=sum(found.severities.values())),
        "levels": [] if of_agency else filter_chips(request, "cap", levels, total=sum(found.levels.values())),
        "states": filter_chips(request, "tinh-trang", [(c, n, None) for c, n in _STATES], all_label="Đang có"),
        "codes": codes,
        "filters": filters,
        "kept": [(n, request.GET[n]) for n in ("muc-do", "cap", "tinh-trang") if request.GET.get(n)],
        "total": found.total,
    }


@signed_in
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every finding the actor sees, by check, severity, level, state and agency."""
    _need_sight(request)
    day, filters = today(), given_filters(request)
    shown = days_shown(request.actor, day)
    seen = visible_lines(request.actor, day, shown)
    table = Table(
        request,
        COLUMNS,
        queries.line_list(seen, filters),
        caption="Điểm rà soát",
        cards=True,
        empty="Không có điểm nào.",
        remedy="Khi có, mỗi điểm dẫn đến nơi xử lý.",
    )
    if table.export:
        return table.export_response("ra-soat")
    context = {
        "table": table,
        "day": day,
        **frame_context(request, seen, shown),
        **filter_context(request, seen, filters),
    }
    return render(request, "checks/lines.html", context)


@signed_in
@require_GET
def by_agency(request: HttpRequest) -> HttpResponse:
    """Agencies with how many findings of each severity."""
    _need_sight(request)
    day, filters = today(), given_filters(request)
    shown = days_shown(request.actor, day)
    seen = visible_lines(request.actor, day, shown)
    rows = queries.lines_by_agency(seen, filters)
    table = Table(
        request, AGENCY_COLUMNS, rows, cards=True, caption="Điểm rà soát theo cơ quan", empty="Không có điểm nào."
    )
    if table.export:
        return table.export_response("ra-soat-theo-co-quan")
    context = {
        "table": table,
        "day": day,
        **frame_context(request, seen, shown),
        **filter_context(request, seen, filters),
    }
    return render(request, "checks/lines.html", context | {"by_agency": True})


@signed_in
@require_GET
def of_agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """The findings about one agency, with their trend."""
    agency = queries.agency_seen(request.actor, agency_id)
    day, filters = today(), given_filters(request, agency_id)
    shown = days_shown(request.actor, day)
    seen = visible_lines(request.actor, day, shown).filter(agency_id=agency_id)
    table = Table(
        request,
        _FACTS,
        queries.line_list(seen, filters),
        caption=f"Điểm rà soát: {agency.short_name}",
        cards=True,
        empty="Không có điểm nào.",
    )
    if table.export:
        return table.export_response(f"ra-soat-{agency.code.lower()}")
    context = {
        "table": table,
        "day": day,
        "agency": agency,
        "own": agency_id in agencies_read(request.actor),
        "trend": queries.trend(seen, day),
        "may_run": can_run(request.actor, agency.province_id, agency_id),
        "delay": (day - until).days if (until := shown.get(agency.province_id)) else None,
        **filter_context(request, seen, filters, of_agency=True),
    }
    return render(request, "checks/agency.html", context)


@signed_in
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Runs the checks now: for one agency, or for a province."""
    given = request.POST.get("co-quan", "")
    if given:
        agency = queries.agency_seen(request.actor, number_of(given) or 0)
        province_id, agency_id, back = agency.province_id, agency.pk, reverse("checks:agency", args=[agency.pk])
    else:
        province = visible_provinces(request.actor).order_by("-valid_from", "pk").first()
        if province is None:
            raise Unseen
        province_id, agency_id, back = province.pk, None, reverse("checks:lines")
    done = run_checks(province_id=province_id, actor=request.actor, on=today(), at=now(), agency_id=agency_id)
    messages.success(
        request, f"Đã rà soát lại: {done.new} điểm mới, {done.gone} điểm đã hết, {done.standing} điểm đang có."
    )
    return redirect(back)


@signed_in
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What is looked at, why, and from which threshold on."""
    _need_sight(request)
    shown = [(check, mark(check.severity)) for check in checks().values()]
    return render(request, "checks/about.html", {"checks": shown})


def _need_sight(request: HttpRequest) -> None:
    if not sees_lines(request.actor):
        raise Forbidden("Chỉ lãnh đạo, thư ký ISO của cơ quan và cấp tỉnh xem kết quả rà soát.")


def frame_context(request: HttpRequest, seen: CheckLineQuerySet, shown: Mapping[int, date]) -> dict[str, Any]:
    """What the pages of the whole list share."""
    actor, day = request.actor, today()
    own = sorted(agencies_read(actor))
    ran = queries.last_run(actor.oversees) if actor.oversees else None
    return {
        "own_agency": own[0] if own else None,
        "ran": ran,
        "provincial": bool(actor.oversees),
        "delay": (day - max(shown.values())).days if shown else 0,
        "may_run": any(can_run(actor, province, None) for province in actor.oversees),
        "head_part": sees_head_part(actor),
        "trend": queries.trend(seen, day),
    }
