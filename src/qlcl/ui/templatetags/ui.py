"""The components as template tags; built into every template, shown at /thanh-phan."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from qlcl.ui import charts, writing
from qlcl.ui.cells import cell_html, chip_html
from qlcl.ui.states import STATES
from qlcl.ui.tables import Table

register = template.Library()
register.filter("vn_date", writing.vn_date)
register.filter("vn_number", writing.vn_number)
register.filter("percent", writing.percent)
register.filter("moment", writing.moment)
register.filter("written", writing.written)
register.simple_tag(cell_html, name="cell")
register.simple_tag(chip_html, name="chip")
register.simple_tag(charts.bars, name="bar_chart")
register.simple_tag(charts.lines, name="line_chart")
register.simple_tag(charts.sparkline, name="sparkline")

#: Parameters of a list that hide no row.
NO_FILTERS = frozenset({"xep", "trang", "cot", "xuat"})


@register.filter
def told(entry: Any) -> str:
    """What an entry of a timeline says after the name of its act; the name is not said twice."""
    act = str(getattr(entry, "act_label", "") or "")
    summary = str(getattr(entry, "summary", "") or "")
    rest = summary.removeprefix(act).lstrip(" :–") if act else summary
    named = bool(act or getattr(entry, "act", ""))
    return "" if not rest else f" {rest}" if rest != summary and named else f" – {rest}" if named else rest


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration."""
    if label:
        return format_html('<span class="icon i-{}" role="img" aria-label="{}"></span>', name, label)
    return format_html('<span class="icon i-{}" aria-hidden="true"></span>', name)


@register.simple_tag
def illustration() -> SafeString:
    """Marks a made-up row."""
    return mark_safe('<span class="illustration">Dữ liệu minh họa</span>')


@register.simple_tag
def legend(*states: str) -> SafeString:
    """What the cells of a board mean; without states, the five of the board."""
    codes = states or ("done", "late", "overdue", "explained", "not_due")
    items = format_html_join(
        "", "<li>{}<span aria-hidden='true'>{}</span></li>", ((cell_html(c), STATES[c].word.lower()) for c in codes)
    )
    return format_html('<ul class="legend" aria-label="Chú giải">{}</ul>', items)


@register.simple_tag
def stat(
    label: str,
    part: Any,
    whole: Any = None,
    *,
    share: Any = None,
    as_of: Any = None,
    url: str = "",
    link: str = "xem danh sách",
    tone: str = "",
) -> SafeString:
    """A figure with its denominator, its share (from part and whole when not given) and its day."""
    if whole is not None and share is None:
        share = writing.rate(part, whole)
    head = writing.vn_number(part)
    if whole is not None:
        head = format_html("{}<small>/{}</small>", head, writing.vn_number(whole))
    lines = [format_html('<b>{}</b><span class="stat-label">{}</span>', head, label)]
    if whole is not None:
        lines.append(format_html('<span class="stat-rate">{}</span>', writing.percent(share)))
    if url:
        lines.append(format_html('<a class="small" href="{}">{}<span class="sr"> {}</span></a>', url, link, label))
    if as_of:
        lines.append(format_html('<span class="stat-as-of">đến {}</span>', writing.vn_date(as_of)))
    return format_html('<div class="stat{}">{}</div>', f" stat-{tone}" if tone else "", mark_safe("".join(lines)))


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """A row of figures."""
    return format_html('<div class="stats">{}</div>', content)


@register.simple_block_tag
def page_head(content: str, title: str, lead: Any = "") -> SafeString:
    """The heading of a page; the block holds its one action (and quiet ones)."""
    lead_html = format_html("<p>{}</p>", lead) if lead else ""
    actions = format_html('<div class="page-actions">{}</div>', content) if content.strip() else ""
    return format_html('<div class="page-head"><div><h1>{}</h1>{}</div>{}</div>', title, lead_html, actions)


@register.simple_tag
def crumbs(*pairs: str) -> SafeString:
    """The way here: label, url, label, url, …; a last label alone is this page."""
    items = []
    for index in range(0, len(pairs), 2):
        url = pairs[index + 1] if index + 1 < len(pairs) else ""
        items.append(
            format_html('<li><a href="{}">{}</a></li>', url, pairs[index])
            if url
            else format_html('<li aria-current="page">{}</li>', pairs[index])
        )
    return format_html('<nav class="crumbs" aria-label="Đường dẫn"><ol>{}</ol></nav>', mark_safe("".join(items)))


@register.simple_block_tag(takes_context=True)
def filter_fold(context: template.Context, content: str) -> SafeString:
    """The filters of a list: in sight on a wide screen; on a phone scripts fold them away under one line."""
    request = context.get("request")
    used = sum(1 for name, value in request.GET.items() if value and name not in NO_FILTERS) if request else 0
    words = format_html(" <b>{} đang dùng</b>", used) if used else ""
    return format_html(
        '<details class="filter-fold" data-fold open><summary class="button">{}<span>Tìm và lọc{}</span></summary>'
        '<div class="stack">{}</div></details>',
        icon("search"),
        words,
        content,
    )


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2) -> SafeString:
    """A box with a heading."""
    head = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    return format_html('<section class="card">{}{}</section>', head, content)


@register.simple_block_tag
def note(content: str, tone: str = "info") -> SafeString:
    """A sentence that must be seen: info, late, overdue, done."""
    name = {"info": "info", "late": "late", "overdue": "overdue", "done": "check"}[tone]
    return format_html('<div class="note note-{}">{}<div>{}</div></div>', tone, icon(name), content)


