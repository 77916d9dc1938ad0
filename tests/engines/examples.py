"""How many examples Hypothesis makes up: few in the ordinary run, as many more as `QLCL_TEST_EXAMPLES` says.

    QLCL_TEST_EXAMPLES=20 .venv/bin/python -m pytest src/qlcl/reports

Each run makes up others, so that many ordinary runs see what one long one sees.
"""

import os

from hypothesis import settings

from tests.engines.committing import engine_url

#: Of a test that says no number and asks for no database.
PLAIN = 25


def examples(ordinary: int) -> int:
    """The number for a test whose ordinary run makes up so many; with PostgreSQL below, half of them."""
    wanted = int(os.environ.get("QLCL_TEST_EXAMPLES") or 1) * ordinary
    return max(1, wanted // 2) if engine_url() else wanted


def calm() -> None:
    """Makes this the habit of the process: no deadline either, for a machine may be slow."""
    settings.register_profile("qlcl", max_examples=examples(PLAIN), deadline=None)
    settings.load_profile("qlcl")
