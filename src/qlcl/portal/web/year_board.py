"""The year board: the agencies of a province by the duties of a year, on any day of it."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qlcl.duties.enums import State
from qlcl.kernel import clock
from qlcl.kernel.errors import Forbidden
from qlcl.organisations.enums import Level
from qlcl.portal.policies import can_write_to_agencies, sees_year_board
from qlcl.portal.queries.year_board import YearBoard, YearRow, year_board
from qlcl.portal.web.year_board_filters import (
    DUTY,
    FIRST_YEAR,
    SORTS,
    STATE,
    YearFilters,
    areas,
    asked_day,
    asked_year,
    chips,
)
from qlcl.portal.web.year_board_rows import province_cells, rows_html, totals_html, words
from qlcl.ui.access import signed_in
from qlcl.ui.exports import export_response
from qlcl.ui.tables import EXPORT, PAGE, address
from qlcl.ui.writing import vn_date

PAGE_SIZE = 400
YEARS = 8


def board_asked(request: HttpRequest) -> tuple[YearBoard, YearFilters, list[YearRow]]:
    """The board of the address, its filters, the agencies within them; `Forbidden` to who oversees no province."""
    if not sees_year_board(request.actor):
        raise Forbidden
    today = clock.today()
    year = asked_year(request, today)
    board = year_board(request.actor, year, asked_day(request, year, today))
    filters = YearFilters.of(request, board.columns)
    return board, filters, filters.within(board.rows)


@signed_in
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Figures on top, filters, totals by duty, one row an agency."""
    whole, filters, within = board_asked(request)
    rows = filters.narrowed(within)
    if request.GET.get(EXPORT) in {"csv", "xlsx"}:
        return _export(request, whole, rows)
    today = clock.today()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get(PAGE))
    shown = list(page.object_list)
    choosing = can_write_to_agencies(request.actor)

    def link(duty: str, state: str) -> str:
        return address(request, **{DUTY: duty, STATE: state or None, PAGE: None})

    context = {
        "board": whole,
        "title": f"Bảng năm {whole.year}",
        "today": today,
        "past": whole.day < today,
        "lead": f"{len(whole.rows)} cơ quan · {len(whole.columns)} việc trong năm · số liệu đến {vn_date(whole.day)}",
        "years": range(today.year, max(today.year - YEARS, FIRST_YEAR - 1), -1),
        "illustration": any(row.illustration for row in whole.rows),
        "stats": _stats(request, within),
        "chips": chips(request, filters, whole.rows),
        "filters": filters,
        "asked": next((c for c in whole.columns if c.code == filters.duty), None),
        "asked_state": State(filters.state).label if filters.state else "",
        "areas": areas(whole.rows),
        "states": [(s.value, s.label) for s in (State.OVERDUE, State.LATE, State.EXPLAINED, State.NOT_DUE, State.DONE)],
        "sorts": SORTS.items(),
        "page": page,
        "count": len(rows),
        "late": sum(1 for row in rows if row.overdue),
        "totals": totals_html(within, whole.columns, link) if within else "",
        "province": province_cells(whole.province),
        "body": rows_html(shown, choosing, grouped=not filters.sort),
        "choosing": choosing,
        "unasked": address(request, **{DUTY: None, STATE: None, PAGE: None}),
        "query": address(request, **{PAGE: None}),
        "kept": [(n, v) for n, v in request.GET.items() if n in {"cap", "bat-buoc"}],
        "exports": [(label, f"{address(request, **{PAGE: None})}&{EXPORT}={kind}") for label, kind in _EXPORTS],
    }
    return render(request, "portal/year_board.html", context)


_EXPORTS = (("CSV", "csv"), ("Excel", "xlsx"))


def _stats(request: HttpRequest, rows: Sequence[YearRow]) -> dict[str, object]:
    """The figures on top: of the duties that have been due or done, how many stand how."""
    states = [cell.state for row in rows for cell in row.cells if cell is not None]
    counts = {state.value: states.count(state.value) for state in State}
    due = sum(counts[s] for s in ("done", "late", "overdue", "explained"))
    urls = {f"{s}_url": address(request, **{STATE: s, DUTY: None, PAGE: None}) for s in counts}
    late = sum(1 for row in rows if row.overdue)
    owed = sum(row.owed for row in rows)
    return {**counts, **urls, "due": due, "owed": owed, "agencies": len(rows), "late_agencies": late}


def _export(request: HttpRequest, board: YearBoard, rows: list[YearRow]) -> HttpResponse:
    """CSV or Excel of what is shown, all pages: state and day of every duty."""
    headers = ["Cơ quan", "Cấp", "Địa bàn"]
    for column in board.columns:
        headers += [column.short, f"{column.short} – ngày"]
    headers += ["Số việc phải làm", "Số việc quá hạn", "Liên hệ gần nhất", "Số liệu đến ngày", "Minh họa"]
    said = words()

    def lines() -> Iterator[list[object]]:
        for row in rows:
            line: list[object] = [row.name, Level(row.level).label, row.area]
            for cell in row.cells:
                line += [said[cell.state][1], date.fromisoformat(cell.day[:10])] if cell else ["", None]
            yield [*line, row.owed, row.overdue, row.contact, board.day, "Có" if row.illustration else ""]

    return export_response(f"bang-nam-{board.year}-{board.day}", headers, lines(), request.GET[EXPORT])
