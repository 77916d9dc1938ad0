"""Two people at once: no double declaration, no lost act, no broken chain, on both engines."""

import subprocess

import pytest

from tests.engines.committing import PATIENCE
from tests.engines.templates import of_this_run

PREPARE = """
from datetime import date
from qlcl.accounts.models import Person
from qlcl.accounts.queries import actor_for
from qlcl.conformity.operations.confirm_effect import confirm_effect
from qlcl.conformity.operations.define_scope import Line, define_scope
from qlcl.kernel.clock import now
from qlcl.organisations.models import QualitySystem
from qlcl.standards.models import Edition
day = date(2020, 3, 2)
head = actor_for(Person.objects.get(username="thu-truong"), day)
system = QualitySystem.objects.get(holder_id__in=head.agency_ids)
edition = Edition.objects.get(code="ISO 9001:2015")
define_scope(actor=head, system_id=system.pk, lines=[Line(field="Chứng thực", procedure="Chứng thực bản sao")],
    on=date(2020, 1, 6), at=now())
confirm_effect(actor=head, system_id=system.pk, edition_id=edition.pk, audited_on=date(2020, 2, 3),
    reviewed_on=date(2020, 2, 10), on=day, at=now())
"""

#: Each process waits for a line, so that all begin together.
DECLARE = """
import sys
from datetime import date
from qlcl.accounts.models import Person
from qlcl.accounts.queries import actor_for
from qlcl.conformity.operations.issue_declaration import issue_declaration
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError
from qlcl.organisations.models import QualitySystem
from qlcl.standards.models import Edition
day = date(2020, 3, 3)
head = actor_for(Person.objects.get(username="thu-truong"), day)
system = QualitySystem.objects.get(holder_id__in=head.agency_ids)
edition = Edition.objects.get(code="ISO 9001:2015")
print("ready", flush=True)
sys.stdin.readline()
try:
    issue_declaration(actor=head, system_id=system.pk, edition_id=edition.pk, number=f"{sys.argv[1]}/QĐ-UBND",
        prepared_by="self", on=day, at=now())
except DomainError as error:
    print("refused", error.code)
else:
    print("declared")
"""

#: The Department is told of a declaration while the head takes it back.
TELL_OR_VOID = """
import sys
from datetime import date
from qlcl.accounts.models import Person
from qlcl.accounts.queries import actor_for
from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.notify_department import notify_department
from qlcl.conformity.operations.void_declaration import void_declaration
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError
day = date(2020, 3, 4)
head = actor_for(Person.objects.get(username="thu-truong"), day)
declaration = Declaration.objects.standing().get()
print("ready", flush=True)
sys.stdin.readline()
try:
    if sys.argv[1] == "void":
        void_declaration(actor=head, declaration_id=declaration.pk, reason="Ghi nhầm", on=day, at=now())
    else:
        notify_department(actor=head, declaration_id=declaration.pk, letter_number="5/UBND", on=day, at=now())
except DomainError as error:
    print(sys.argv[1], "refused")
else:
    print(sys.argv[1], "done")
"""

#: Nothing that waits for a declaration taken back; what it closed is open again.
LEFT = """
from qlcl.conformity.models import Declaration
from qlcl.duties.models import Duty
print(Declaration.objects.standing().count(),
    Duty.objects.open().filter(subject_kind="declaration", act__startswith="conformity.").count(),
    Duty.objects.filter(act="conformity.issue_declaration", outcome="done").count())
"""

REGISTER = """
import sys
from datetime import date
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now
from qlcl.organisations.operations.register_agencies import NewAgency, register_agencies
who, count = sys.argv[1], int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    new = NewAgency(f"{who}-{number}", f"Chi cục {number}", "province_agency", "TN", date(2019, 1, 1), "mandatory")
    register_agencies(actor=Actor.system(who), on=date(2020, 1, 1), at=now(), agencies=[new])
"""

COUNTS = """
from qlcl.conformity.models import Declaration
from qlcl.organisations.models import Agency
print(Declaration.objects.standing().count(), Agency.objects.filter(code__regex="^P[0-9]-").count())
"""


@pytest.fixture
def example(tmp_path):
    """The example before anybody had declared."""
    database = of_this_run().example("2019-12-31").copy(tmp_path / "home")
    yield database
    database.drop()


def let_go(processes: list[subprocess.Popen[str]]) -> list[str]:
    """Starts all at the same moment; what each printed."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    results = [process.communicate(timeout=PATIENCE) for process in processes]
    assert all(process.returncode == 0 for process in processes), results
    return [out.strip() for out, _ in results]


def test_one_of_two_declarations_is_refused_and_a_notice_does_not_outlive_the_voiding(example):
    example.here(PREPARE)
    results = let_go([example.fork(DECLARE, str(number)) for number in (11, 12, 13)])
    assert sorted(r.split()[0] for r in results) == ["declared", "refused", "refused"], results
    assert example.here(COUNTS).split()[0] == "1"
    results = let_go([example.fork(TELL_OR_VOID, what) for what in ("void", "tell")])
    assert results in (["void done", "tell done"], ["void done", "tell refused"])
    assert example.here(LEFT).split() == ["0", "0", "0"]
    assert example.is_whole()


def test_acts_on_one_chain_queue_up_and_none_is_lost(example):
    let_go([example.fork(REGISTER, f"P{number}", "15") for number in range(3)])
    assert example.here(COUNTS).split()[1] == "45"
    verified = example.fork_qlcl("verify", "--json")
    assert verified.returncode == 0, verified.stdout
