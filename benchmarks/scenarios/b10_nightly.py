"""The night of a province with two million duties: all of it, and each of its parts; then the night run again."""

import sys
from time import perf_counter
from typing import Any

from benchmarks.many_duties import NIGHT, make
from benchmarks.timing import once
from qlcl.duties.models import Duty, NightlyRun, Notice
from qlcl.kernel.clock import now
from qlcl.portal.operations.nightly import run_nightly


def measure(times: int) -> dict[str, Any]:
    """Within 60 s on PostgreSQL and 120 s on SQLite, on two cores with nothing else to do."""
    if not Duty.objects.filter(source_kind="bench").exists():
        began = perf_counter()
        print(f"→   {make()} duties in {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    parts: dict[str, float] = {}
    begun = [perf_counter()]

    def say(line: str) -> None:
        parts[line] = round(perf_counter() - begun[0], 2)
        begun[0] = perf_counter()

    night = once(lambda: run_nightly(on=NIGHT, at=now(), say=say))
    return {
        "duties": Duty.objects.count(),
        "open": Duty.objects.open().count(),
        "rungs": NightlyRun.objects.get(stage="duties.remind", day=NIGHT).done,
        "notices": Notice.objects.filter(on=NIGHT, topic__startswith="ladder").count(),
        "night": night,
        "parts_s": parts,
        "again": once(lambda: run_nightly(on=NIGHT, at=now())),
    }