@register.simple_tag
def guards(missing: Iterable[Any], title: str = "Chưa thực hiện được, còn thiếu:", ok: str = "") -> SafeString:
    """What is still missing before the button, in plain sentences; (sentence, url) links to the mending form."""
    sentences = [m if isinstance(m, tuple | list) else (m, "") for m in missing]
    if not sentences:
        return format_html('<p class="guards-ok">{}{}</p>', icon("check"), ok) if ok else mark_safe("")
    items = format_html_join(
        "",
        "<li>{}<span>{}</span></li>",
        ((icon("overdue"), format_html('<a href="{}">{}</a>', u, s) if u else s) for s, u in sentences),
    )
    return format_html('<div class="guards"><p>{}</p><ul>{}</ul></div>', title, items)


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A definition list; lines by {% fact label value %}."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_tag
def fact(label: str, value: Any, url: str = "") -> SafeString:
    """One line of facts; nothing shows as «–»."""
    text = writing.written(value) if not isinstance(value, SafeString) else value
    shown = format_html('<a href="{}">{}</a>', url, text) if url else text
    return format_html("<dt>{}</dt><dd>{}</dd>", label, shown)


@register.simple_tag
def diff(changes: Iterable[tuple[str, Any, Any]]) -> SafeString:
    """(field, before, after): what was, what is."""
    lines = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td><del>{}</del></td><td><ins>{}</ins></td></tr>',
        ((name, writing.written(before), writing.written(after)) for name, before, after in changes),
    )
    return format_html(
        '<table class="diff"><thead><tr><th scope="col">Trường</th><th scope="col">Trước</th>'
        '<th scope="col">Sau</th></tr></thead><tbody>{}</tbody></table>',
        lines,
    )


@register.simple_tag
def timeline(entries: Iterable[Any]) -> SafeString:
    """Entries of history, newest first: on, at, who, position, summary, changes."""
    return mark_safe(render_to_string("ui/parts/timeline.html", {"entries": entries}))


@register.simple_tag
def tabs(items: Iterable[tuple[str, str, bool]], label: str = "Mục") -> SafeString:
    """(label, url, current) each, as links."""
    links = format_html_join(
        "", '<a href="{}"{}>{}</a>', ((u, mark_safe(' aria-current="page"') if now else "", t) for t, u, now in items)
    )
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label, links)


@register.simple_tag
def progress(label: str, part: int, whole: int) -> SafeString:
    """How far: a bar with its figures in words."""
    return format_html(
        '<div><div class="progress-label"><span>{0}</span><span>{1}/{2}</span></div>'
        '<progress value="{3}" max="{4}" aria-label="{0}">{1}/{2}</progress></div>',
        label,
        writing.vn_number(part),
        writing.vn_number(whole),
        part,
        whole or 1,
    )


@register.simple_block_tag(takes_context=True)
def data_table(context: template.Context, content: str, table: Table, as_of: Any = None) -> SafeString:
    """A table whose rows the template writes itself: <tr>…</tr> for row in table.rows."""
    return _table(context, table, content, as_of)


@register.simple_tag(takes_context=True)
def auto_table(context: template.Context, table: Table, as_of: Any = None) -> SafeString:
    """A table whose rows its columns write."""
    return _table(context, table, table.body(), as_of)


def _table(context: template.Context, table: Table, body: str, as_of: Any) -> SafeString:
    values = {"table": table, "body": body, "as_of": as_of, "request": context.get("request")}
    return mark_safe(render_to_string("ui/parts/data_table.html", values))


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: template.Context, page: Any) -> dict[str, Any]:
    """The pages of a list, as links that keep the filters."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": numbers, "request": context.get("request")}


@register.inclusion_tag("ui/parts/filter_chips.html")
def filter_chips(chips: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Filters as links with counts, from `ui.tables.filter_chips`."""
    return {"chips": chips, "label": label}


@register.inclusion_tag("ui/parts/form_fields.html")
def form_fields(form: BaseForm, *names: str) -> dict[str, Any]:
    """The summary of errors and the fields of a form; with names, only those fields, without the summary twice."""
    fields: list[BoundField] = [form[n] for n in names] if names else list(form.visible_fields())
    count = sum(len(errors) for errors in form.errors.values())
    return {"form": form, "fields": fields, "problem_count": count}


@register.inclusion_tag("ui/parts/form_field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """One field of a form: label, control, help, errors."""
    return {"field": field}


@register.simple_tag
def day_input(name: str, day: Any, label: str) -> SafeString:
    """A day in a form of filters, typed dd/mm/yyyy; read it with `ui.forms.read_day`."""
    return format_html(
        '<label>{} <input class="input-date" name="{}" value="{}" placeholder="dd/mm/yyyy" autocomplete="off"></label>',
        label,
        name,
        writing.vn_date(day) if day else "",
    )


@register.inclusion_tag("ui/parts/file_drop.html")
def file_drop(field: BoundField, hint: str = "") -> dict[str, Any]:
    """A file field onto which files can be dropped."""
    return {"field": field, "hint": hint}


@register.inclusion_tag("ui/parts/confirm.html", takes_context=True)
def confirm(
    context: template.Context, action: str, button: str, thing: str, question: str, tone: str = "", **hidden: Any
) -> dict[str, Any]:
    """A button that asks first and names the thing; without scripts, the same question unfolds below it."""
    given = {k: context.get(k) for k in ("csrf_token", "request")}
    return {
        **given,
        "action": action,
        "button": button,
        "thing": thing,
        "question": question,
        "tone": tone,
        "hidden": hidden,
    }
