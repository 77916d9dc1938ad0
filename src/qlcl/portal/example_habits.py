"""How the example's agencies keep their yearly duties: made up, the same on every run, no chance at work.

The weaknesses are those that a provincial report of 2022 complains of: audits bunched before an inspection, weeks
without any act, duties forgotten, reviews left to a deputy. Every share is drawn from the digest of codes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

#: Temper of an agency → shares of on time, late, explained (the rest is missed), and the days by which it leads.
TEMPERS = {
    "steady": (0.87, 0.07, 0.03, (4, 45)),
    "slow": (0.55, 0.30, 0.06, (0, 18)),
    "last_minute": (0.60, 0.18, 0.06, (0, 6)),
    "neglectful": (0.24, 0.28, 0.06, (0, 10)),
}
#: Level → shares of the first three tempers; what is left is neglectful.
MIX = {"province_agency": (0.60, 0.22, 0.12), "district": (0.46, 0.22, 0.20)}
COMMUNES = (0.44, 0.23, 0.19)
#: Of what a neglectful agency missed and did not explain: how much it never does.
FORGOTTEN = 0.4
#: Duties that a last-minute agency does together, in the days before it is inspected.
BUNCHED = ("documents", "internal_audit", "management_review", "evaluation")
#: The steps of the campaign that are the same act.
SAME_ACT = {"internal_audit": "internal_audit", "management_review": "management_review"}
PANDEMIC = (date(2021, 7, 19), date(2021, 9, 30))
REASONS = (
    "Thư ký ISO nghỉ chế độ, người thay chưa được giao việc",
    "Tập trung phục vụ bầu cử và sắp xếp nhân sự của cơ quan",
    "Chưa bố trí được kinh phí trong năm",
    "Lồng ghép vào đợt rà soát chung của tỉnh năm sau",
)
PANDEMIC_REASON = "Thực hiện giãn cách xã hội phòng, chống dịch COVID-19"


class Owed(NamedTuple):
    """A duty of the example: whose, which, of which year, due when."""

    code: str
    level: str
    rule: str
    year: int
    due_on: date
    statutory: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it: done on a day, explained on a day, both or neither."""

    done_on: date | None = None
    explained_on: date | None = None
    reason: str = ""
    by_deputy: bool = False


def share(*words: object) -> float:
    """A number from 0 up to 1 that stands for those words, for ever."""
    digest = sha256(" ".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def between(least: int, most: int, *words: object) -> int:
    """A whole number from `least` to `most` that stands for those words."""
    return least + int(share(*words) * (most - least + 1))


def temper(code: str, level: str) -> str:
    """How an agency keeps its duties."""
    drawn, names = share(code, "temper"), list(TEMPERS)
    for name, part in zip(names, MIX.get(level, COMMUNES), strict=False):
        if drawn < part:
            return name
        drawn -= part
    return names[-1]


def kept(owed: Owed, inspected: Sequence[date], steps: Mapping[str, date]) -> Kept:
    """What the agency did about a duty, from its temper, its inspections and its steps of the campaign."""
    step = steps.get(SAME_ACT.get(owed.rule, ""))
    by_deputy = owed.rule == "management_review" and share(owed.code, "deputy") < 0.4
    if step is not None and step.year == owed.year:
        return Kept(step, by_deputy=by_deputy)
    on_time, late, explained, lead = TEMPERS[temper(owed.code, owed.level)]
    drawn = share(owed.code, owed.rule, owed.year)
    if drawn < on_time:
        return Kept(_in_time(owed, lead, inspected), by_deputy=by_deputy)
    if drawn < on_time + late:
        return Kept(_later(owed), by_deputy=by_deputy)
    if drawn < on_time + late + explained:
        return _explained(owed)
    return _missed(owed)


def _in_time(owed: Owed, lead: tuple[int, int], inspected: Sequence[date]) -> date:
    words = (owed.code, owed.rule, owed.year, "lead")
    begun = date(owed.year, 1, 4)
    if owed.rule in BUNCHED and temper(owed.code, owed.level) == "last_minute":
        coming = [day for day in inspected if day.year == owed.year and day <= owed.due_on]
        if coming:
            return max(begun, _workday(coming[-1] - timedelta(days=between(2, 8, *words)), back=True))
    ahead = min(between(*lead, *words), max(0, (owed.due_on - begun).days))
    return _outside_silence(owed, _workday(owed.due_on - timedelta(days=ahead), back=True))


def _later(owed: Owed) -> date:
    most = 140 if temper(owed.code, owed.level) == "neglectful" else 60
    return _after(owed, between(3, most, owed.code, owed.rule, owed.year, "late"))


def _after(owed: Owed, days: int) -> date:
    return _outside_silence(owed, _workday(owed.due_on + timedelta(days=days)))


def _missed(owed: Owed) -> Kept:
    """Most catch up when they are reminded; only the neglectful leave something for good."""
    words = (owed.code, owed.rule, owed.year, "caught up")
    if temper(owed.code, owed.level) != "neglectful":
        return Kept(_after(owed, between(10, 38 if owed.statutory else 75, *words)))
    if share(*words, "ever") < FORGOTTEN:
        return Kept()
    return Kept(_after(owed, between(90, 300, *words)))


def _explained(owed: Owed) -> Kept:
    """An explanation ends what no law asks for; what one asks for is done later all the same."""
    words = (owed.code, owed.rule, owed.year, "explained")
    day = _workday(owed.due_on + timedelta(days=between(2, 14, *words)))
    during = PANDEMIC[0] <= owed.due_on <= PANDEMIC[1] + timedelta(days=31)
    reason = PANDEMIC_REASON if during else REASONS[between(0, len(REASONS) - 1, *words)]
    return Kept(_after(owed, between(16, 38, *words, "done")) if owed.statutory else None, day, reason)


def silence(code: str, level: str, year: int) -> tuple[date, date] | None:
    """The weeks of the year in which an agency did nothing at all; most have none."""
    if year == PANDEMIC[0].year and level != "province_agency" and share(code, "pandemic") < 0.35:
        return PANDEMIC
    if share(code, year, "silence") > (0.06 if level == "province_agency" else 0.16):
        return None
    first = date(year, 1, 10) + timedelta(days=between(0, 250, code, year, "silence from"))
    return first, first + timedelta(weeks=between(8, 15, code, year, "silence weeks"))


def _outside_silence(owed: Owed, day: date) -> date:
    weeks = silence(owed.code, owed.level, day.year)
    if weeks is None or not weeks[0] <= day <= weeks[1]:
        return day
    return _workday(weeks[1] + timedelta(days=between(1, 9, owed.code, owed.rule, "after")))


def _workday(day: date, *, back: bool = False) -> date:
    over = day.weekday() - 4
    if over <= 0:
        return day
    return day - timedelta(days=over) if back else day + timedelta(days=3 - over)
