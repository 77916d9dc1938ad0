"""Runs the checks as they would have run on days past, so that findings have their first days."""

from datetime import date, datetime, timedelta

from qlcl.checks.operations.nightly import run_nightly_checks

#: Days before the last one on which the checks are run: the province has then seen what stood for its delay.
BEFORE = (90, 60, 31, 0)


def replay_checks(*, province_id: int, until: date, at: datetime, since: date) -> int:
    """Runs the example's checks on some days up to `until`, none before `since`; returns what began or ended."""
    days = [until - timedelta(days=n) for n in BEFORE]
    return sum(run_nightly_checks(province_id, day, at, illustration=True) for day in days if day >= since)
