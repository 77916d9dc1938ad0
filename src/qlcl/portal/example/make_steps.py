"""Makes up the example's steps by hand and notices, plausible beside its declarations; the same on every run.

Run `python src/qlcl/portal/example/make_steps.py` after changing `declarations.csv`. Everything it writes is
illustration: no source tells when an agency approved its plan or posted its declaration.
"""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent
START = date(2019, 11, 12)
#: Step, share of the way from the start to the declaration, days after which the first two are done at the latest.
BY_HAND = (
    ("plan", 0.12, 48),
    ("steering_committee", 0.18, 80),
    ("documents_issued", 0.5, 0),
    ("applied", 0.6, 0),
    ("internal_audit", 0.8, 0),
    ("management_review", 0.88, 0),
)
#: Notice, shortest and longest delay in days, share that nobody recorded.
NOTICES = (("notified_on", 3, 28, 0.07), ("posted_on", 1, 12, 0.04), ("published_on", 2, 45, 0.12))
DATES = {
    "plan": "2019-12-31",
    "steering_committee": "2020-01-31",
    "training": "2020-06-30",
    "documents_issued": "2020-09-30",
    "applied": "2020-12-31",
    "internal_audit": "2021-03-31",
    "management_review": "2021-05-31",
    "effect_confirmed": "2021-06-30",
    "declared": "2021-09-30",
    "notified": "2021-10-31",
    "posted": "2021-10-31",
    "published": "2021-11-30",
}


def working_day(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def steps_of(code: str, declared: date) -> list[tuple[str, date]]:
    """The steps an agency did by hand before it declared; about one in thirty left no record."""
    chance = random.Random(f"{code} steps")  # noqa: S311  not for secrets
    begin = START + timedelta(days=chance.randint(2, 12))
    span = (declared - begin).days
    done = []
    before = begin
    for step, share, latest in BY_HAND:
        days = span * (share + chance.uniform(-0.04, 0.04))
        if latest:
            days = min(days, chance.randint(latest // 2, latest + 20))
        before = min(max(before + timedelta(days=1), working_day(begin + timedelta(days=int(days)))), declared)
        if chance.random() > 0.03:
            done.append((step, before))
    return done


def notices_of(code: str, declared: date) -> dict[str, str]:
    """When the Department was told, the declaration posted and published; some are missing."""
    chance = random.Random(f"{code} notices")  # noqa: S311  not for secrets
    told = {}
    for name, least, most, missing in NOTICES:
        day = working_day(declared + timedelta(days=chance.randint(least, most)))
        told[name] = "" if chance.random() < missing else day.isoformat()
    return told


def write(name: str, header: list[str], rows: list[list[str]]) -> None:
    """One file of the example."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Writes the three files."""
    with (FOLDER / "declarations.csv").open(encoding="utf-8-sig") as file:
        declared = {row["unit_code"]: date.fromisoformat(row["declared_on"]) for row in csv.DictReader(file)}
    steps = [[code, step, day.isoformat()] for code, on in declared.items() for step, day in steps_of(code, on)]
    notices = [[code, *notices_of(code, on).values()] for code, on in declared.items()]
    write("campaign_steps.csv", ["unit_code", "step", "done_on"], sorted(steps, key=lambda row: (row[2], row[0])))
    write("declaration_notices.csv", ["unit_code", *(name for name, *_ in NOTICES)], notices)
    write("campaign_step_dates.csv", ["step", "due_on"], [[step, due] for step, due in DATES.items()])


if __name__ == "__main__":
    main()
