"""The shipped sets of questions, there for every test of this room: to load them costs more than most tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from qlcl.assessments.tests.factories import make_sets


@pytest.fixture(scope="package", autouse=True)
def _shipped_sets(standing: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    with standing():
        make_sets()
        yield
