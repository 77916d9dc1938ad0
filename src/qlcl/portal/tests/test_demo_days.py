"""The example stands on any day asked for, is built anew for another, and never touches real data."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from qlcl.portal.example_habits import TEMPERS, Owed, kept, silence, temper
from tests.engines.committing import CommittingDatabase, Template
from tests.engines.templates import of_this_run

LATEST = """
import json
from django.db.models import Max
from qlcl.accounts.models import Appointment, Person
from qlcl.conformity.models import Declaration
from qlcl.duties.models import Duty, Reminder
from qlcl.inspections.models import Inspection
from qlcl.kernel.models import Event
from qlcl.training.models import TrainingClass
shipped = ["days_off", "standards", "assessments"]
latest = {
    "events": Event.objects.exclude(chain__key__in=shipped).aggregate(d=Max("on"))["d"],
    "closed": Duty.objects.aggregate(d=Max("closed_on"))["d"],
    "explained": Duty.objects.aggregate(d=Max("explained_on"))["d"],
    "declared": Declaration.objects.aggregate(d=Max("signed_on"))["d"],
    "inspected": Inspection.objects.aggregate(d=Max("inspected_on"))["d"],
    "held": TrainingClass.objects.aggregate(d=Max("held_on"))["d"],
    "reminded": Reminder.objects.aggregate(d=Max("on"))["d"],
    "appointed": Appointment.objects.aggregate(d=Max("valid_from"))["d"],
}
print(json.dumps({k: str(v) for k, v in latest.items() if v}))
"""
REAL = """
from qlcl.accounts.models import Person
from qlcl.organisations.models import Agency
agency = Agency.objects.first()
Person.objects.create(username="that", full_name="Người thật", name_fold="nguoi that", name_sort=b"x", agency=agency)
"""
OWED = Owed("TN-X00001", "commune", "internal_audit", 2021, date(2021, 12, 31), True)


def latest(database: CommittingDatabase) -> dict[str, str]:
    """The last legal day of each kind of record."""
    return json.loads(database.here(LATEST).splitlines()[-1])  # type: ignore[no-any-return]


@pytest.mark.slow
def test_the_example_of_a_day_holds_nothing_later_and_is_built_anew(example_database: Template, tmp_path: Path) -> None:
    found = latest(example_database)
    assert max(found.values()) <= "2021-12-31", found
    assert found["declared"] > "2021-09-01"
    earlier = of_this_run().example("2019-12-31").copy(tmp_path / "home")  # which was made from the one before
    assert (earlier.home / "today").read_text().strip() == "2019-12-31"
    found = latest(earlier)
    assert max(found.values()) <= "2019-12-31", found
    assert found["events"] > "2019-11-12"
    assert earlier.is_whole()
    earlier.here(REAL)
    refused = earlier.fork_qlcl("demo", "--at", "2021-10-15")
    assert refused.returncode == 1
    assert "tài khoản người dùng thật" in refused.stderr
    assert (earlier.home / "today").read_text().strip() == "2019-12-31"
    earlier.drop()


def test_a_day_before_the_example_is_refused(committing_database: CommittingDatabase) -> None:
    refused = committing_database.fork_qlcl("demo", "--at", "2019-11-11")
    assert (refused.returncode, "12/11/2019" in refused.stderr) == (1, True)


def test_what_is_no_example_is_never_replaced(committing_database: CommittingDatabase) -> None:
    committing_database.here(
        "from datetime import date\n"
        "from qlcl.kernel.actors import Actor\n"
        "from qlcl.kernel.clock import now\n"
        "from qlcl.organisations.operations.register_agencies import NewAgency, register_agencies\n"
        'new = NewAgency("P1", "Tỉnh Một", "province", "", date(2004, 1, 1), "mandatory")\n'
        'register_agencies(actor=Actor.system("thử"), on=date(2020, 1, 1), at=now(), agencies=[new])'
    )
    refused = committing_database.fork_qlcl("demo", "--at", "2021-10-15")
    assert (refused.returncode, "không phải là ví dụ" in refused.stderr) == (1, True)
    (committing_database.home / "today").write_text("2021-12-31\n")
    refused = committing_database.fork_qlcl("demo", "--at", "2021-10-15")
    assert (refused.returncode, "tỉnh không thuộc ví dụ" in refused.stderr) == (1, True)


def test_the_same_agency_keeps_its_duties_the_same_on_every_run() -> None:
    assert kept(OWED, [date(2021, 6, 8)], {}) == kept(OWED, [date(2021, 6, 8)], {})
    assert {temper(f"TN-{n}", "commune") for n in range(60)} == set(TEMPERS)


def test_a_step_of_the_campaign_is_the_audit_of_its_year() -> None:
    assert kept(OWED, [], {"internal_audit": date(2021, 5, 4)}).done_on == date(2021, 5, 4)
    assert kept(OWED._replace(year=2020), [], {"internal_audit": date(2021, 5, 4)}).done_on != date(2021, 5, 4)


def test_nothing_is_done_in_weeks_of_silence() -> None:
    quiet = {code: silence(code, "commune", 2021) for code in (f"TN-{n}" for n in range(200))}
    assert 40 < sum(1 for weeks in quiet.values() if weeks) < 140
    for code, weeks in quiet.items():
        done = kept(OWED._replace(code=code, rule="documents", due_on=date(2021, 9, 30)), [], {}).done_on
        assert weeks is None or done is None or not weeks[0] <= done <= weeks[1]


def test_a_last_minute_agency_does_all_before_it_is_inspected() -> None:
    code = next(f"TN-{n}" for n in range(400) if temper(f"TN-{n}", "commune") == "last_minute")
    inspected = date(2021, 6, 16)
    days = [
        day
        for rule in ("documents", "internal_audit", "management_review", "evaluation")
        if (day := kept(OWED._replace(code=code, rule=rule), [inspected], {}).done_on) and day <= inspected
    ]
    assert days
    assert all((inspected - day).days <= 11 for day in days)
    assert all(abs((after - before).days) <= 9 for before, after in pairwise(sorted(days)))
