"""A list of rows as a page shows it: sorting, paging, choice of columns, export of what is shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, OrderBy, QuerySet
from django.db.models.query import ModelIterable
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from qlcl.ui.exports import export_response
from qlcl.ui.writing import written

PAGE_SIZE = 50
#: Beyond so many pages a database reads more rows that it passes over than it shows.
_NEAR = 10
#: Parameters of the address that belong to the table, not to the filters.
SORT, PAGE, COLUMN, EXPORT = "xep", "trang", "cot", "xuat"


def attribute(path: str) -> Callable[[Any], Any]:
    """Reads "agency.name" from a row, or "agency__name" from a row of values."""

    def read(row: Any) -> Any:
        if isinstance(row, dict):
            return row[path]
        for part in path.split("."):
            row = getattr(row, part, None)
        return row() if callable(row) else row

    return read


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `value` gives what is shown and exported, `html` replaces the showing, `order` sorts.

    `order`: names of model fields (for a queryset) or a key function (for a list); empty: not sortable.
    `hidden`: shown only when chosen; `fixed`: cannot be hidden; `head`: names the row."""

    key: str
    label: str
    value: Callable[[Any], Any] | str = ""
    html: Callable[[Any], str] | None = None
    url: Callable[[Any], str] | None = None
    order: tuple[str, ...] | Callable[[Any], Any] = ()
    numeric: bool = False
    hidden: bool = False
    fixed: bool = False
    head: bool = False

    def read(self, row: Any) -> Any:
        """The plain value, for exports."""
        return self.value(row) if callable(self.value) else attribute(self.value or self.key)(row)

    def show(self, row: Any) -> SafeString:
        """The value as the page shows it."""
        text = conditional_escape(self.html(row) if self.html else written(self.read(row)))
        link = self.url(row) if self.url else ""
        return format_html('<a href="{}">{}</a>', link, text) if link else mark_safe(text)


@dataclass(frozen=True, slots=True)
class Header:
    """A heading as it is printed: `direction` is the value of aria-sort, or empty."""

    key: str
    label: str
    url: str
    direction: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that may be chosen, and whether it is shown."""

    key: str
    label: str
    shown: bool


class Table:
    """Rows under columns for one request; only columns named here can sort, be chosen or exported."""

    def __init__(
        self,
        request: HttpRequest,
        columns: Sequence[Column],
        rows: QuerySet[Any] | Sequence[Any],
        *,
        caption: str,
        default: str = "",
        page_size: int = PAGE_SIZE,
        empty: str = "Chưa có dữ liệu.",
        remedy: str = "",
        cards: bool = False,
        exportable: bool = True,
        row_class: Callable[[Any], str] | None = None,
        known: int | None = None,
        keys_first: bool = False,
    ) -> None:
        """`known`: how many rows there are, where the page has counted them already.

        `keys_first`: no index gives the order, so keys are ordered and only rows of the page read whole; one query.
        """
        self.request, self.columns, self.source = request, columns, rows
        self.caption, self.empty, self.remedy = caption, empty, remedy
        self.cards, self.exportable, self.row_class = cards, exportable, row_class
        self.default, self.page_size = default, page_size
        self.known, self.keys_first = known, keys_first

    @cached_property
    def shown(self) -> list[Column]:
        """The columns chosen in the address, else those not hidden; fixed ones always."""
        chosen = set(self.request.GET.getlist(COLUMN))
        return [c for c in self.columns if c.fixed or (c.key in chosen if chosen else not c.hidden)]

    @property
    def shows(self) -> dict[str, bool]:
        """For templates that write their own rows: {% if table.shows.name %}."""
        return {c.key: True for c in self.shown}

    @cached_property
    def sorting(self) -> tuple[Column | None, bool]:
        """The column sorted by and whether descending, from `?xep=-name`; unknown names are ignored."""
        for wanted in (self.request.GET.get(SORT, ""), self.default):
            name = wanted.removeprefix("-")
            column = next((c for c in self.columns if c.key == name and c.order), None)
            if column:
                return column, wanted.startswith("-")
        return None, False

    @cached_property
    def ordered(self) -> QuerySet[Any] | Sequence[Any]:
        """All rows in the order asked for; ties by key, empty values last."""
        column, descending = self.sorting
        if column is None:
            return _in_some_order(self.source) if isinstance(self.source, QuerySet) else self.source
        if isinstance(self.source, QuerySet):
            names = column.order if isinstance(column.order, tuple) else ()
            terms = [_term(self.source.model, name, descending) for name in names]
            return self.source.order_by(*terms, "pk")
        key = column.order if callable(column.order) else column.read
        return sorted(self.source, key=key, reverse=descending)

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for, or the nearest one."""
        paginator = Paginator(self.ordered, self.page_size)
        if self.known is not None:
            paginator.count = self.known
        return paginator.get_page(self.request.GET.get(PAGE))

    @cached_property
    def rows(self) -> Sequence[Any]:
        """The rows of the page; of a far page the keys are looked for first, and only its rows are read whole."""
        page = self.page
        shown: Any = page.object_list
        if not _has_keys(shown) or (page.number <= _NEAR and not self.keys_first):
            return list(shown)
        if self.keys_first:
            found = self.ordered.filter(pk__in=shown.select_related(None).values("pk"))  # type: ignore[union-attr]
            return list(found)
        keys = list(shown.select_related(None).values_list("pk", flat=True))
        by_key = {row.pk: row for row in self.ordered.order_by().filter(pk__in=keys)}  # type: ignore[union-attr]
        return [by_key[key] for key in keys if key in by_key]

    @property
    def total(self) -> int:
        """How many rows there are on all pages."""
        return self.page.paginator.count

    @cached_property
    def headers(self) -> list[Header]:
        """One heading a column; a second click turns the order round."""
        by, descending = self.sorting
        made = []
        for c in self.shown:
            here = by is not None and c.key == by.key
            wanted = f"-{c.key}" if here and not descending else c.key
            url = address(self.request, **{SORT: wanted, PAGE: None}) if c.order else ""
            direction = ("descending" if descending else "ascending") if here else ""
            made.append(Header(c.key, c.label, url, direction, c.numeric))
        return made

    @cached_property
    def choices(self) -> list[Choice]:
        """The columns to choose from; none when there is nothing to choose."""
        free = [c for c in self.columns if not c.fixed]
        if not any(c.hidden for c in self.columns):
            return []
        keys = self.shows
        return [Choice(c.key, c.label, c.key in keys) for c in free]

    @property
    def kept(self) -> Iterator[tuple[str, str]]:
        """The parameters that the form of columns must carry on."""
        for name, values in self.request.GET.lists():
            if name not in {COLUMN, PAGE, EXPORT}:
                yield from ((name, str(value)) for value in values)

    @property
    def filtered(self) -> bool:
        """Whether the address narrows the list."""
        return any(v for n, v in self.request.GET.items() if n not in {SORT, PAGE, COLUMN, EXPORT})

    @property
    def export(self) -> str:
        """ "csv" or "xlsx" when the address asks for a file, else empty."""
        wanted = self.request.GET.get(EXPORT, "")
        return wanted if self.exportable and wanted in {"csv", "xlsx"} else ""

    def export_response(self, name: str) -> HttpResponse:
        """The file of what is shown: same filters, order and columns, all pages."""
        columns = self.shown
        rows = self.ordered.iterator(2000) if isinstance(self.ordered, QuerySet) else iter(self.ordered)
        lines = ([c.read(row) for c in columns] for row in rows)
        return export_response(name, [c.label for c in columns], lines, self.export or "csv")

    def body(self) -> SafeString:
        """The rows of the page as HTML, written in one go."""
        return mark_safe("".join(self._line(row) for row in self.rows))

    def _line(self, row: Any) -> str:
        kind = self.row_class(row) if self.row_class else ""
        cells = "".join(self._cell(c, row) for c in self.shown)
        return f'<tr class="{conditional_escape(kind)}">{cells}</tr>' if kind else f"<tr>{cells}</tr>"

    def _cell(self, column: Column, row: Any) -> str:
        tag = 'th scope="row"' if column.head else "td"
        shown = column.show(row)
        kinds = [name for name, fits in _kinds(column, shown) if fits]
        kind = f' class="{" ".join(kinds)}"' if kinds else ""
        named = self.cards and not column.head and column.label != "Minh họa"  # the mark names itself
        label = f' data-label="{conditional_escape(column.label)}"' if named else ""
        return f"<{tag}{kind}{label}>{shown}</{tag[:2]}>"


