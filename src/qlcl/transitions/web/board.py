"""The campaign board: agencies by steps, on any day."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qlcl.kernel import clock
from qlcl.organisations.enums import Level
from qlcl.organisations.policies import oversees
from qlcl.transitions.enums import STEPS
from qlcl.transitions.models import Campaign
from qlcl.transitions.policies import can_lead_campaign
from qlcl.transitions.queries import campaign_page
from qlcl.transitions.queries.board import BoardRow, Summary, cells_of, rows_seen
from qlcl.transitions.queries.remembered import summary_on
from qlcl.transitions.web.board_filters import LATE, PAGE, SORTS, Filters, chips, day_asked
from qlcl.transitions.web.board_rows import options_html, rows_html
from qlcl.transitions.web.leads import lead_of
from qlcl.ui.access import signed_in
from qlcl.ui.exports import export_response
from qlcl.ui.states import STATES
from qlcl.ui.tables import EXPORT, address

PAGE_SIZE = 300


@signed_in
@require_GET
def board(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The board: figures on top, filters, totals by step, one row an agency; up to 300 rows on a page."""
    campaign = campaign_page(request.actor, campaign_id)
    today = clock.today()
    day = day_asked(request, campaign, today)
    whole = summary_on(campaign, day)
    seen = rows_seen(request.actor, campaign, whole)
    summary = whole if seen is whole.rows else Summary(tuple(seen), (), ())
    filters = Filters.of(request)
    rows = filters.apply(seen)
    if request.GET.get(EXPORT) in {"csv", "xlsx"}:
        return _export(request, campaign, rows, day)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get(PAGE))
    shown = list(page.object_list)
    context = {
        "campaign": campaign,
        "lead": lead_of(campaign, len(summary.rows), day),
        "day": day,
        "today": today,
        "summary": summary,
        "whole": oversees(request.actor, campaign.province_id),
        "levels": _levels(summary),
        "declared": summary.declared,
        "late_url": address(request, **{LATE: "1", PAGE: None}),
        "chips": chips(request, filters, summary),
        "filters": filters,
        "areas": options_html(summary.areas, filters.area) if len(summary.areas) > 1 else "",
        "sorts": SORTS.items(),
        "page": page,
        "totals": _totals(whole) if seen is whole.rows else [],
        "steps": STEPS,
        "body": rows_html(shown, whole.lines, lambda systems: cells_of(campaign, systems, day)),
        "may_lead": can_lead_campaign(request.actor, campaign.province_id),
        "kept": [(name, value) for name, value in request.GET.items() if name in {LATE, "tu-van", "cap"}],
        "exports": [(label, f"{address(request, **{PAGE: None})}&{EXPORT}={kind}") for label, kind in _EXPORTS],
    }
    return render(request, "transitions/board.html", context)


_EXPORTS = (("CSV", "csv"), ("Excel", "xlsx"))


def _levels(summary: Summary) -> list[tuple[str, int, int]]:
    return [(Level(level).label.lower(), done, total) for level, (done, total) in summary.levels.items()]


def _totals(summary: Summary) -> list[tuple[str, int, int]]:
    return [
        (step.label, met, late)
        for step, met, late in zip(STEPS, summary.met_by_step, summary.overdue_by_step, strict=True)
    ]


def _export(request: HttpRequest, campaign: Campaign, rows: list[BoardRow], day: object) -> HttpResponse:
    """CSV or Excel of what is shown, all pages: state and day of every step."""
    headers = ["Cơ quan", "Cấp", "Địa bàn"]
    for step in STEPS:
        headers += [step.short, f"{step.short} – ngày"]
    headers += ["Số bước đã xong", "Số bước quá hạn", "Số liệu đến ngày", "Minh họa"]
    words = {code: state.word for code, state in STATES.items()} | {"cancelled": "Đã hủy"}

    def lines():
        for start in range(0, len(rows), 2000):
            part = rows[start : start + 2000]
            cells = cells_of(campaign, [row.system_id for row in part], day)  # type: ignore[arg-type]
            for row in part:
                line: list[object] = [row.name, Level(row.level).label, row.area]
                for cell in cells[row.system_id]:
                    line += [words[cell[1]], _shown(cell[2])] if cell else ["", ""]
                yield [*line, row.met, row.late, day, "Có" if campaign.illustration else ""]

    return export_response(f"bang-chuyen-doi-{campaign.code}-{day}", headers, lines(), request.GET[EXPORT])


def _shown(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"
