"""From a selection on the year board to one draft letter."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from qlcl.duties.enums import State
from qlcl.duties.operations.draft_reminder import draft_reminder
from qlcl.kernel import clock
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.portal.policies import can_write_to_agencies
from qlcl.portal.queries.year_board import YearBoard, YearRow
from qlcl.portal.web.year_board import board_asked
from qlcl.portal.web.year_board_filters import YearFilters
from qlcl.ui.access import signed_in
from qlcl.ui.tables import address
from qlcl.ui.typed import number_of

CHOSEN, ALL = "he-thong", "tat-ca"


@signed_in
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest) -> HttpResponse:
    """Shows the agencies of the address that have something overdue; posted, drafts one letter to those chosen.

    The board posts its selection here, too; `tat-ca` stands for every agency that its filters leave.
    """
    if not can_write_to_agencies(request.actor):
        raise Forbidden
    board, filters, within = board_asked(request)
    behind = [row for row in filters.narrowed(within) if row.has(State.OVERDUE, filters.column)]
    error, status, chosen = "", 200, {row.system_id for row in behind}
    if request.method == "POST":
        posted = {number_of(text) for text in request.POST.getlist(CHOSEN)}
        chosen = chosen if request.POST.get(ALL) == "1" else chosen & posted
        try:
            drafted = draft_reminder(
                duty_ids=_overdue([row for row in behind if row.system_id in chosen], filters),
                actor=request.actor,
                on=clock.today(),
                at=clock.now(),
            )
        except DomainError as refusal:
            error, status = refusal.message, 422
        else:
            return redirect("duties:letter", letter_id=drafted.pk)
    context = {
        "board": board,
        "lines": [(row, _owed(board, row, filters)) for row in behind],
        "chosen": chosen,
        "error": error,
        "query": address(request),
        "asked": next((c.label for c in board.columns if c.code == filters.duty), ""),
    }
    return render(request, "portal/year_letter.html", context, status=status)


def _overdue(rows: Sequence[YearRow], filters: YearFilters) -> list[int]:
    """The duties a letter would name: those overdue in the column asked for, or in any."""
    return [
        cell.duty_id
        for row in rows
        for place, cell in enumerate(row.cells)
        if cell is not None and cell.state == State.OVERDUE and filters.column in (None, place)
    ]


def _owed(board: YearBoard, row: YearRow, filters: YearFilters) -> list[str]:
    return [
        column.short
        for place, (column, cell) in enumerate(zip(board.columns, row.cells, strict=True))
        if cell is not None and cell.state == State.OVERDUE and filters.column in (None, place)
    ]
