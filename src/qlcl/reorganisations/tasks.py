"""Background entry points of the room: its part of the nightly work."""

from datetime import date, datetime

from qlcl.kernel.actors import Actor
from qlcl.reorganisations.operations.end_agencies import end_subjects


def end_what_ended(province_id: int, day: date, at: datetime) -> int:
    """Closes what agencies left open whose last day has passed; how many findings and duties."""
    return end_subjects(province_id=province_id, actor=Actor.system("Việc nền"), on=day, at=at)
