"""What the demo commune shows of people who change: a secretary who left, a deputy who signs for the head."""

from datetime import date, datetime, timedelta

from qlcl.accounts.models import Appointment, Person
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.delegate import delegate
from qlcl.accounts.operations.make_demo_people import NEWCOMER
from qlcl.accounts.operations.make_persons import PersonSpec, make_persons
from qlcl.accounts.queries import actor_for
from qlcl.duties.operations.confirm_handover import confirm_handover
from qlcl.duties.operations.hand_over import Receiver, Transfer, hand_over
from qlcl.kernel.actors import Actor

HEAD, DEPUTY, PREDECESSOR = "thu-truong", "pho-thu-truong", "mau-thu-ky-truoc"
DELEGATED = ("conformity.notify_department", "conformity.post_at_office", "conformity.publish_on_web")
DOCUMENTS = (
    "Hồ sơ HTQLCL từ năm 2019: tủ số 2, bộ phận Một cửa\n"
    "Bản mềm quy trình, biểu mẫu: thư mục ISO trên máy chủ của cơ quan"
)
PROBLEMS = "Chưa nhận đủ hồ sơ đánh giá nội bộ của bộ phận Địa chính – xây dựng"


def hand_over_to_newcomer(*, actor: Actor, day: date, at: datetime) -> None:
    """Who held the new secretary's post before leaves it in one act, and has confirmed; the new one has not yet.

    Nothing where the post began with him.
    """
    taken = Appointment.objects.select_related("position__agency").get(person__username=NEWCOMER)
    position, leaves_on = taken.position, taken.valid_from
    if position.valid_from >= leaves_on:
        return
    spec = PersonSpec(PREDECESSOR, "Thư ký ISO trước (mẫu)", position.agency, signs_in=False)
    (account,) = make_persons(actor=actor, specs=[spec], on=day, at=at, illustration=True)
    held = AppointmentSpec(account.person, position, position.valid_from, basis="Minh họa")
    appoint(actor=actor, specs=[held], on=day, at=at)
    leaver = actor_for(account.person, leaves_on - timedelta(days=1))
    done = hand_over(
        actor=actor_for(Person.objects.get(username=HEAD), leaves_on),
        person_id=account.person.pk,
        agency=position.agency,
        leaves_on=leaves_on,
        reason="Điều động sang xã khác",
        transfers=[Transfer(position.pk, (Receiver(NEWCOMER),))],
        basis="Quyết định điều động (minh họa)",
        documents=DOCUMENTS,
        problems=PROBLEMS,
        on=leaves_on,
        at=at,
    )
    confirm_handover(actor=leaver, handover_id=done.handover.pk, on=leaves_on, at=at)


def delegate_to_deputy(*, day: date, at: datetime) -> None:
    """The head lets his deputy tell, post and publish declarations, for this year, by a paper."""
    to = Appointment.objects.select_related("position").get(person__username=DEPUTY).position
    since = max(date(day.year, 1, 1), to.valid_from)
    delegate(
        actor=actor_for(Person.objects.get(username=HEAD), since),
        to_position_id=to.pk,
        acts=DELEGATED,
        valid_from=since,
        valid_until=date(day.year + 1, 1, 1),
        paper_number="01/QĐ-UBND (minh họa)",
        paper_date=since,
        on=since,
        at=at,
    )
