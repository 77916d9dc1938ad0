"""Whatever happens, every duty is accounted for and every closed one names its act."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from qlcl.accounts.models import Position
from qlcl.conftest import make_agency
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty, DutyRule
from qlcl.duties.operations.assign import assign
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.duties.operations.cancel_of_ended import cancel_of_ended
from qlcl.duties.operations.change_days_off import add_day_off
from qlcl.duties.operations.change_rules import RuleTerms, change_rule, end_rule
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.explain import explain
from qlcl.duties.operations.open_by_event import Started, open_by_event
from qlcl.duties.operations.open_year import open_year
from qlcl.duties.operations.reopen_duties import reopen
from qlcl.duties.operations.reschedule import reschedule
from qlcl.duties.operations.seed import seed_province
from qlcl.duties.tests.factories import AT, SYSTEM, make_event, system_of
from qlcl.kernel.errors import DomainError
from qlcl.kernel.history import Ref
from qlcl.kernel.models import Event
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency, QualitySystem
from tests.engines.examples import examples

FIRST = date(2021, 1, 1)
#: A story costs a second or two; a failing one is told as it was found.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
days = st.integers(0, 500).map(lambda n: FIRST + timedelta(days=n))
DONE = ("audits.internal_audit", "objectives.set_targets", "conformity.notify_department")
STARTED = ("conformity.issue_declaration", "inspections.sign_minutes", "procedures.record_legal_change")
steps = st.one_of(
    st.tuples(st.just("year"), st.sampled_from([2021, 2022]), days),
    st.tuples(st.just("start"), st.sampled_from(STARTED), days),
    st.tuples(st.just("act"), st.sampled_from(DONE), days),
    st.tuples(st.just("void"), st.integers(0, 30), days),
    st.tuples(st.just("move"), st.integers(0, 30), days),
    st.tuples(st.just("explain"), st.integers(0, 30), days),
    st.tuples(st.just("holder"), st.integers(0, 30), days),
    st.tuples(st.just("rule"), st.integers(1, 12), days),
    st.tuples(st.just("drop rule"), st.just(0), days),
    st.tuples(st.just("day off"), st.just(0), days),
    st.tuples(st.just("new"), st.integers(2, 4), days),
    st.tuples(st.just("end"), st.integers(0, 3), days),
    st.tuples(st.just("night"), st.just(0), days),
)


class World:
    """A province with agencies that come and go."""

    def __init__(self) -> None:
        self.province = make_agency("P1", "Ủy ban nhân dân tỉnh Mẫu", Level.PROVINCE)
        self.agencies = [make_agency("P1-X1", "Ủy ban nhân dân xã Phước Vinh", Level.COMMUNE, self.province)]
        seed_province(province=self.province, actor=SYSTEM, on=FIRST, at=AT)
        self.known = 0

    def step(self, kind: str, what: object, day: date) -> None:
        """One thing happens; what the rules refuse changes nothing."""
        with suppress(DomainError):
            getattr(self, kind.replace(" ", "_"))(what, day)

    def year(self, year: int, day: date) -> None:
        open_year(province=self.province, year=year, actor=SYSTEM, on=day, at=AT)

    def start(self, act: str, day: date) -> None:
        agency = self.agencies[-1]
        event = make_event(agency, day)
        subject = Ref("declaration", event, "")
        fact = Started(system_of(agency).pk, agency.pk, act, subject, day, event)
        open_by_event(facts=[fact], actor=SYSTEM, at=AT)

    def act(self, act: str, day: date) -> None:
        agency = self.agencies[-1]
        discharge(facts=[Fact(system_of(agency).pk, act, None, day, make_event(agency, day))], actor=SYSTEM, at=AT)

    def void(self, number: int, day: date) -> None:
        done = Duty.objects.filter(outcome=Outcome.DONE).order_by("id")[number : number + 1]
        reopen(events=[d.closed_by for d in done if d.closed_by], actor=SYSTEM, at=AT)

    def _duty(self, number: int) -> int:
        found = list(Duty.objects.order_by("id").values_list("pk", flat=True))
        return found[number % len(found)] if found else 0

    def move(self, number: int, day: date) -> None:
        reschedule(duty_id=self._duty(number), due_on=day, reason="Lùi", actor=SYSTEM, on=FIRST, at=AT)

    def explain(self, number: int, day: date) -> None:
        explain(duty_id=self._duty(number), explanation="Thiếu người", actor=SYSTEM, on=day, at=AT)

    def holder(self, number: int, day: date) -> None:
        duty = Duty.objects.filter(pk=self._duty(number)).first()
        if duty is not None:
            post = Position.objects.create(agency=duty.agency, title="Vị trí", role="iso_secretary", valid_from=FIRST)
            assign(duty_id=duty.pk, position_id=post.pk, actor=SYSTEM, on=day, at=AT)

    def rule(self, month: int, day: date) -> None:
        source = DutyRule.objects.get(code="targets", origin=None)
        terms = RuleTerms(label="Mục tiêu", column="Mục tiêu", due_month=month, due_day=31)
        change_rule(
            actor=SYSTEM, province=self.province, source_id=source.pk, terms=terms, valid_from=day, on=day, at=AT
        )

    def drop_rule(self, _: object, day: date) -> None:
        source = DutyRule.objects.get(code="survey", origin=None)
        end_rule(actor=SYSTEM, province=self.province, source_id=source.pk, valid_until=day, reason="Bỏ", on=day, at=AT)

    def day_off(self, _: object, day: date) -> None:
        add_day_off(actor=SYSTEM, province=self.province, day=day, kind="local", label="Nghỉ", basis="", on=day, at=AT)

    def new(self, number: int, day: date) -> None:
        if Agency.objects.filter(code=f"P1-X{number}").exists():
            return
        agency = make_agency(f"P1-X{number}", f"Ủy ban nhân dân xã {number}", Level.COMMUNE, self.province)
        QualitySystem.objects.filter(holder=agency).update(valid_from=day)
        self.agencies.append(agency)
        self.year(day.year, day)

    def end(self, number: int, day: date) -> None:
        """The agency is merged into another: recorded ahead of its day, sometimes."""
        agency = self.agencies[number % len(self.agencies)]
        system = system_of(agency)
        if system.valid_until is not None or day <= system.valid_from:
            return
        QualitySystem.objects.filter(pk=system.pk).update(valid_until=day, end_reason="Sáp nhập")
        duties = Duty.objects.filter(system=system)
        cancel(duties=duties, reason="Kết thúc", actor=SYSTEM, on=day, at=AT, event=make_event(agency, day))

    def night(self, _: object, day: date) -> None:
        self.year(day.year, day)

    def check(self) -> None:
        """Nothing is lost; each duty is open, or closed by an event that stands in the history."""
        cancel_of_ended(province=self.province, actor=SYSTEM, on=date(2030, 1, 1), at=AT)
        duties = list(Duty.objects.select_related("system"))
        assert len(duties) >= self.known
        events = set(Event.objects.values_list("pk", flat=True))
        keys = {(d.system_id, d.act, d.source_kind, d.source_id, d.subject_id, d.sequence) for d in duties}
        assert len(keys) == len(duties)
        for duty in duties:
            assert duty.opened_by in events
            if duty.outcome:
                assert duty.closed_on is not None
                assert duty.closed_by in events
                assert duty.next_rung_on is None
                assert not (duty.statutory and duty.outcome == Outcome.EXPLAINED)
            else:
                assert (duty.closed_on, duty.closed_by, duty.on_time) == (None, None, None)
                assert duty.system.valid_until is None
                assert (duty.next_rung_on is not None) == (duty.rungs_passed < 5)
            assert not duty.statutory or duty.due_on == duty.first_due_on
            assert duty.outcome != Outcome.DONE or duty.on_time == (duty.closed_on <= duty.due_on)


class WhateverHappensTest(TestCase):
    """Random stories of a province."""

    @settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
    @given(st.lists(steps, min_size=3, max_size=16))
    def test_every_duty_is_accounted_for(self, story: list[tuple[str, object, date]]) -> None:
        world = World()
        for kind, what, day in story:
            before = Duty.objects.count()
            world.step(kind, what, day)
            assert Duty.objects.count() >= before
        world.check()
