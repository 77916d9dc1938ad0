"""Templates: what they make, what is refused and on which line, what they cannot do."""

from time import monotonic
from typing import Any

import pytest

from qlcl.kernel.errors import DomainError
from qlcl.papers.layout.markup import DIRECTIVES, parse_text
from qlcl.papers.layout.paper import Article, Paragraph, Table
from qlcl.papers.layout.templating import MAX_BODY, render
from qlcl.papers.layout.words import plain
from qlcl.papers.tests.factories import DECISION, sample


def refusal(body: str, **context: Any) -> str:
    """The sentence with which a template is refused."""
    with pytest.raises(DomainError) as refused:
        render(body, context)
    return refused.value.message


def test_makes_a_decision_with_its_annex() -> None:
    paper = render(DECISION, sample())
    assert plain(paper.agency) == "Ủy ban nhân dân xã Phước Vinh"
    assert paper.signature is not None and paper.signature.lines == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert isinstance(paper.blocks[1], Article)
    table = paper.annexes[0].blocks[0]
    assert isinstance(table, Table)
    assert [plain(cell) for cell in table.rows[0]] == ["1", "Hộ tịch", "1.234"]
    assert table.strong_rows == frozenset({2}) and table.aligns == ["center", "left", "right"]


@pytest.mark.parametrize("text", ["| a |", "@ky head | X", "# Điều 9. Y", "**x**", "=", "a\n@quyet_dinh\nb"])
def test_data_is_never_read_as_markup(text: str) -> None:
    paper = render("{{ value }}", {"value": text})
    assert len(paper.blocks) == 1 and isinstance(paper.blocks[0], Paragraph)
    assert plain(paper.blocks[0].text) == text.replace("\n", " ")
    assert paper.signature is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("một\nhai {{ khong_co }}\n", "Dòng 2: dữ liệu không có trường này (khong_co)."),
        ("một\n{% for x in %}\n", "Dòng 2: cú pháp không đúng ở “{% for x in %}”."),
        ("{# ghi chú\n hai dòng #}\n@sai lệnh\n", "Dòng 3: không có lệnh “@sai”."),
        ("{% for x in items %}\n@sai\n{% endfor %}", "Dòng 2: không có lệnh “@sai”."),
        ("| a | b |\n| c |\n", "Dòng 2: hàng có 1 ô, tiêu đề bảng có 2 ô."),
        ("\n@ngay hôm nay", "Dòng 2: @ngay: “hôm nay” không phải ngày; viết 15/02/2022."),
        ("# Chương 1. X", "Dòng 1: dòng bắt đầu bằng một dấu # phải có dạng “# Điều 1. Nội dung”."),
        ("{{ name|thieu }}", "Dòng 1: không có bộ lọc “thieu”."),
        ("a\nb\n{{ name + 1 }}", "Dòng 3: giá trị không hợp với phép tính hoặc bộ lọc ở dòng này."),
    ],
)
def test_refuses_a_broken_template_naming_the_line(body: str, expected: str) -> None:
    assert refusal(body, name="A", items=[1]) == expected


@pytest.mark.parametrize(
    "body",
    [
        "{% set a = 1 %}",
        "{% macro a() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% extends 'x' %}",
        "{{ range(9) }}",
        "{{ name.upper() }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 2 ** 99999999 }}",
        "{{ '%1000000000d'|format(1) }}",
        "{{ name|center(1000000000) }}",
        "{{ name.__class__.__mro__ }}",
        "{{ name['__class__'] }}",
        "{% for a in items recursive %}{{ a }}{% endfor %}",
        "{% for a in x %}" * 4 + "{% endfor %}" * 4,
        "{{ '" + "a" * 25_000 + "'|join('" + "b" * 25_000 + "') }}",
        "{{ 100000000000000|la_ma }}",
        "{{ " + "9" * 5000 + " }}",
        "{% for _turns in x %}{% endfor %}",
        "{{ _turns }}",
    ],
)
def test_refuses_what_could_run_away_or_look_inside(body: str) -> None:
    assert refusal(body, name="A", items=[1], x=[1])


@pytest.mark.parametrize("only", ["", " if none"])
def test_nested_loops_stop_within_a_second(only: str) -> None:
    body = f"{{% for a in x %}}{{% for b in x %}}{{% for c in x{only} %}}{{% endfor %}}{{% endfor %}}{{% endfor %}}"
    started = monotonic()
    assert "lặp quá nhiều lần" in refusal(body, x=list(range(5000)))
    assert monotonic() - started < 1


def test_refuses_a_template_that_is_too_long() -> None:
    assert "dài quá" in refusal("x" * (MAX_BODY + 1))


def test_every_directive_takes_any_text_or_names_its_line() -> None:
    for name in DIRECTIVES:
        for text in ("", "x", "x | y | z", "99", "{", "💡"):
            try:
                parse_text(f"@{name} {text}")
            except DomainError as error:
                assert error.message.startswith("Dòng 1: ")


def test_a_line_that_ends_with_a_tag_ends_there() -> None:
    paper = render("@trich_yeu Kết quả{% if n %} (lần {{ n }}){% endif %}\n@kinh_gui Sở Y tế\n", {"n": 2})
    assert (paper.subject, paper.addressed_to) == ("Kết quả (lần 2)", ["Sở Y tế"])