def _in_some_order(source: QuerySet[Any]) -> QuerySet[Any]:
    """The rows in an order of their own, else by key, so that none stands on two pages or on none."""
    return source if source.ordered or not _has_keys(source) else source.order_by("pk")


def _has_keys(rows: Any) -> bool:
    """Whole rows of one table, which can be read again by their keys."""
    return isinstance(rows, QuerySet) and not rows.query.combinator and issubclass(rows._iterable_class, ModelIterable)


def _kinds(column: Column, shown: str) -> list[tuple[str, bool]]:
    """What a cell is: a figure, nothing (a card leaves it out), a code, a sentence that needs room."""
    empty = shown == "–"
    long = len(shown) > 48 and "<" not in shown
    return [
        ("num", column.numeric),
        ("nothing", empty),
        ("long", long),
        ("nowrap", not empty and not column.numeric and _is_code(shown)),
    ]


def _is_code(text: str) -> bool:
    """A code, a day, a number or a few short words, which must not break."""
    if "<" in text:
        return False
    return len(text) <= 13 or (len(text) <= 20 and " " not in text) or (len(text) <= 16 and text[0].isdigit())


def _term(model: type[Model], name: str, descending: bool) -> str | OrderBy:
    """The order by one field: empty values last; a field that is never empty keeps the use of its index."""
    field = next((f for f in model._meta.get_fields() if f.name == name), None)
    if field is not None and not getattr(field, "null", True):
        return f"-{name}" if descending else name
    return F(name).desc(nulls_last=True) if descending else F(name).asc(nulls_last=True)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as a link with its count."""

    label: str
    url: str
    count: int | None
    active: bool


def filter_chips(
    request: HttpRequest,
    name: str,
    choices: Iterable[tuple[str, str, int | None]],
    *,
    all_label: str = "Tất cả",
    total: int | None = None,
) -> list[Chip]:
    """Links that set or clear the parameter `name`, keeping the others: (value, label, count) each."""
    current = request.GET.get(name, "")
    chips = [Chip(all_label, address(request, **{name: None, PAGE: None}), total, not current)]
    for value, label, count in choices:
        chips.append(Chip(label, address(request, **{name: value, PAGE: None}), count, current == value))
    return chips


def address(request: HttpRequest, **changes: str | None) -> str:
    """The query of this address with some parameters changed (None: removed); never an export."""
    query: QueryDict = request.GET.copy()
    query.pop(EXPORT, None)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"
