"""Rules on the tree: nothing of the machine it was written on, vendored files unaltered, words in the glossary."""

import hashlib
import json
import re

import pytest

from tests.architecture.source import PACKAGE, ROOT, python_files, shown, tracked

pytestmark = pytest.mark.static

ADDRESS = re.compile(r"https?://(?!127\.0\.0\.1|localhost|\$)[^\s\"'<>]+")
PACKAGE_ADDRESS = re.compile(r"https?://[^\s\"'<>]+(/simple\b|\.whl\b|\.tgz\b|\.deb\b)")
MACHINE = re.compile(r"(?<![\w.])/(work|root|farm|home/[a-z]+|tmp/bash)/")
BINARY = {".woff2", ".png", ".jpg", ".xlsx", ".xls", ".docx", ".pdf", ".gz", ".ico", ".zip"}


def test_nothing_names_a_registry_or_a_machine():
    """Mend: package clients know where packages are; paths are relative or come from settings."""
    wrong = []
    for path in tracked():
        if path.suffix in BINARY or path.name == "test_tree.py":
            continue
        installs = path.suffix in {".sh", ".in", ".lock"} or path.name in {"Makefile", "run"}
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            option = path.suffix == ".lock" and line.startswith("-")
            address = (ADDRESS if installs else PACKAGE_ADDRESS).search(line)
            if option or address or MACHINE.search(line):
                wrong.append(f"{shown(path)}:{number}: {line.strip()[:100]}")
    assert not wrong, wrong


def test_vendored_files_are_as_released():
    """Mend: take the file from its package again, or note its version, licence and SHA-256 in `VENDORED.json`."""
    folder = PACKAGE / "ui" / "static" / "ui" / "vendor"
    packages = json.loads((folder / "VENDORED.json").read_text())
    noted = {name: digest for package in packages for name, digest in package["files"].items()}
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tracked()
        if path.is_relative_to(folder) and path.name != "VENDORED.json"
    }
    assert found == noted
    assert all(package["version"] and package["licence"] for package in packages)


def test_models_roles_and_acts_stand_in_the_glossary():
    """Mend: add the name, its Vietnamese term and its legal source to docs/glossary.md."""
    from django.apps import apps

    from qlcl.kernel import catalogue
    from qlcl.kernel.actors import Role

    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`(\w+)`", text))
    assert not set(Role) - words, sorted(set(Role) - words)
    untold = [f"`{act.code}` | {act.label}" for act in catalogue.acts() if f"`{act.code}` | {act.label}" not in text]
    assert not untold, untold
    nouns = {m.__name__ for m in apps.get_models() if m.__module__.startswith("qlcl.")}
    assert not nouns - words, sorted(nouns - words)


def test_migrations_are_complete(db):
    """Mend: make makemigrations."""
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


def test_at_most_fifteen_rules():
    """Mend: a sixteenth rule replaces one of the fifteen."""
    rules = re.compile(r"^def test_", re.MULTILINE)
    count = sum(len(rules.findall(p.read_text(encoding="utf-8"))) for p in python_files(ROOT / "tests/architecture"))
    assert count <= 15, count
