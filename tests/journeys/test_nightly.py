"""The night killed at any point, or run by two at once: every rung once, every position told once, no mail twice."""

import json
import os
import signal
import time
from email import message_from_string
from email.header import decode_header, make_header

import pytest

from tests.engines.committing import PATIENCE, CommittingDatabase, Template
from tests.journeys.smtp_sink import smtp_sink

AGENCIES, EACH = 40, 3
PREPARE = f"""
from datetime import date
from django.db import transaction
from qlcl.accounts.models import Person
from qlcl.accounts.tests.factories import make_post
from qlcl.conftest import make_agency
from qlcl.duties.models import DigestChoice
from qlcl.duties.operations.open_duties import open_duties
from qlcl.duties.tests.factories import AT, SYSTEM, make_ladder, spec
from qlcl.kernel.actors import Role
from qlcl.organisations.enums import Level
with transaction.atomic():
    province = make_agency("P1", "Ủy ban nhân dân tỉnh Mẫu", Level.PROVINCE)
    make_ladder(province)
    department = make_agency("P1-CC", "Chi cục", Level.PROVINCE_AGENCY, province)
    make_post(department, Role.PROVINCIAL_OFFICER)
    for number in range({AGENCIES}):
        commune = make_agency(f"P1-X{{number:03}}", f"Ủy ban nhân dân xã {{number}}", Level.COMMUNE, province)
        make_post(commune, Role.HEAD)
        person = make_post(commune, Role.ISO_SECRETARY).person
        Person.objects.filter(pk=person.pk).update(email=f"thu-ky-{{number}}@xa.example")
        DigestChoice.objects.create(person=person, frequency="daily")
        open_duties(specs=[spec(commune, f"act.{{n}}", ladder="thang") for n in range({EACH})],
            actor=SYSTEM, on=date(2020, 1, 1), at=AT, event=1)
"""
#: The day on which the rungs of owner, secretary, head and province have been reached.
REMIND = """
import sys
from datetime import date
from qlcl.duties.operations.remind_due import remind_due
from qlcl.kernel.clock import now
from qlcl.organisations.models import Agency
province = Agency.objects.get(code="P1")
print("ready", flush=True)
sys.stdin.readline()
print(remind_due(province_id=province.pk, day=date(2020, 7, 14), at=now(), chunk=EACH))
""".replace("EACH", str(EACH))
SEND = """
import sys
from datetime import UTC, date, datetime
from qlcl.duties.operations.send_digests import send_digests
from qlcl.organisations.models import Agency
province = Agency.objects.get(code="P1")
print("ready", flush=True)
sys.stdin.readline()
at = datetime(2020, 7, 14, 2, int(sys.argv[1]), tzinfo=UTC)
print(send_digests(province_id=province.pk, day=date(2020, 7, 14), at=at))
"""
TOLD = """
import json
from collections import Counter
from qlcl.duties.models import Duty, Notice, NightlyRun, Reminder
notices = Counter(Notice.objects.values_list("position__role", "text"))
print(json.dumps({
    "notices": sorted([role, text, count] for (role, text), count in notices.items()),
    "positions": Notice.objects.values("position").distinct().count(),
    "rungs": Reminder.objects.count(),
    "distinct": Reminder.objects.values("duty", "number").distinct().count(),
    "passed": sorted(set(Duty.objects.values_list("rungs_passed", flat=True))),
    "done": NightlyRun.objects.get().done,
    "finished": NightlyRun.objects.get().finished_at is not None,
}))
"""
RUNGS = AGENCIES * EACH * 4
EXPECTED = {
    "notices": [
        ["head", f"{EACH} việc của cơ quan quá hạn chưa thực hiện, đề nghị chỉ đạo", AGENCIES],
        ["iso_secretary", f"{EACH} việc quá hạn", AGENCIES],
        ["provincial_officer", f"{AGENCIES * EACH} việc của {AGENCIES} cơ quan quá hạn chưa thực hiện", 1],
    ],
    "positions": 2 * AGENCIES + 1,
    "rungs": RUNGS,
    "distinct": RUNGS,
    "passed": [4],
    "done": RUNGS,
    "finished": True,
}


