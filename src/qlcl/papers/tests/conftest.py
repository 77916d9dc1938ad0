"""A kind of paper registered for the tests of this room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qlcl.kernel import catalogue
from qlcl.papers.tests.factories import DECISION


@pytest.fixture
def kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A registered kind whose default template is a file of the test."""
    (tmp_path / "probe.txt").write_text(DECISION, encoding="utf-8")
    entry = catalogue.PaperKind("test.decision", "Quyết định thử", "probe.txt", "qlcl.papers.tests.factories.sample")
    monkeypatch.setattr("qlcl.papers.queries.get_app_template_dirs", lambda _name: (tmp_path,))
    monkeypatch.setattr("qlcl.kernel.catalogue._registry.papers", {entry.code: entry})
    yield entry.code
