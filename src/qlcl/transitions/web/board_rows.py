"""The rows of the board as HTML: one format a cell, nothing else; each is made once for as long as it holds."""

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from qlcl.organisations.enums import Level
from qlcl.transitions.enums import STEPS
from qlcl.transitions.queries.board import BoardRow, Cells
from qlcl.ui.states import STATES
from qlcl.ui.writing import vn_number

#: So many rows are kept of a board: two pages, some 2 MB.
KEPT = 600
#: Duty states without a mark of their own on the board.
_MARKS = {"cancelled": ("none", "Đã hủy")}
_LEVELS = {level.value: level.label for level in Level}


def _word(state: str) -> tuple[str, str]:
    return _MARKS.get(state) or (STATES[state].code, STATES[state].word)


def _day(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def rows_html(rows: Sequence[BoardRow], lines: dict[int, str], cells_of: Callable[[list[int]], Cells]) -> SafeString:
    """`<tr>` for each agency; those not among `lines` are made, from cells read for them alone, and kept there."""
    fresh = [row for row in rows if row.system_id not in lines]
    if len(lines) + len(fresh) > KEPT:
        lines.clear()
        fresh = list(rows)
    if fresh:
        lines |= _lines(fresh, cells_of([row.system_id for row in fresh]))
    return mark_safe("".join([lines[row.system_id] for row in rows]))


def options_html(areas: Iterable[tuple[int, str, int]], chosen: int) -> SafeString:
    """`<option>` for each area with its number of agencies."""
    made = []
    for area, name, count in areas:
        mark = " selected" if area == chosen else ""
        made.append(f'<option value="{area}"{mark}>{escape(name)} ({vn_number(count)})</option>')
    return mark_safe("".join(made))


def _lines(rows: Sequence[BoardRow], cells: Cells) -> dict[int, str]:
    """By system: its name, twelve cells that open their duty, and how many steps are met."""
    path, duty = reverse("transitions:path", args=[0]), reverse("duties:duty", args=[0])
    path_head, path_tail = path.rsplit("0", 1)
    duty_head, duty_tail = duty.rsplit("0", 1)
    marks = {state: _word(state) for state in (*STATES, "cancelled") if state in STATES or state in _MARKS}
    none = '<td><span class="cell cell-none" title="Không áp dụng">Không áp dụng</span></td>'
    made = {}
    for row in rows:
        line = [
            f'<tr><th scope="row"><a href="{path_head}{row.enrolment_id}{path_tail}">{escape(row.name)}</a>'
            f'<span class="sub">{_LEVELS[row.level]}</span></th>'
        ]
        for cell in cells[row.system_id]:
            if cell is None:
                line.append(none)
                continue
            pk, state, day = cell
            mark, word = marks[state]
            text = f"{word} {_day(day)}"
            line.append(
                f'<td><a class="cell cell-{mark}" href="{duty_head}{pk}{duty_tail}" title="{text}">{text}</a></td>'
            )
        line.append(f'<td class="num">{row.met}/{len(STEPS)}</td></tr>')
        made[row.system_id] = "".join(line)
    return made
