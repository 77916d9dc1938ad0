"""Opening the year of a province of ten thousand systems by its fifteen rules, and finding nothing to open."""

from datetime import date
from typing import Any

from benchmarks.province import CODE
from benchmarks.timing import once
from qlcl.duties.models import Duty
from qlcl.duties.operations.open_year import open_year
from qlcl.duties.operations.seed import seed
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now
from qlcl.organisations.models import Agency, QualitySystem

YEAR = 2023


def measure(times: int) -> dict[str, Any]:
    """The first opening writes every duty with one statement for all; the second reads and writes nothing."""
    seed(at=now())
    province = Agency.objects.get(code=CODE)

    def opening() -> None:
        open_year(province=province, year=YEAR, actor=Actor.system("đo"), on=date(YEAR, 1, 1), at=now())

    first = once(opening)
    return {
        "systems": QualitySystem.objects.filter(province=province).count(),
        "duties": Duty.objects.filter(year=YEAR, source_kind="duty_rule").count(),
        "open": first,
        "again": once(opening),
    }
