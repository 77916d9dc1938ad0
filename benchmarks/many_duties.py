"""Two million duties: every system of the province owes 40 a year over five years; the positions that owe them.

Written by SQL of both engines, for an import of that size would be what is measured. Past years are nearly all done;
of the present year half is open, some of it overdue, each on the rung of its ladder that the day before has left it.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection

from benchmarks.province import CODE
from qlcl.duties.models import Duty
from qlcl.duties.operations.seed import seed
from qlcl.duties.queries import Step, ladder_steps, workdays_of
from qlcl.duties.workflow import rung_on
from qlcl.kernel.clock import now
from qlcl.kernel.workdays import Workdays
from qlcl.organisations.models import Agency

YEARS, EACH = range(2017, 2022), 40
#: The first working day of the year: everything due on 31 December that is open meets its next rung.
NIGHT = date(2022, 1, 4)


def make(day: date = NIGHT) -> int:
    """Makes the positions and the duties as they stand before the night of `day`; how many duties there are."""
    seed(at=now())
    province = Agency.objects.get(code=CODE)
    with connection.cursor() as cursor:
        cursor.execute(_positions())
        cursor.execute(_duties(province.pk, day))
        cursor.execute("ANALYZE")
    return Duty.objects.count()


def _date(day: date | None) -> str:
    written = "NULL" if day is None else f"'{day.isoformat()}'"
    return f"CAST({written} AS date)" if connection.vendor == "postgresql" else written


def _positions() -> str:
    """A head and an ISO secretary in every agency."""
    return f"""
        INSERT INTO accounts_position (agency_id, title, role, valid_from)
        SELECT a.id, v.column1, v.column2, {_date(date(2016, 1, 1))} FROM organisations_agency a
        CROSS JOIN (VALUES ('Thủ trưởng', 'head'), ('Thư ký ISO', 'iso_secretary')) AS v
        WHERE a.level <> 'province'"""


def _duties(province_id: int, day: date) -> str:
    calendar, steps = workdays_of(province_id), ladder_steps([province_id])[province_id, "ordinary"]
    rows = ", ".join(_pattern(number, calendar, steps, day) for number in range(len(YEARS) * EACH))
    is_open = "((s.id * 37 + v.column1 * 61) % 100) < v.column6"
    return f"""
        INSERT INTO duties_duty (
            system_id, agency_id, role, act, label, subject_kind, subject_id, subject_label, source_kind, source_id,
            source_label, sequence, legal_basis, statutory, by_hand, opened_on, first_due_on, due_on, closed_on,
            outcome, on_time, complete, explanation, note, done_by, opened_by, closed_by, year, ladder, rungs_passed,
            next_rung_on)
        SELECT s.id, s.holder_id, CASE WHEN v.column1 % 5 = 0 THEN 'head' ELSE 'iso_secretary' END,
            v.column2, 'Việc ' || v.column2, '', 0, '', 'bench', 0, 'Quy tắc của năm', v.column3, '', FALSE, FALSE,
            v.column4, v.column5, v.column5, CASE WHEN {is_open} THEN NULL ELSE v.column5 END,
            CASE WHEN {is_open} THEN '' ELSE 'done' END, CASE WHEN {is_open} THEN NULL ELSE TRUE END,
            CASE WHEN {is_open} THEN NULL ELSE TRUE END, '', '', '', 1, CASE WHEN {is_open} THEN NULL ELSE 1 END,
            v.column3, 'ordinary', CASE WHEN {is_open} THEN v.column7 ELSE 0 END,
            CASE WHEN {is_open} THEN v.column8 ELSE NULL END
        FROM organisations_qualitysystem s CROSS JOIN (VALUES {rows}) AS v"""


def _pattern(number: int, calendar: Workdays, steps: Sequence[Step], day: date) -> str:
    """One duty of a year: number, act, year, opened on, due on, share open, rungs passed, day of the next one."""
    year = YEARS[number // EACH]
    month = number % 12 + 1
    due_on = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    share = 50 if (day - due_on).days < 60 else 15 if year == YEARS[-1] else 3
    met = [rung_on(step, due_on, calendar) for step in steps]
    passed = sum(1 for when in met if when < day)
    following = met[passed] if passed < len(met) else None
    dates = f"{_date(date(year - 1, 12, 1))}, {_date(due_on)}"
    return f"({number}, 'bench.act_{number % EACH}', {year}, {dates}, {share}, {passed}, {_date(following)})"
