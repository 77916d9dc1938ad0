"""`kill -9` at any moment: what was acknowledged is there, nothing is half-written, the history verifies."""

import signal
import time

from benchmarks.province import write
from tests.engines.committing import PATIENCE

AGENCIES = 800
COUNT = "from qlcl.organisations.models import Agency; print(Agency.objects.count())"

REGISTER_FOREVER = """
from datetime import date
from itertools import count
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now
from qlcl.organisations.operations.register_agencies import NewAgency, register_agencies
for number in count():
    new = NewAgency(f"P{number}", f"Tỉnh {number}", "province", "", date(2004, 1, 1), "mandatory")
    register_agencies(actor=Actor.system("thử"), on=date(2020, 1, 1), at=now(), agencies=[new])
    print(number + 1, flush=True)
"""


def test_an_import_killed_while_writing_leaves_nothing_or_all(committing_database, tmp_path):
    files = write(tmp_path, AGENCIES)
    for moment in (0.05, 0.3, 0.8):  # the length of the write is not known: three moments of it
        process = committing_database.start("import", "units", files["units"])
        for line in process.stderr:
            if "Ghi" in line:
                break
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        assert int(committing_database.here(COUNT)) in {0, AGENCIES + 1}
        assert committing_database.is_whole()
    again = committing_database.qlcl("import", "units", files["units"])
    assert again.returncode == 0, again.stderr
    assert int(committing_database.here(COUNT)) == AGENCIES + 1


def test_nothing_acknowledged_is_lost(committing_database):
    process = committing_database.python(REGISTER_FOREVER)
    acknowledged = 0
    while acknowledged < 20:
        acknowledged = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=PATIENCE)
    acknowledged = max([acknowledged, *map(int, rest.split())])

    assert int(committing_database.here(COUNT)) in {acknowledged, acknowledged + 1}
    assert committing_database.is_whole()
