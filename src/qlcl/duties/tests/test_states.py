"""How a duty stands on any day, past days included."""

from datetime import date

import pytest

from qlcl.duties.enums import Band, Outcome, State
from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.explain import explain
from qlcl.duties.operations.reopen_duties import reopen
from qlcl.duties.operations.reschedule import reschedule
from qlcl.duties.queries import duties_of, overdue_count, state_on
from qlcl.duties.tests.factories import AT, SYSTEM, make_duties, make_duty, spec, system_of
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
DUE = date(2020, 6, 30)


def states(duty: Duty, *days: date) -> list[State]:
    duty.refresh_from_db()
    return [state_on(duty, day) for day in days]


def test_a_duty_closed_later_still_stood_open_before(commune: Agency) -> None:
    duty = make_duty(commune)
    closing = Fact(system_of(commune).pk, "test.act", None, date(2020, 7, 10), 7)
    discharge(facts=[closing], actor=SYSTEM, at=AT)
    assert states(duty, DUE, date(2020, 7, 1), date(2020, 7, 10)) == [State.NOT_DUE, State.OVERDUE, State.LATE]


def test_an_explained_duty_was_overdue_until_it_was_explained(commune: Agency, secretary: Actor) -> None:
    duty = make_duty(commune)
    explain(duty_id=duty.pk, explanation="Chờ hướng dẫn", actor=secretary, on=date(2020, 8, 1), at=AT)
    assert states(duty, date(2020, 7, 31), date(2020, 8, 1)) == [State.OVERDUE, State.EXPLAINED]


def test_what_a_law_demands_stays_overdue_though_explained(commune: Agency, secretary: Actor) -> None:
    duty = make_duty(commune, statutory=True)
    explain(duty_id=duty.pk, explanation="Thiếu người", actor=secretary, on=date(2020, 8, 1), at=AT)
    assert states(duty, date(2020, 8, 2)) == [State.OVERDUE]
    assert (duty.outcome, duty.explanation) == ("", "Thiếu người")
    assert list(Duty.objects.overdue_on(date(2020, 8, 2))) == [duty]


def test_an_explained_duty_done_after_all_and_voided_stands_explained_again(commune: Agency, head: Actor) -> None:
    duty = make_duty(commune, period_from=date(2020, 1, 1))
    explain(duty_id=duty.pk, explanation="Chờ hướng dẫn", actor=head, on=date(2020, 8, 1), at=AT)
    facts = [Fact(system_of(commune).pk, "test.act", None, date(2020, 9, 1), 7)]
    discharge(facts=facts, actor=SYSTEM, at=AT)
    assert states(duty, date(2020, 8, 15), date(2020, 9, 1)) == [State.EXPLAINED, State.LATE]
    reopen(events=[7], actor=SYSTEM, at=AT)
    assert states(duty, date(2020, 9, 1)) == [State.EXPLAINED]


def test_cancelling_keeps_its_reason(commune: Agency) -> None:
    duty = make_duty(commune)
    cancel(duties=Duty.objects.all(), reason="Cơ quan sáp nhập", actor=SYSTEM, on=DUE, at=AT, event=9)
    assert states(duty, date(2020, 6, 29), date(2020, 7, 5)) == [State.NOT_DUE, State.CANCELLED]
    assert (duty.note, duty.closed_by) == ("Cơ quan sáp nhập", 9)


def test_refuses_to_cancel_without_a_reason(commune: Agency) -> None:
    make_duty(commune)
    with pytest.raises(DomainError, match="lý do"):
        cancel(duties=Duty.objects.all(), reason=" ", actor=SYSTEM, on=DUE, at=AT, event=9)
    assert Duty.objects.open().count() == 1


def test_rescheduling_moves_the_date_and_keeps_the_first(commune: Agency, officer: Actor) -> None:
    duty = make_duty(commune)
    new = date(2020, 9, 30)
    reschedule(duty_id=duty.pk, due_on=new, reason="Dịch bệnh", actor=officer, on=DUE, at=AT)
    assert states(duty, date(2020, 7, 1)) == [State.NOT_DUE]
    assert (duty.due_on, duty.first_due_on, duty.outcome) == (new, DUE, Outcome("done") and "")


def test_an_agency_does_not_move_its_own_dates(commune: Agency, head: Actor) -> None:
    duty = make_duty(commune)
    with pytest.raises(Forbidden):
        reschedule(duty_id=duty.pk, due_on=date(2021, 1, 1), reason="Bận", actor=head, on=DUE, at=AT)
    duty.refresh_from_db()
    assert duty.due_on == DUE


def test_nobody_explains_the_duty_of_another_agency(commune: Agency, outsider: Actor) -> None:
    duty = make_duty(commune)
    with pytest.raises(Unseen):
        explain(duty_id=duty.pk, explanation="…", actor=outsider, on=DUE, at=AT)
    duty.refresh_from_db()
    assert (duty.outcome, duty.explanation) == ("", "")


def test_my_work_stands_in_bands_and_hides_empty_ones(
    commune: Agency, other_commune: Agency, secretary: Actor, outsider: Actor
) -> None:
    days = [date(2020, 6, 1), date(2020, 6, 20), date(2020, 6, 27), date(2020, 12, 31)]
    make_duties([spec(commune, f"act.{n}", due_on=due) for n, due in enumerate(days)])
    make_duties([spec(other_commune, "act.9", due_on=days[0])])
    mine = duties_of(secretary, date(2020, 6, 15))
    assert {band: [i.duty.due_on for i in items] for band, items in mine.items()} == {
        Band.OVERDUE: [days[0]],
        Band.WEEK: [days[1]],
        Band.MONTH: [days[2]],
        Band.LATER: [days[3]],
    }
    assert overdue_count(secretary, date(2020, 6, 15)) == 1
    assert list(duties_of(outsider, date(2020, 6, 15))) == []


def test_duties_that_one_act_closes_stand_as_one_line(commune: Agency, head: Actor) -> None:
    make_duties([spec(commune, role=Role.HEAD, sequence=n) for n in (1, 2)])
    (items,) = duties_of(head, DUE).values()
    assert [(i.duty.sequence, [o.sequence for o in i.others]) for i in items] == [(1, [2])]
