"""The rows of the board as HTML: one format a cell, nothing else; three hundred rows take milliseconds."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from qlcl.organisations.enums import Level
from qlcl.transitions.enums import STEPS
from qlcl.transitions.queries.board import BoardRow, Cells
from qlcl.ui.states import STATES

#: Duty states without a mark of their own on the board.
_MARKS = {"cancelled": ("none", "Đã hủy")}
_LEVELS = {level.value: level.label for level in Level}


def _word(state: str) -> tuple[str, str]:
    return _MARKS.get(state) or (STATES[state].code, STATES[state].word)


def _day(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def rows_html(rows: Sequence[BoardRow], cells: Cells) -> SafeString:
    """`<tr>` for each agency: its name, twelve cells that open their duty, and how many steps are met."""
    path, duty = reverse("transitions:path", args=[0]), reverse("duties:duty", args=[0])
    path_head, path_tail = path.rsplit("0", 1)
    duty_head, duty_tail = duty.rsplit("0", 1)
    marks = {state: _word(state) for state in (*STATES, "cancelled") if state in STATES or state in _MARKS}
    none = '<td><span class="cell cell-none" title="Không áp dụng">Không áp dụng</span></td>'
    made = []
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
        made.append("".join(line))
    return mark_safe("".join(made))
