"""Sorting, paging, columns and filters of a table come from its address, and only named ones count."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.test import RequestFactory

from qlcl.ui.tables import Column, Table, filter_chips


@dataclass
class Row:
    name: str
    size: int


ROWS = [Row(f"R{n:03}", n % 7) for n in range(120)]
COLUMNS = [
    Column("name", "Tên", order=lambda r: r.name, fixed=True, head=True),
    Column("size", "Cỡ", order=lambda r: r.size, numeric=True),
    Column("secret", "Ẩn", value=lambda r: "x", hidden=True),
]


def table(query: str = "", rows: list[Row] | None = None) -> Table:
    return Table(RequestFactory().get(f"/?{query}"), COLUMNS, ROWS if rows is None else rows, caption="Hàng")


def test_shows_fifty_rows_a_page() -> None:
    assert [len(list(table(q).rows)) for q in ("", "trang=2", "trang=3", "trang=99", "trang=x")] == [50, 50, 20, 20, 50]


def test_sorts_both_ways_and_ignores_unknown_columns() -> None:
    assert next(iter(table("xep=-name").rows)).name == "R119"
    assert next(iter(table("xep=password").rows)).name == "R000"


def test_a_second_click_turns_the_order_round() -> None:
    first, second = table("xep=name&cap=xa").headers[:2]
    assert (first.direction, first.url) == ("ascending", "?xep=-name&cap=xa")
    assert (second.direction, second.url) == ("", "?xep=size&cap=xa")


def test_fixed_columns_stay_and_hidden_ones_must_be_chosen() -> None:
    assert [c.key for c in table().shown] == ["name", "size"]
    assert [c.key for c in table("cot=secret").shown] == ["name", "secret"]


def test_exports_all_rows_of_what_is_shown() -> None:
    text = table("xuat=csv&xep=-name&cot=size&trang=2").export_response("x").content.decode("utf-8-sig")
    lines = text.split("\r\n")
    assert (lines[0], lines[1], len(lines)) == ("Tên,Cỡ", "R119,0", 122)


def test_rows_are_escaped() -> None:
    assert "&lt;script&gt;" in table(rows=[Row("<script>", 1)]).body()


def test_chips_keep_other_filters_and_start_at_the_first_page() -> None:
    request = RequestFactory().get("/?cap=xa&q=a&trang=3&xuat=csv")
    everything, commune = filter_chips(request, "cap", [("xa", "Cấp xã", 94)], total=130)
    assert (everything.url, everything.active, everything.count) == ("?q=a", False, 130)
    assert (commune.url, commune.active) == ("?cap=xa&q=a", True)


def test_orders_in_the_database_with_empty_values_last() -> None:
    columns = [Column("name", "Tên", order=("model",)), Column("label", "Nhãn", order=("permission__name",))]
    for query, expected in (("xep=-name", "-model"), ("xep=label", "OrderBy(F(permission__name), descending=False)")):
        made = Table(RequestFactory().get(f"/?{query}"), columns, ContentType.objects.all(), caption="x")
        assert isinstance(made.ordered, QuerySet)
        assert [str(term) for term in made.ordered.query.order_by] == [expected, "pk"]
