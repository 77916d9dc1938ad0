"""Copies of a template database, for tests in which several processes really commit, or die.

History refuses DELETE and TRUNCATE, so such a test never cleans up: it works on a copy and drops it.

    def test_two_declare_at_once(committing_database):
        one = committing_database.start("import", "declarations", "a.csv")
        two = committing_database.fork("from qlcl… import …")
        ...
        assert committing_database.fork_qlcl("verify").returncode == 0

A process that is started loads the product as a user's does, with its settings; one that is forked goes on from the
test's own, at once. Both are processes of their own to the database.
"""

import gc
import io
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import override_settings

from qlcl.config import cli

ROOT = Path(__file__).resolve().parent.parent.parent
#: Seconds after which another process hangs, on a machine however loaded.
PATIENCE = 1200
_numbers = itertools.count(1)
#: Lets a test that asks for no database of its own into one; pytest-django forbids it otherwise.
unblocked: Callable[[], AbstractContextManager[None]] = nullcontext


def engine_url() -> str:
    """The PostgreSQL server under test; empty on SQLite."""
    return os.environ.get("QLCL_DATABASE_URL", "")


def _named(name: str) -> str:
    return urlunsplit(urlsplit(engine_url())._replace(path=f"/{name}"))


def _administer(statement: str) -> None:
    with psycopg.connect(engine_url(), autocommit=True) as connection:
        connection.execute(statement)


def create_database(name: str, template: str = "template1") -> None:
    """Creates a PostgreSQL database, as a copy of another."""
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _sqlite(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / "qlcl.sqlite3")


@dataclass(frozen=True, slots=True)
class CommittingDatabase:
    """A home and a database of their own. What is tested on it is another process."""

    home: Path
    name: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables under which a process works on this database."""
        variables = {k: v for k, v in os.environ.items() if not k.startswith("QLCL_")}
        variables |= {
            "QLCL_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "qlcl.config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "PYTHONUNBUFFERED": "1",
            "PYTHONIOENCODING": "utf-8",
        }
        if self.name:
            variables["QLCL_DATABASE_URL"] = _named(self.name)
        if (self.home / "static" / "staticfiles.json").exists():
            variables["QLCL_STATIC_MANIFEST"] = "1"
        return variables

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
        """Starts `qlcl ARGUMENTS` and returns at once."""
        return self._popen(["-m", "qlcl.config.cli", *map(str, arguments)], **options)

    def python(self, code: str, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Starts Python code with Django set up; prints `ready` come through `stdout`."""
        return self._popen(["-c", f"import django; django.setup()\n{code}", *arguments], **options)

    def qlcl(self, *arguments: str | Path, timeout: float = PATIENCE) -> subprocess.CompletedProcess[str]:
        """Runs `qlcl ARGUMENTS` to its end."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=timeout)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def run(self, code: str, *arguments: str, timeout: float = PATIENCE) -> str:
        """Runs Python code to its end and returns what it printed; fails with its traceback."""
        process = self.python(code, *arguments)
        out, err = process.communicate(timeout=timeout)
        assert process.returncode == 0, err
        return out

    def fork(self, code: str, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """As `python`, forked."""

        def act() -> int:
            sys.argv = ["-c", *arguments]
            exec(code, {"__name__": "__main__"})
            return 0

        return self._fork(act, options)

    def fork_qlcl(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """As `qlcl`, forked."""
        process = self._fork(lambda: cli.run([str(a) for a in arguments]), {})
        out, err = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def here(self, code: str, *arguments: str) -> str:
        """As `run`, but in this process: what only prepares or looks needs no process of its own."""
        printed, before = io.StringIO(), sys.argv
        sys.argv = ["-c", *arguments]
        try:
            with self.entered(), redirect_stdout(printed):
                exec(code, {"__name__": "__main__"})
        finally:
            sys.argv = before
        return printed.getvalue()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Leads the connection and the files of this process to this home and database for a while."""
        usual = connections[DEFAULT_DB_ALIAS]
        place: dict[str, Any] = {"NAME": self.name or str(self.home / "qlcl.sqlite3")}
        if not self.name:
            place["OPTIONS"] = {**usual.settings_dict["OPTIONS"], "timeout": PATIENCE}
        other = type(usual)({**usual.settings_dict, **place}, DEFAULT_DB_ALIAS)
        connections[DEFAULT_DB_ALIAS] = other
        try:
            with unblocked(), override_settings(HOME=self.home, MEDIA_ROOT=self.home / "files"):
                yield
        finally:
            other.close()
            connections[DEFAULT_DB_ALIAS] = usual

    def is_whole(self) -> bool:
        """Whether its history verifies."""
        return self.here("from qlcl.kernel import history\nprint(history.verify(None).breaks)") == "[]\n"

    def _fork(self, act: Callable[[], int], options: dict[str, Any]) -> subprocess.Popen[str]:
        """Begins as Popen begins every process, as a copy of this one with pipes; but no other program replaces it.

        What it finds open it leaves, also the pipe through which Popen waits for the other program to begin.
        """

        def child() -> None:
            os.closerange(3, min(os.sysconf("SC_OPEN_MAX"), 65536))
            gc.enable()
            sys.stdin, sys.stdout, sys.stderr = (
                os.fdopen(number, mode, 1, encoding="utf-8") for number, mode in enumerate("rww")
            )
            code = 1
            try:
                os.environ.clear()
                os.environ.update(self.environment)
                with self.entered():
                    code = act()
            except SystemExit as ended:
                code = int(ended.code or 0)
            finally:
                if sys.exc_info()[0]:
                    traceback.print_exc()
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)  # nothing of what it was a copy of is done again

        return self._popen([], preexec_fn=child, **options)

    def _popen(self, arguments: Sequence[str], **options: Any) -> subprocess.Popen[str]:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.PIPE} | options
        return subprocess.Popen(
            [sys.executable, *arguments], env=self.environment, cwd=self.home, text=True, encoding="utf-8", **options
        )

    def drop(self) -> None:
        """Removes the copy, whoever is still connected."""
        if self.name:
            _administer(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.home, ignore_errors=True)


def fresh_database(home: Path) -> CommittingDatabase:
    """A database of its own with schema and reference data, made from the migrations."""
    database = CommittingDatabase(home, f"qlcl_fresh_{os.getpid()}_{next(_numbers)}" if engine_url() else "")
    if database.name:
        create_database(database.name)
    done = database.qlcl("setup", "--no-static")
    assert done.returncode == 0, done.stderr
    return database


class Template(CommittingDatabase):
    """A database of which copies are made."""

    def copy(self, home: Path, name: str = "") -> CommittingDatabase:
        """Another home and database with the same content."""
        home.mkdir(parents=True)
        for path in self.home.iterdir():
            if path.is_dir():
                shutil.copytree(path, home / path.name)
            elif not path.name.startswith("qlcl.sqlite3"):
                shutil.copy2(path, home / path.name)
        if not self.name:
            with closing(_sqlite(self.home)) as source, closing(_sqlite(home)) as target:
                source.backup(target)
            return CommittingDatabase(home)
        name = name or f"qlcl_copy_{os.getpid()}_{next(_numbers)}"
        create_database(name, self.name)
        return CommittingDatabase(home, name)
