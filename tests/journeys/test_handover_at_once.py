"""Two handovers of one post at once, two confirmations at once: one counts, nothing is lost, on both engines."""

import pytest

from tests.journeys.test_two_at_once import let_go

PREPARE = """
from datetime import date
from django.db import transaction
from qlcl.accounts.tests.factories import make_person, make_post
from qlcl.conftest import make_agency
from qlcl.duties.operations.open_duties import open_duties
from qlcl.duties.tests.factories import AT, SYSTEM, spec
from qlcl.kernel.actors import Role
from qlcl.organisations.enums import Level
with transaction.atomic():
    province = make_agency("P1", "Ủy ban nhân dân tỉnh Mẫu", Level.PROVINCE)
    commune = make_agency("P1-X1", "Ủy ban nhân dân xã Phước Vinh", Level.COMMUNE, province)
    make_post(commune, Role.HEAD, make_person(commune, username="thu-truong"))
    make_post(commune, Role.ISO_SECRETARY, make_person(commune, username="thu-ky"))
    for number in range(3):
        make_person(commune, username=f"nguoi-nhan-{number}")
    open_duties(specs=[spec(commune, f"act.{n}") for n in range(4)], actor=SYSTEM, on=date(2020, 1, 1), at=AT, event=1)
"""
BEGIN = """
import sys
from datetime import date
from qlcl.accounts.models import Appointment, Person
from qlcl.accounts.queries import actor_for
from qlcl.duties.models import Handover
from qlcl.duties.operations.confirm_handover import confirm_handover
from qlcl.duties.operations.hand_over import Receiver, Transfer, hand_over
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError
day = date(2020, 3, 3)
head = actor_for(Person.objects.get(username="thu-truong"), day)
leaver = Person.objects.get(username="thu-ky")
post = Appointment.objects.get(person=leaver).position
"""
#: Each process waits for a line, so that all begin together.
WAIT = """
print("ready", flush=True)
sys.stdin.readline()
try:
    act()
except DomainError as error:
    print("refused", error.code)
else:
    print("done")
"""
HAND_OVER = """
def act():
    hand_over(actor=head, person_id=leaver.pk, agency=post.agency, leaves_on=day, reason="Chuyển công tác",
        transfers=[Transfer(post.pk, (Receiver(f"nguoi-nhan-{sys.argv[1]}"),))], on=day, at=now())
"""
CONFIRM = """
handover = Handover.objects.get()
receiver = actor_for(handover.items.get().receiver, day)
def act():
    confirm_handover(actor=receiver, handover_id=handover.pk, on=day, at=now())
"""
STANDS = """
from qlcl.duties.models import HandoverItem
from qlcl.kernel.models import Event
holders = Appointment.objects.valid_on(day).filter(position=post)
item = HandoverItem.objects.get()
print(Handover.objects.count(), [a.person_id for a in holders] == [item.receiver_id], item.confirmed_at is not None,
    Event.objects.filter(act="duties.confirm_handover").count(), post.duties.count())
"""


@pytest.fixture
def prepared(committing_database):
    """A commune with a head, a secretary who leaves, and three who might follow him."""
    committing_database.here(PREPARE)
    return committing_database


def test_a_post_is_handed_over_once_and_confirmed_once(prepared):
    over = let_go([prepared.fork(BEGIN + HAND_OVER + WAIT, str(number)) for number in range(3)])
    assert sorted(result.split()[0] for result in over) == ["done", "refused", "refused"], over
    confirmed = let_go([prepared.fork(BEGIN + CONFIRM + WAIT) for _ in range(2)])
    assert sorted(confirmed) == ["done", "refused already_confirmed"]
    assert prepared.here(BEGIN + STANDS).split() == ["1", "True", "True", "1", "0"]
