"""`kill -9` at any moment: what was acknowledged is there, nothing is half-written, the history verifies."""

import json
import signal
import time

import pytest

from benchmarks.province import write
from tests.engines.committing import PATIENCE

AGENCIES = 800
COUNT = "from qlcl.organisations.models import Agency; print(Agency.objects.count())"

IMPORT = """
import sys
from qlcl.config import cli
sys.exit(cli.run(["import", "units", sys.argv[1]]))
"""
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

#: Acts of inspections, each begun in a process of its own that is killed right after one of its writings, then done.
DIE_THEN_DO = """
import json, os, signal
from functools import partial
from django.apps import apps
from django.db import connection, transaction
from qlcl.assessments.models import Checklist
from qlcl.assessments.operations.apply_ops import apply_ops
from qlcl.assessments.tests.factories import a_finding, an_answer
from qlcl.conftest import make_agency
from qlcl.inspections.operations.inspect import conclude_inspection
from qlcl.inspections.tests.cases import CONCLUDED, answer_all, make_case
from qlcl.inspections.tests.factories import AT, DAY, ON, SYSTEM, make_inspection
from qlcl.kernel import history
from qlcl.organisations.enums import Level
from qlcl.portal.import_results import ImportFile
from qlcl.portal.operations.import_files import import_files

with transaction.atomic():
    province = make_agency("P1", "Ủy ban nhân dân tỉnh Mẫu", Level.PROVINCE)
commune = make_agency("P1-X1", "Ủy ban nhân dân xã Phước Vinh", Level.COMMUNE, province)
case = make_case(commune, "running")
checklist = Checklist.objects.get()
items = list(checklist.items.order_by("position"))
ops = [*(an_answer(item, "dat") for item in items[:4]), a_finding(items[5], "Thiếu hai thủ tục")]
make_inspection(commune)
lines = "Mã đơn vị,Ngày kiểm tra,Hình thức,Ngày ký biên bản,Nội dung Điều 36,Điểm không phù hợp\\n"
lines += "".join(f"P1-X1,{DAY:%d/%m/%Y},Tại trụ sở,{DAY:%d/%m/%Y},{a},Chưa đạt {a}\\n" for a in ("1a", "2c"))
ACTS = {
    "sync": partial(apply_ops, actor=SYSTEM, checklist_id=checklist.pk, device="A", ops=ops, at=AT),
    "conclude": partial(conclude_inspection, actor=SYSTEM, inspection_id=case.pk, on=CONCLUDED, at=AT),
    "import": partial(import_files, actor=SYSTEM, files=[ImportFile("inspection-results", "kq.csv", lines.encode())],
        on=ON, at=AT),
}

def counted(act, last=0):
    written = 0
    def note(execute, sql, params, many, context):
        nonlocal written
        done = execute(sql, params, many, context)
        written += sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if last and written == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    with connection.execute_wrapper(note), transaction.atomic():
        act()
        transaction.set_rollback(True)
    return written

def records():
    rooms = ("inspections.", "assessments.", "corrective.")  # agencies of tests are not sealed
    whole = not [b for b in history.verify(None).breaks if b.where.startswith(rooms)]
    return whole, [model.objects.count() for model in apps.get_models()]

for name, act in ACTS.items():
    if name == "conclude":
        answer_all(case)
    total, before, left = counted(act), records(), []
    for last in (1, total // 2, total):
        connection.close()
        child = os.fork()
        if not child:
            counted(act, last)
            os._exit(0)
        died = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        left.append(died and records() == before)
    act()
    print(json.dumps([name, total, before[0], left, records()[0] and records()[1] != before[1]]), flush=True)
"""


def test_an_import_killed_while_writing_leaves_nothing_or_all(committing_database, tmp_path):
    files = write(tmp_path, AGENCIES)
    for moment in (0.05, 0.3, 0.8):  # the length of the write is not known: three moments of it
        process = committing_database.fork(IMPORT, str(files["units"]))
        for line in process.stderr:
            if "Ghi" in line:
                break
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        assert int(committing_database.here(COUNT)) in {0, AGENCIES + 1}
        assert committing_database.is_whole()
    again = committing_database.fork_qlcl("import", "units", files["units"])
    assert again.returncode == 0, again.stderr
    assert int(committing_database.here(COUNT)) == AGENCIES + 1


def test_nothing_acknowledged_is_lost(committing_database):
    process = committing_database.fork(REGISTER_FOREVER)
    acknowledged = 0
    while acknowledged < 20:
        acknowledged = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=PATIENCE)
    acknowledged = max([acknowledged, *map(int, rest.split())])

    assert int(committing_database.here(COUNT)) in {acknowledged, acknowledged + 1}
    assert committing_database.is_whole()


@pytest.mark.engine("sqlite")
def test_no_half_of_a_sync_of_past_results_or_of_a_conclusion(committing_database):
    told = [json.loads(line) for line in committing_database.run(DIE_THEN_DO).splitlines()]
    assert [name for name, *_ in told] == ["sync", "conclude", "import"]
    for name, writings, *rest in told:
        assert writings > 5, name
        assert rest == [True, [True, True, True], True], name
