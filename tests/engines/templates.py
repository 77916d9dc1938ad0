"""Databases made once per run and copied by whoever needs one: migrated, with reference data, with the example.

Migrating takes twenty seconds of a processor, so no test process does it again. Whoever asks first makes the
template; other processes of the same run wait for it.
"""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from tests.engines.committing import Template, create_database, engine_url

FOLDER = "QLCL_TEST_TEMPLATES"
LAST_DAY = "2021-12-31"


class Templates:
    """The templates of a run, or of runs on the same code; their processes find them in `QLCL_TEST_TEMPLATES`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def migrated(self) -> Template:
        """Every migration applied, nothing else."""
        return self._made("migrated", _migrate)

    def reference(self) -> Template:
        """As `qlcl setup` leaves it."""
        return self._made("reference", lambda template: _set_up(template, self.migrated()))

    def example(self, day: str = LAST_DAY) -> Template:
        """As `qlcl demo` leaves it on a day; on any but the last it is built anew from that."""
        before = self.reference if day == LAST_DAY else self.example
        return self._made(f"example-{day}", lambda template: _load_example(template, before(), day))

    def drop(self) -> None:
        """Removes them all."""
        for done in self.folder.glob("*.made"):
            self._template(done.stem).drop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _template(self, kind: str) -> Template:
        return Template(self.folder / kind, f"{self.folder.parent.name}_{kind}" if engine_url() else "")

    def _made(self, kind: str, make: Callable[[Template], None]) -> Template:
        template, mark = self._template(kind), self.folder / f"{kind}.made"
        with _alone(self.folder / f"{kind}.lock"):
            if not mark.exists():
                template.drop()  # what a process that died has left
                make(template)
                mark.touch()
        return template


def of_this_run() -> Templates:
    """The templates of the run to which this process belongs."""
    return Templates(Path(os.environ[FOLDER]) / ("postgresql" if engine_url() else "sqlite"))


def begin_run() -> bool:
    """Gives the run that begins a folder, unless it shares that of another; true where it has to end it."""
    if os.environ.get(FOLDER):
        return False
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="qlcl-templates-")
    return True


def end_run() -> None:
    """Removes what the run has made."""
    of_this_run().drop()
    shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


@contextmanager
def copied_for_tests(connection: BaseDatabaseWrapper, template: Template) -> Iterator[None]:
    """Makes Django's test database begin as a copy of the template."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = template.name
        yield
        return
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    with closing(sqlite3.connect(name, uri=True)) as memory:  # which lives as long as somebody is connected
        with closing(sqlite3.connect(template.home / "qlcl.sqlite3")) as source:
            source.backup(memory)
        yield


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _migrate(template: Template) -> None:
    template.home.mkdir(parents=True)
    if template.name:
        create_database(template.name)
    template.run("from django.core.management import call_command; call_command('migrate', verbosity=0)")


def _set_up(template: Template, migrated: Template) -> None:
    migrated.copy(template.home, template.name)
    _succeed(template, "setup", "--no-static")


def _load_example(template: Template, before: Template, day: str) -> None:
    before.copy(template.home, template.name)
    _succeed(template, "demo", "--at", day)


def _succeed(template: Template, *arguments: str) -> None:
    done = template.qlcl(*arguments)
    assert done.returncode == 0, done.stderr
