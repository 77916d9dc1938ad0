"""Templates of papers: a small, bounded part of Jinja over marked-up text.

An administrator may write one. So only these stand open: values, conditions, loops over given data, a few filters.
No assignments, macros, calls, multiplication, ranges: a template cannot run long or grow large, whatever it says.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from qlcl.kernel.errors import DomainError
from qlcl.papers.layout.markup import MarkupError, parse, shield
from qlcl.papers.layout.paper import Paper, roman

MAX_BODY = 60_000
MAX_OUTPUT = 3_000_000
MAX_TURNS = 60_000
_OPEN, _CLOSE = "\uf8f0", "\uf8f1"
#: A line that holds more than tags and ends with one; its end is the author's, only lines of tags vanish.
_ENDS_WITH_TAG = re.compile(r"^(?!\s*(?:\{%(?:(?!%\}).)*%\}\s*)+$)(.*[^+-])%\}[ \t]*$", re.MULTILINE)
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.If,
    nodes.For,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Concat,
    nodes.Add,
    nodes.Sub,
    nodes.List,
    nodes.Tuple,
    nodes.Keyword,
)
_NAMES = {
    nodes.Assign: "{% set %}",
    nodes.AssignBlock: "{% set %}",
    nodes.Macro: "{% macro %}",
    nodes.Call: "gọi hàm",
    nodes.Include: "{% include %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% import %}",
    nodes.Extends: "{% extends %}",
    nodes.Block: "{% block %}",
    nodes.Mul: "phép nhân",
    nodes.Pow: "lũy thừa",
}


def _show_day(value: date | datetime | None) -> str:
    return "" if value is None else f"{value:%d/%m/%Y}"


def _show_number(value: float | int) -> str:
    return f"{value:,}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def _finish(value: Any) -> Any:
    """What a value becomes in the text: never markup."""
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return shield(_show_day(value))
    return shield(str(value))


def _join(values: Iterable[Any], separator: str = "") -> str:
    """The values in one text, within the bounds of a whole paper."""
    texts = [str(value) for value in values]
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_OUTPUT:
        raise DomainError("template_too_long", "Văn bản tạo ra quá dài; hãy bớt phần nối chuỗi.", field="body")
    return separator.join(texts)


class _Turns:
    """Counts the turns of all loops of one rendering: told by the text of a turn, or by its condition."""

    def __init__(self) -> None:
        self.left = MAX_TURNS

    def __str__(self) -> str:
        self.left -= 1
        if self.left < 0:
            raise DomainError("template_too_long", "Mẫu lặp quá nhiều lần; hãy bớt vòng lặp lồng nhau.", field="body")
        return ""

    def __bool__(self) -> bool:
        return not str(self)


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=_finish,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        cache_size=0,
        optimized=False,
    )
    made.globals.clear()
    kept = ("default", "first", "last", "length", "lower", "round", "trim", "upper")
    made.filters = {name: made.filters[name] for name in kept} | {
        "ngay": _show_day,
        "so": _show_number,
        "la_ma": roman,
        "join": _join,
    }
    kept_tests = ("defined", "none", "number", "odd", "even", "in", "undefined", "string", "sequence")
    made.tests = {name: made.tests[name] for name in kept_tests}
    return made


_ENVIRONMENT = _environment()


def render(body: str, context: Mapping[str, Any]) -> Paper:
    """The paper that a template makes of `context`; raises `DomainError` naming the line of the template."""
    return parse(list(_numbered(_text(compiled(body), context))))


def compiled(body: str) -> Template:
    """The template, checked; raises `MarkupError` naming the line."""
    if len(body) > MAX_BODY:
        raise DomainError("template_too_long", f"Mẫu dài quá {MAX_BODY} ký tự; hãy rút gọn.", field="body")
    source = body.replace("\r\n", "\n").replace(_OPEN, "").replace(_CLOSE, "")
    source = _ENDS_WITH_TAG.sub(r"\1+%}", source)
    try:
        tree = _ENVIRONMENT.parse(source)
        _check(tree)
        _mark(tree)
        code = _ENVIRONMENT.compile(tree, filename="<mẫu>")
    except TemplateSyntaxError as error:
        raise MarkupError(error.lineno, f"cú pháp không đúng ở “{_excerpt(source, error.lineno)}”.") from None
    except RecursionError:
        raise DomainError("bad_template", "Mẫu lồng quá nhiều tầng; hãy đơn giản hóa.", field="body") from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        raise DomainError("bad_template", "Mẫu có con số quá dài; hãy viết số ngắn hơn.", field="body") from None
    return _ENVIRONMENT.template_class.from_code(_ENVIRONMENT, code, {})


def _check(tree: nodes.Template) -> None:
    """Refuses what is not on the short list, names that are ours, and loops more than three deep."""
    todo: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while todo:
        node, depth = todo.pop()
        if not isinstance(node, _ALLOWED):
            name = _NAMES.get(type(node), type(node).__name__)
            raise MarkupError(node.lineno, f"mẫu văn bản không được dùng {name}.")
        if isinstance(node, nodes.Name) and node.name.startswith("_"):
            raise MarkupError(node.lineno, f"tên không được bắt đầu bằng dấu gạch dưới ({node.name}).")
        if isinstance(node, nodes.For):
            depth += 1
            if depth > 3 or node.recursive:
                raise MarkupError(node.lineno, "vòng lặp lồng quá ba tầng.")
        if isinstance(node, nodes.Filter) and node.name not in _ENVIRONMENT.filters:
            raise MarkupError(node.lineno, f"không có bộ lọc “{node.name}”.")
        if isinstance(node, nodes.Test) and node.name not in _ENVIRONMENT.tests:
            raise MarkupError(node.lineno, f"không có phép thử “{node.name}”.")
        todo += [(child, depth) for child in node.iter_child_nodes()]


def _mark(tree: nodes.Template) -> None:
    """Puts the number of its line before each piece of text, and counts the turns of each loop."""
    for data in tree.find_all(nodes.TemplateData):
        pieces = data.data.split("\n")
        data.data = "\n".join(f"{_OPEN}{data.lineno + n}{_CLOSE}{piece}" for n, piece in enumerate(pieces))
    for loop in tree.find_all(nodes.For):
        turn = nodes.Name("_turns", "load").set_lineno(loop.lineno)
        if loop.test is None:
            loop.body.insert(0, nodes.Output([turn]).set_lineno(loop.lineno))
        else:
            loop.test = nodes.And(turn, loop.test).set_lineno(loop.lineno)


def _text(template: Template, context: Mapping[str, Any]) -> str:
    """Renders within bounds; an unknown field is told with its line."""
    size, parts = 0, []
    try:
        for part in template.generate({**context, "_turns": _Turns()}):
            size += len(part)
            if size > MAX_OUTPUT:
                raise DomainError("template_too_long", "Văn bản tạo ra quá dài; hãy bớt vòng lặp.", field="body")
            parts.append(part)
    except UndefinedError as error:
        raise MarkupError(_line_of(error), f"dữ liệu không có trường này ({_field_of(error)}).") from None
    except SecurityError as error:
        raise MarkupError(_line_of(error), "mẫu dùng thuộc tính không được phép.") from None
    except (TypeError, ValueError, ArithmeticError) as error:
        raise MarkupError(_line_of(error), "giá trị không hợp với phép tính hoặc bộ lọc ở dòng này.") from None
    return "".join(parts)


def _numbered(text: str) -> Iterable[tuple[int, str]]:
    """Lines of the output with the number of the line of the template that each comes from."""
    current = 1
    for line in text.split("\n"):
        pieces = line.split(_OPEN)
        clean = pieces[0]
        numbers = []
        for piece in pieces[1:]:
            number, _, rest = piece.partition(_CLOSE)
            numbers.append(int(number))
            clean += rest
        if numbers:
            current = numbers[0] if pieces[0] == "" else numbers[-1]
        yield current, clean


def _line_of(error: BaseException) -> int:
    """The line of the template in which rendering failed."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<mẫu>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _field_of(error: UndefinedError) -> str:
    """The name in Jinja's message: 'x' is undefined; 'dict object' has no attribute 'x'."""
    quoted = str(error.message or "").split("'")
    names = [name for name in quoted[1::2] if not name.endswith(" object")]
    return names[-1] if names else "không rõ"


def _excerpt(source: str, line: int) -> str:
    lines = source.split("\n")
    return lines[min(line, len(lines)) - 1].strip()[:80] if line else ""
