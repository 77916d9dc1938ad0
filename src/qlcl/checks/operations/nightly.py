"""The nightly run of the checks for a province."""

from datetime import date, datetime

from qlcl.checks.operations.gather_deeds import gather_deeds
from qlcl.checks.operations.run_checks import run_checks
from qlcl.checks.standing import checks
from qlcl.kernel.actors import Actor


def run_nightly_checks(province_id: int, day: date, at: datetime, illustration: bool = False) -> int:
    """Runs each check in a transaction of its own: killed half way, the next run does the rest.

    Doing it twice on a day changes nothing more. Returns how many lines began or ended.
    """
    actor = Actor.system("Rà soát hằng đêm")
    while gather_deeds(actor=actor, on=day, at=at):
        pass
    changed = 0
    for code in checks():
        result = run_checks(
            province_id=province_id, actor=actor, on=day, at=at, codes=[code], illustration=illustration
        )
        changed += result.new + result.gone
    return changed