@pytest.fixture(scope="module")
def prepared(template_database, tmp_path_factory):
    """A province in which every duty has rungs to pass."""
    made = template_database.copy(tmp_path_factory.mktemp("nightly") / "home")
    made.here(PREPARE)
    yield Template(made.home, made.name)
    made.drop()


@pytest.fixture
def waiting(prepared, tmp_path):
    """A copy of it."""
    database = prepared.copy(tmp_path / "home")
    yield database
    database.drop()


def ready(process):
    """The process stands at its start, whatever the machine has to do besides."""
    assert process.stdout.readline() == "ready\n", process.communicate()
    return process


def go(process):
    process.stdin.write("go\n")
    process.stdin.flush()
    return process


def told(database):
    return json.loads(database.here(TOLD))


def test_a_night_killed_again_and_again_tells_everybody_once(waiting):
    killed = 0
    for moment in (0.02, 0.08, 0.25):
        process = go(ready(waiting.python(REMIND)))
        time.sleep(moment)  # how long the run takes is not known: three moments of it
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.communicate(timeout=PATIENCE)
    assert killed
    go(ready(waiting.python(REMIND))).communicate(timeout=PATIENCE)
    assert told(waiting) == EXPECTED


def test_two_nights_at_once_tell_everybody_once(waiting):
    logged = []
    for process in [go(process) for process in [ready(waiting.python(REMIND)) for _ in range(2)]]:
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
        logged.append(int(out))
    assert (sum(logged), told(waiting)) == (RUNGS, EXPECTED)


def test_a_run_killed_while_a_mail_was_under_way_sends_none_twice(waiting, monkeypatch):
    """The mail whose fate nobody knows is not sent again; all others go once."""
    with smtp_sink(silent_after=5) as first:
        _mail_server(monkeypatch, first.port)
        process = go(ready(waiting.python(SEND, "0")))
        assert first.stuck.wait(PATIENCE)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
    with smtp_sink() as second:
        _mail_server(monkeypatch, second.port)
        out, err = go(ready(waiting.python(SEND, "45"))).communicate(timeout=PATIENCE)
        assert int(out) == len(second.mails), err
    received = [message_from_string(mail) for mail in first.mails + second.mails]
    assert sorted(mail["To"] for mail in received) == sorted(f"thu-ky-{n}@xa.example" for n in range(AGENCIES))
    subjects = {str(make_header(decode_header(mail["Subject"]))) for mail in received}
    assert subjects == {f"[QLCL] {EACH} việc quá hạn"}
    assert all(mail.get_content_type() == "multipart/alternative" for mail in received)


def test_two_senders_at_once_send_each_mail_once(waiting, monkeypatch):
    with smtp_sink() as sink:
        _mail_server(monkeypatch, sink.port)
        processes = [go(process) for process in [ready(waiting.python(SEND, "0")) for _ in range(2)]]
        sent = [int(process.communicate(timeout=PATIENCE)[0]) for process in processes]
    assert sum(sent) == len(sink.mails) == AGENCIES


def test_the_command_does_the_day_once_and_says_what_it_did(waiting):
    first = waiting.qlcl("nightly", "--day", "2020-07-14", "--json")
    assert first.returncode == 0, first.stderr
    again = waiting.qlcl("nightly", "--day", "2020-07-14", "--json")
    done = [json.loads(result.stdout)["done"]["duties.remind"] for result in (first, again)]
    assert (done, "Nhắc việc, Ủy ban nhân dân tỉnh Mẫu" in first.stderr) == ([RUNGS, 0], True)
    assert (waiting.home / "heads" / "2020-07-14.json").exists()


def _mail_server(monkeypatch, port):
    """Every process started from now on sends its mails there; the environment of a copy starts without QLCL_*."""
    own = {"QLCL_SMTP_HOST": "127.0.0.1", "QLCL_SMTP_PORT": str(port), "QLCL_SMTP_SECURITY": "none"}
    before = CommittingDatabase.environment.fget
    monkeypatch.setattr(CommittingDatabase, "environment", property(lambda self: before(self) | own))
    assert os.environ.get("QLCL_SMTP_HOST") is None
