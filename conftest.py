"""Fixtures for every test: files of their own, and databases that may really be committed to.

Which engine a test runs on follows from what it asks for (`engines_of`), so that nobody keeps lists:

- no database: once, beside SQLite;
- a database: on both engines, for constraints, triggers, locks, search and the sums of reports are SQL; of a test with
  several cases PostgreSQL sees the first, for the others send the same statements, and no `test_refuses_…`, for what is
  refused is refused before anything is written;
- a database through the web (`client`, `sign_in`): on SQLite, for words, forms and the number of queries do not depend
  on the engine. That every page's SQL is understood by PostgreSQL is seen by `tests/journeys`, which open every address
  on both;
- `@pytest.mark.engine("postgresql")` or `engine("sqlite", "postgresql")` says otherwise: both see all cases where they
  are statements of their own, of search, periods, states and checks, and what the database itself refuses.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.engines import committing, templates
from tests.engines.committing import CommittingDatabase, Template
from tests.engines.examples import calm

#: Who asks for none of these touches no database.
DATABASES = {
    "db",
    "transactional_db",
    "django_db_setup",
    "committing_database",
    "template_database",
    "example_database",
}
#: Who asks for one of these comes through the web.
WEB = {"client", "sign_in"}


def pytest_configure(config: pytest.Config) -> None:
    """The processes of one run share templates of databases, which go when it ends."""
    calm()
    if not hasattr(config, "workerinput") and templates.begin_run():
        config.add_cleanup(templates.end_run)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not look at it again, nor at every small thing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out, without a word of skipping, what only the other engine can do or what SQLite's run does for both."""
    mine, others = [], []
    for item in items:
        (mine if connection.vendor in engines_of(item) else others).append(item)
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = mine


def engines_of(item: pytest.Item) -> set[str]:
    """The engines on which a test proves something: those it names, both with a database behind it, else the first."""
    named = {name for mark in item.iter_markers("engine") for name in mark.args}
    if named:
        return named
    asked = set(getattr(item, "fixturenames", ()))
    cases = getattr(item, "callspec", None)
    if asked & WEB or (cases and any(cases.indices.values())) or item.name.startswith("test_refuses_"):
        return {"sqlite"}
    case = getattr(item, "cls", None)
    if asked & DATABASES or item.get_closest_marker("django_db") or (case and issubclass(case, TransactionTestCase)):
        return {"sqlite", "postgresql"}
    return {"sqlite"}


@pytest.fixture(autouse=True)
def _own_files(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """No test finds the files of another."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.HOME = tmp_path  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _entering(django_db_blocker: DjangoDbBlocker) -> None:
    """Whoever holds a committing database may look at it."""
    committing.unblocked = django_db_blocker.unblock


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The database of this process begins as a copy of one that has been migrated."""
    with templates.copied_for_tests(connection, templates.of_this_run().migrated()):
        yield


@pytest.fixture(scope="session")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Callable[[], AbstractContextManager[None]]:
    """What is made `with standing():` by a fixture of a module or a package is there for all its tests, then gone.

    Each test works in a transaction inside and finds it as it was made, whatever the test before did to it.
    """

    @contextmanager
    def made() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return made


@pytest.fixture(scope="session")
def template_database() -> Template:
    """A database with schema and reference data, made once per run on the engine under test."""
    return templates.of_this_run().reference()


@pytest.fixture(scope="session")
def example_database() -> Template:
    """A database with the example as it stands on its last day; who writes makes a copy of it."""
    return templates.of_this_run().example()


@pytest.fixture
def committing_database(template_database: Template, tmp_path: Path) -> Iterator[CommittingDatabase]:
    """A copy of the template for other processes to commit to; see `tests.engines.committing`."""
    database = template_database.copy(tmp_path / "home")
    yield database
    database.drop()
