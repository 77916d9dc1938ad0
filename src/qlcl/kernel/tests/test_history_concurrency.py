"""Several processes write to the same chains: no chain forks, nothing is lost, and a killed one leaves no trace."""

import json
import signal
import time

import pytest

from tests.engines.committing import PATIENCE, CommittingDatabase

pytestmark = pytest.mark.slow

WRITER = """
import sys
from qlcl.kernel.tests.history import store_files
number = int(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for turn in range(15):
    store_files(2, chain=("system:1", "system:2")[turn % 2], start=number * 1000 + turn * 2)
print("done")
"""

#: Takes two chains in the order given, a hundred times: a deadlock would show here.
CROSSING = """
import sys
from django.db import transaction
from qlcl.kernel import history
from qlcl.kernel.tests.history import entry_for, make_files, record
from qlcl.kernel.models import StoredFile
chains = sys.argv[1].split(",")
print("ready", flush=True)
sys.stdin.readline()
for turn in range(40):
    with transaction.atomic():
        history.lock(*chains)
        rows = StoredFile.objects.bulk_create(make_files(2))
        record([entry_for(row, chain) for row, chain in zip(rows, chains)])
print("done")
"""

ENDLESS = """
from qlcl.kernel.tests.history import store_files
print("ready", flush=True)
turn = 0
while True:
    store_files(3, start=turn)
    turn += 3
    print(turn, flush=True)
"""


def together(database: CommittingDatabase, code: str, arguments: list[str]) -> None:
    """Runs the code once per argument, all starting at the same moment."""
    processes = [database.fork(code, argument) for argument in arguments]
    for process in processes:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        out, err = process.communicate(timeout=PATIENCE)
        assert out == "done\n", err


VERIFY = """
import json
from qlcl.kernel import history
print(json.dumps(history.verify().as_dict()))
"""


def verified(database: CommittingDatabase) -> dict[str, int]:
    """The report of a verification, which must be whole; the files of these rows have no content."""
    report: dict[str, int] = json.loads(database.here(VERIFY))
    assert report["ok"], report["breaks"]  # type: ignore[call-overload]
    return report


def test_writers_cannot_fork_a_chain(committing_database: CommittingDatabase) -> None:
    before = verified(committing_database)["events"]
    together(committing_database, WRITER, ["1", "2", "3"])
    assert verified(committing_database)["events"] == before + 3 * 15 * 2


def test_writers_that_cross_do_not_deadlock(committing_database: CommittingDatabase) -> None:
    before = verified(committing_database)["events"]
    together(committing_database, CROSSING, ["system:1,system:2", "system:2,system:1"])
    assert verified(committing_database)["events"] == before + 2 * 40 * 2


def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_nothing_half(
    committing_database: CommittingDatabase,
) -> None:
    before = verified(committing_database)["events"]
    process = committing_database.fork(ENDLESS)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline() for _ in range(8)][-1]
    time.sleep(0.02)  # somewhere inside a later transaction
    process.send_signal(signal.SIGKILL)
    rest, _err = process.communicate()
    last = int((rest.split() or [acknowledged])[-1])
    events = verified(committing_database)["events"] - before
    assert events in {last, last + 3}
