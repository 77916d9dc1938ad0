"""Rules on the code: what may import what, how big things are, how operations and models are declared."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, functions, imports, python_files, shown, tree

pytestmark = pytest.mark.static

MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_A_TEMPLATE = 400, 50, 150
RULES = ("operations", "workflow", "queries", "measures", "policies", "models", "enums")
WEB = ("django.http", "django.shortcuts", "django.views", "django.forms", "ninja")


def test_imports_follow_the_street():
    """Mend: move the noun down, not the arrow up; see `lint-imports` for the chain."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


def test_rules_know_no_web_framework():
    """Mend: give the operation or query plain values; build the response in `web` or `rest`."""
    wrong = [
        f"{shown(path)} imports {name}"
        for path in python_files(PACKAGE)
        if len(parts := path.relative_to(PACKAGE).parts) > 1
        and Path(parts[1]).stem in RULES
        and parts[0] not in {"ui", "config"}
        for name in imports(path)
        if name.startswith(WEB)
    ]
    assert not wrong, wrong


def test_files_and_functions_are_small():
    """Mend: find the second responsibility and give it a file or function with a name of its own."""
    wrong = [
        f"{shown(path)}: {lines} lines"
        for path in python_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]
    wrong += [
        f"{shown(path)}: {function.name} has {lines} lines"
        for path in python_files()
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]
    wrong += [
        f"{shown(path)}: {lines} lines"
        for path in PACKAGE.rglob("templates/**/*.html")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES_OF_A_TEMPLATE
    ]
    assert not wrong, wrong


def _called_by_others() -> set[str]:
    """What is imported from an operation by anything but an operation, such as an edge."""
    return {
        name
        for path in python_files(PACKAGE)
        if not {"operations", "tests"} & set(path.parts)
        for name in imports(path)
        if ".operations." in name
    }


def _is_atomic(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return "transaction.atomic" in ast.unparse(function)


def test_operations_are_keyword_only_and_atomic():
    """Mend: `@transaction.atomic` and a bare `*` first. An operation takes `actor`, `on` and `at`."""
    wrong, called = [], _called_by_others()
    for path in python_files(PACKAGE):
        if "operations" not in path.parts or "tests" in path.parts:
            continue
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for function in (n for n in tree(path).body if isinstance(n, ast.FunctionDef)):
            keywords = {a.arg for a in function.args.kwonlyargs}
            every = keywords | {a.arg for a in function.args.args}
            if function.name.startswith("_") or not {"actor", "on", "at"} <= every:
                continue
            is_part = f"{module}.{function.name}" not in called  # runs inside the operation that calls it
            if function.args.args or not (is_part or _is_atomic(function)):
                wrong.append(f"{shown(path)}: {function.name}")
    assert not wrong, wrong


def test_modules_and_public_functions_say_what_they_are_for():
    """Mend: one sentence; for an operation or query the rule and its article."""
    wrong = [shown(p) for p in python_files(PACKAGE) if "tests" not in p.parts and _lacks_docstring(p)]
    for path in python_files(PACKAGE):
        if {"tests", "commands"} & set(path.parts):
            continue
        for node in tree(path).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                wrong.append(f"{shown(path)}: {node.name}")  # type: ignore[attr-defined]
    assert not wrong, wrong


def _lacks_docstring(path: Path) -> bool:
    return bool(tree(path).body) and not ast.get_docstring(tree(path))


def test_names_say_what_things_do():
    """Mend: name it for its responsibility; a grab-bag has none."""
    words = {"utils", "helpers", "common", "misc", "core", "base", "manager", "service", "services", "helper"}
    wrong = [shown(p) for p in python_files(PACKAGE) if words & {part.removesuffix(".py") for part in p.parts[-3:]}]
    wrong += [
        f"{shown(path)}: {node.name}"
        for path in python_files(PACKAGE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Helper", "Service", "Utils"))
    ]
    assert not wrong, wrong


def test_nothing_is_caught_wholesale_or_signalled():
    """Mend: catch the error you can name; call the operation instead of sending a signal."""
    wrong = []
    for path in python_files(PACKAGE):
        sent = {name for name in imports(path) if name.startswith(("django.dispatch.", "django.db.models.signals."))}
        wrong += [f"{shown(path)}: {name}" for name in sent - {"django.db.models.signals.post_migrate"}]
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
            ):
                wrong.append(f"{shown(path)}:{node.lineno}: except {ast.unparse(node.type) if node.type else ''}")
    assert not wrong, wrong
