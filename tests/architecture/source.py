"""The tree as the rules read it: files under version control, their syntax trees, the order of the rooms."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "qlcl"


@cache
def tracked() -> list[Path]:
    """Every file of the tree that git knows or would add; without git, every file beside the ignored folders."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 0:
        return sorted(path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file())
    ignored = {".venv", "var", ".git", "__pycache__"}
    return sorted(p for p in ROOT.rglob("*") if p.is_file() and not ignored & set(p.relative_to(ROOT).parts))


def python_files(folder: Path = ROOT) -> list[Path]:
    """Python files below the folder, migrations left out."""
    return [p for p in tracked() if p.suffix == ".py" and p.is_relative_to(folder) and "migrations" not in p.parts]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(path: Path) -> set[str]:
    """The dotted names that a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def street() -> dict[str, int]:
    """The line of each room, 0 at the bottom, as the import contract has it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = next(c["layers"] for c in contracts if c["id"] == "street")
    return {room.strip(): place for place, line in enumerate(reversed(lines)) for room in line.split("|")}


def shown(path: Path) -> str:
    """The path as a failure names it."""
    return path.relative_to(ROOT).as_posix()
