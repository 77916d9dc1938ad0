"""The rows of the year board as HTML: one format a cell, nothing else; three hundred rows take milliseconds."""

from collections.abc import Callable, Sequence
from itertools import groupby

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from qlcl.duties.enums import State
from qlcl.organisations.enums import Level
from qlcl.portal.queries.year_board import YearCell, YearColumn, YearRow
from qlcl.ui.states import STATES
from qlcl.ui.writing import vn_date, vn_number

#: So few agencies are not folded into their levels on a phone.
FEW = 12
NOT_OWED = '<td><span class="cell cell-none" title="Không phải làm">Không phải làm</span></td>'
_LEVELS = {level.value: level.label for level in Level}
#: The figures over the rows: what they count, the word, the state asked for by their link.
TOTALS = (
    ("Phải làm", ""),
    ("Đúng hạn", State.DONE.value),
    ("Xong trễ", State.LATE.value),
    ("Quá hạn", State.OVERDUE.value),
)


def words() -> dict[str, tuple[str, str]]:
    """State → (mark, word); what was cancelled has no mark of its own."""
    marks = {state: (known.code, known.word) for state, known in STATES.items()}
    return marks | {State.CANCELLED.value: ("none", "Đã hủy")}


def cell_writer() -> Callable[[YearCell | None], str]:
    """Writes a `<td>`: the state as icon, colour and words, opening the duty with its evidence."""
    marks = words()
    head, tail = reverse("duties:duty", args=[0]).rsplit("0", 1)

    def write(cell: YearCell | None) -> str:
        if cell is None:
            return NOT_OWED
        mark, word = marks[cell.state]
        on = cell.day
        text = f"{word} {on[8:10]}/{on[5:7]}/{on[:4]}"
        if cell.explained and cell.state != State.EXPLAINED:
            text += ", có giải trình"
        return f'<td><a class="cell cell-{mark}" href="{head}{cell.duty_id}{tail}" title="{text}">{text}</a></td>'

    return write


def rows_html(rows: Sequence[YearRow], choosing: bool, *, grouped: bool = True) -> SafeString:
    """A `<tbody>` for each level, where they stand in that order: a heading that folds it on a phone, then its rows."""
    parts = [list(part) for _, part in groupby(rows, key=lambda row: row.level)] if grouped else [list(rows)]
    made = []
    for part in parts:
        heading = _group_html(part, opened=len(rows) <= FEW) if grouped else ""
        made.append(f"<tbody>{heading}{_rows_html(part, choosing)}</tbody>")
    return mark_safe("".join(made))


def _group_html(rows: Sequence[YearRow], *, opened: bool) -> str:
    """The heading of a level: how many agencies, how many with something overdue. A phone alone shows it."""
    late = sum(1 for row in rows if row.overdue)
    overdue = f"<b>{vn_number(late)} có việc quá hạn</b>" if late else "không có việc quá hạn"
    said = f"{vn_number(len(rows))} cơ quan, {overdue}"
    return (
        f'<tr class="board-group"><th scope="rowgroup" colspan="{len(rows[0].cells) + 3}">'
        f'<details class="board-fold"{" open" if opened else ""}><summary>{escape(_LEVELS[rows[0].level])}: {said}'
        "</summary></details></th></tr>"
    )


def _rows_html(rows: Sequence[YearRow], choosing: bool) -> str:
    """`<tr>` for each agency: choice, name, its cells, how many are overdue, when it was last in contact.

    On a phone the cells are folded under their agency until its details are opened; no script is needed.
    """
    write = cell_writer()
    head, tail = reverse("organisations:agency", args=[0]).rsplit("0", 1)
    made = []
    for row in rows:
        name = escape(row.name)
        box = f'<input type="checkbox" name="he-thong" value="{row.system_id}" aria-label="Chọn {name}">'
        under = row.area.removeprefix("UBND ") if row.level == Level.COMMUNE and row.area else _LEVELS[row.level]
        if row.ended_on is not None:
            under += f" · đến {vn_date(row.ended_on)}"
        made.append(
            f'<tr><th scope="row">{box if choosing else ""}<span><a href="{head}{row.agency_id}{tail}">{name}</a>'
            f'<span class="sub">{escape(under)}</span></span>'
            f'<details class="row-fold"><summary>Từng việc<span class="sr"> của {name}</span></summary></details></th>'
        )
        made += [write(cell) for cell in row.cells]
        overdue = f"<b>{row.overdue}</b>" if row.overdue else "0"
        made.append(f'<td class="num">{overdue}</td><td class="num when">{vn_date(row.contact)}</td></tr>')
    return "".join(made)


def province_cells(duties: Sequence[tuple[YearColumn, YearCell | None]]) -> list[tuple[str, SafeString]]:
    """What the overseeing body owes in the year: (short label, mark that opens the duty) of what is open."""
    write = cell_writer()
    return [(c.short, mark_safe(write(cell)[4:-5])) for c, cell in duties if cell is not None]


def totals_html(rows: Sequence[YearRow], columns: Sequence[YearColumn], link: Callable[[str, str], str]) -> SafeString:
    """A line for each figure: owed, on time, late, overdue; each number opens its agencies by `link(duty, state)`."""
    cells = list(zip(*(row.cells for row in rows), strict=True)) or [()] * len(columns)
    figures = []
    for stood in cells:
        states = [cell.state for cell in stood if cell is not None and cell.state != State.CANCELLED]
        figures.append({"": len(states), **{state: states.count(state) for _, state in TOTALS[1:]}})
    made = []
    for label, state in TOTALS:
        mark = f' class="total-{state}"' if state else ""
        made.append(f'<tr class="board-total"><th scope="row">{label}</th>')
        for column, counts in zip(columns, figures, strict=True):
            made.append(f"<td{mark}>{_number(counts, state, label, column, link)}</td>")
        made.append('<td class="num"></td><td class="num"></td></tr>')
    return mark_safe("".join(made))


def _number(counts: dict[str, int], state: str, label: str, column: YearColumn, link: Callable[[str, str], str]) -> str:
    number, short = counts[state], escape(column.short)
    text = vn_number(number)
    if number:
        text = f'<a href="{escape(link(column.code, state))}" aria-label="{short}, {label.lower()}: {text}">{text}</a>'
    if state == State.DONE and counts[""]:
        text += f'<progress value="{number}" max="{counts[""]}" aria-label="{short}, đúng hạn"></progress>'
    return text
