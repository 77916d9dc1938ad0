"""Whatever happens in whatever order, each duty is open, or closed by what closed it; none is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from qlcl.conftest import make_agency
from qlcl.duties.enums import Outcome, State
from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.open_duties import open_duties
from qlcl.duties.operations.reopen_duties import reopen
from qlcl.duties.operations.reschedule import reschedule_of_source
from qlcl.duties.queries import state_on
from qlcl.duties.tests.factories import AT, CAMPAIGN, SYSTEM, spec, system_of
from qlcl.organisations.enums import Level
from tests.engines.examples import examples

FIRST = date(2020, 1, 1)
days = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
acts = st.sampled_from(["act.a", "act.b"])
steps = st.one_of(
    st.tuples(st.just("open"), acts, st.integers(1, 3), days),
    st.tuples(st.just("act"), acts, st.integers(1, 9), days),
    st.tuples(st.just("void"), acts, st.integers(1, 9), days),
    st.tuples(st.just("move"), acts, st.integers(1, 3), days),
    st.tuples(st.just("cancel"), acts, st.integers(10, 12), days),
)


class AccountTest(TestCase):
    """Random orders of opening, acting, voiding, moving and cancelling."""

    @settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(steps, max_size=20))
    def test_every_duty_is_open_or_closed_by_something(self, story: list[tuple[str, str, int, date]]) -> None:
        province = make_agency("P1", "Ủy ban nhân dân tỉnh Mẫu", Level.PROVINCE)
        commune = make_agency("P1-X1", "Ủy ban nhân dân xã Phước Vinh", Level.COMMUNE, province)
        opened: set[tuple[str, int]] = set()
        for kind, act, number, day in story:
            if kind == "open":
                wanted = spec(commune, act, sequence=number, due_on=day)
                new = open_duties(specs=[wanted], actor=SYSTEM, on=FIRST, at=AT, event=1)
                assert new == ((act, number) not in opened)
                opened.add((act, number))
            elif kind == "act":
                discharge(facts=[Fact(system_of(commune).pk, act, None, day, number)], actor=SYSTEM, at=AT)
            elif kind == "void":
                reopen(events=[number], actor=SYSTEM, at=AT)
            elif kind == "move":
                reschedule_of_source(
                    kind=CAMPAIGN.kind, source_id=CAMPAIGN.id, dates=[(number, day)], actor=SYSTEM, on=day, at=AT
                )
            else:
                chosen = Duty.objects.filter(act=act)
                cancel(duties=chosen, reason="Không còn", actor=SYSTEM, on=day, at=AT, event=number)
        duties = list(Duty.objects.all())
        assert {(d.act, d.sequence) for d in duties} == opened
        for duty in duties:
            assert_consistent(duty)


def assert_consistent(duty: Duty) -> None:
    """Open without traces, or closed with day, event and verdict; its states follow its dates."""
    if not duty.outcome:
        assert (duty.closed_on, duty.closed_by, duty.on_time) == (None, None, None)
        assert state_on(duty, duty.due_on) == State.NOT_DUE
        assert state_on(duty, duty.due_on + timedelta(days=1)) == State.OVERDUE
        return
    assert duty.closed_on is not None and duty.closed_by is not None
    if duty.outcome == Outcome.DONE:
        assert duty.on_time == (duty.closed_on <= duty.due_on)
        assert state_on(duty, duty.closed_on) == (State.DONE if duty.on_time else State.LATE)
        before = duty.closed_on - timedelta(days=1)
        assert state_on(duty, before) == (State.OVERDUE if duty.due_on < before else State.NOT_DUE)
    else:
        assert (duty.on_time, duty.note) == (None, "Không còn")


pytestmark = pytest.mark.django_db
