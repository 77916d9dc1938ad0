"""Background entry points of the room: its parts of the nightly work."""

from datetime import date, datetime

from qlcl.duties.operations.alarm_vacancies import alarm_vacancies
from qlcl.duties.operations.open_year import open_year_in_parts
from qlcl.duties.operations.remind_due import remind_due
from qlcl.duties.operations.watch_consultants import watch_consultants
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

_DECEMBER = 12


def open_years(province_id: int, day: date, at: datetime) -> int:
    """Opens what this year still lacks, in December the next year too.

    Every night, for a system may be made, or a rule begin, on any day; where nothing lacks it writes nothing.
    """
    province, actor = Agency.objects.get(pk=province_id), Actor.system("Việc nền")
    years = [day.year, day.year + 1] if day.month == _DECEMBER else [day.year]
    return sum(open_year_in_parts(province=province, year=year, actor=actor, day=day, at=at) for year in years)


def remind(province_id: int, day: date, at: datetime) -> int:
    """Passes the rungs of the day; how many."""
    return remind_due(province_id=province_id, day=day, at=at)


def tell_vacancies(province_id: int, day: date, at: datetime) -> int:
    """Tells of positions that have stood vacant too long; how many, each once."""
    return alarm_vacancies(province_id=province_id, day=day, at=at)


def watch_guests(province_id: int, day: date, at: datetime) -> int:
    """Warns of consultants whose time ends, and opens the duty to take over; how many duties are new."""
    return watch_consultants(province_id=province_id, day=day, at=at)
