"""Fixtures for every test: files of their own, and databases that may really be committed to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.engines.committing import CommittingDatabase, Template


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out, without a word of skipping, what only the other engine can do."""
    mine, others = [], []
    for item in items:
        marks = [mark.args[0] for mark in item.iter_markers("engine")]
        (mine if connection.vendor in (marks or [connection.vendor]) else others).append(item)
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = mine


@pytest.fixture(autouse=True)
def _own_files(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """No test finds the files of another."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.HOME = tmp_path  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A database with schema and reference data, made once per process on the engine under test."""
    template = Template(tmp_path_factory.mktemp("template"))
    template.make()
    yield template
    template.drop()


@pytest.fixture
def committing_database(template_database: Template, tmp_path: Path) -> Iterator[CommittingDatabase]:
    """A copy of the template for other processes to commit to; see `tests.engines.committing`."""
    database = template_database.copy(tmp_path / "home")
    yield database
    database.drop()
