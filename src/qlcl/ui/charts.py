"""Charts drawn on the server as SVG: shapes carry classes, never styles; each has its table beside it."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from qlcl.ui.writing import vn_number

Figure = int | float | Decimal | None
#: A series: its name and one figure a label.
Series = tuple[str, Sequence[Figure]]

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 18, 46


def bars(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    stacked: bool = False,
    unit: str = "",
    places: int | None = None,
) -> SafeString:
    """Grouped (or stacked) bars; a missing figure leaves its place empty and is «–» in the table."""
    top = _top([_sum(column) for column in _columns(series)] if stacked else _figures(series))
    parts = [_grid(top, unit)]
    step = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    for index, column in enumerate(_columns(series)):
        parts.append(_stack(index, column, step, top) if stacked else _group(index, column, step, top, places))
    parts.append(_names(labels, step))
    return _figure(title, labels, series, "".join(parts), unit, places, line=False)


def lines(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    places: int | None = None,
) -> SafeString:
    """One line a series, told apart by colour and dashes; a missing figure breaks the line."""
    top = _top(_figures(series))
    step = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    parts = [_grid(top, unit)]
    for number, (_, figures) in enumerate(series):
        spots = [(LEFT + step * (i + 0.5), _y(f, top)) if f is not None else None for i, f in enumerate(figures)]
        parts.append(f'<path class="l{number % 5}" d="{_path(spots)}"/>')
        parts.extend(
            f'<circle class="s{number % 5}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in filter(None, spots)
        )
    parts.append(_names(labels, step))
    return _figure(title, labels, series, "".join(parts), unit, places, line=True)


def sparkline(figures: Sequence[Figure], label: str) -> SafeString:
    """A small trend for a cell of a table; `label` says it in words."""
    top = max((float(f) for f in figures if f is not None), default=0) or 1.0
    step = 88 / max(len(figures) - 1, 1)
    spots = [(4 + step * i, 21 - 18 * float(f) / top) if f is not None else None for i, f in enumerate(figures)]
    known = [s for s in spots if s]
    end = f'<circle cx="{known[-1][0]:.1f}" cy="{known[-1][1]:.1f}" r="2.6"/>' if known else ""
    head = f'<svg class="spark" viewBox="0 0 96 24" role="img" aria-label="{escape(label)}">'
    return mark_safe(f'{head}<path d="{_path(spots)}"/>{end}</svg>')


def _bar(number: int, x: float, y: float, width: float, height: float) -> str:
    """A bar of the series with that number."""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(height, 0.5):.1f}"'
    return f'<rect class="s{number % 5}" {place} rx="2"/>'


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "middle") -> str:
    """A text of the drawing."""
    marked = f' class="{kind}"' if kind else ""
    return f'<text{marked} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _group(index: int, column: Sequence[Figure], step: float, top: float, places: int | None) -> str:
    width = min(46.0, step * 0.72 / max(len(column), 1))
    start = LEFT + step * (index + 0.5) - width * len(column) / 2
    made = []
    for number, figure in enumerate(column):
        if figure is None:
            continue
        x, y = start + width * number, _y(figure, top)
        made.append(_bar(number, x + 1, y, width - 2, _base() - y))
        if width >= 22:
            made.append(_text(x + width / 2, y - 5, vn_number(figure, places), "value"))
    return "".join(made)


def _stack(index: int, column: Sequence[Figure], step: float, top: float) -> str:
    width = min(64.0, step * 0.64)
    x, reached, made = LEFT + step * (index + 0.5) - width / 2, 0.0, []
    for number, figure in enumerate(column):
        if not figure:
            continue
        low, high = _y(reached, top), _y(reached + float(figure), top)
        made.append(_bar(number, x, high, width, low - high - 1))
        reached += float(figure)
    total = _text(x + width / 2, _y(reached, top) - 5, vn_number(_sum(column)), "value")
    return "".join([*made, total])


def _grid(top: float, unit: str) -> str:
    made = []
    for part in range(5):
        y = _y(top * part / 4, top)
        kind = "axis" if part else "base"
        made.append(f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        figure = top * part / 4
        text = vn_number(int(figure) if figure == int(figure) else round(figure, 1))
        made.append(_text(LEFT - 7, y + 4, text, anchor="end"))
    return "".join(made)


def _names(labels: Sequence[str], step: float) -> str:
    """Labels under the axis, broken in two lines where they are long; every n-th where there are many."""
    every = max(1, -(-len(labels) // 24))
    made = []
    for index, label in enumerate(labels):
        if index % every:
            continue
        x = LEFT + step * (index + 0.5)
        for line, text in enumerate(_wrap(str(label), int(step * every / 6.9))):
            made.append(_text(x, _base() + 17 + 14 * line, text))
    return "".join(made)


def _wrap(text: str, room: int) -> list[str]:
    if len(text) <= room:
        return [text]
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= 2 else [lines[0], lines[1][: max(room - 1, 1)] + "…"]


def _path(spots: Sequence[tuple[float, float] | None]) -> str:
    made, before = [], None
    for spot in spots:
        if spot:
            made.append(f"{'L' if before else 'M'}{spot[0]:.1f} {spot[1]:.1f}")
        before = spot
    return "".join(made)


def _columns(series: Sequence[Series]) -> list[list[Figure]]:
    return [list(column) for column in zip(*(figures for _, figures in series), strict=True)]


def _figures(series: Sequence[Series]) -> list[Figure]:
    return [f for _, figures in series for f in figures]


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((Decimal(str(f)) for f in figures if f is not None), Decimal(0))


def _top(figures: Sequence[Figure]) -> float:
    """A round end of the axis above the greatest figure: 1, 2, 4, 5 or 8 times a power of ten."""
    greatest = max((float(f) for f in figures if f is not None), default=0)
    power = 1.0
    while power * 10 <= greatest:
        power *= 10
    while greatest and power > greatest:
        power /= 10
    return next((m * power for m in (1, 2, 4, 5, 8, 10) if m * power >= greatest), power * 10) or 1.0


def _base() -> float:
    return HEIGHT - BOTTOM


def _y(figure: Figure, top: float) -> float:
    return _base() - (_base() - TOP) * float(figure or 0) / top


def _figure(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    shapes: str,
    unit: str,
    places: int | None,
    *,
    line: bool,
) -> SafeString:
    """The drawing with its key, its text alternative and its table."""
    rows = [
        (label, [vn_number(f, places) for f in column]) for label, column in zip(labels, _columns(series), strict=True)
    ]
    context = {
        "title": title,
        "unit": unit,
        "names": [name for name, _ in series],
        "rows": rows,
        "shapes": mark_safe(shapes),
        "line": line,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return mark_safe(render_to_string("ui/parts/chart.html", context))
