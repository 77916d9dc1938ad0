"""A whole year with the day passed in: who was told what and when, and nobody twice for one rung."""

from collections import Counter
from datetime import date, timedelta

import pytest

from qlcl.duties import tasks
from qlcl.duties.models import Duty, Notice, Reminder
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.explain import explain
from qlcl.duties.operations.reschedule import reschedule
from qlcl.duties.operations.seed import seed
from qlcl.duties.queries import ladder_steps, workdays_of
from qlcl.duties.queries.reminders import named_in_report, reminders_about
from qlcl.duties.tests.factories import AT, SYSTEM, make_event, system_of
from qlcl.duties.workflow import rung_on
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

#: What is asked of the database each night is asked on both engines by `test_remind_due`.
pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]
BEGIN, END = date(2020, 12, 1), date(2022, 1, 31)
AUDITED = date(2022, 1, 10)


class Year:
    """The night of each day comes first, then what people do on it."""

    def __init__(self, province: Agency, commune: Agency, officer: Actor, secretary: Actor) -> None:
        self.province, self.commune, self.officer, self.secretary = province, commune, officer, secretary
        self.dates: dict[int, list[tuple[date, date]]] = {}

    def play(self) -> None:
        """Every day from the first to the last."""
        day = BEGIN
        while day <= END:
            if day.day == 1:  # later nights of a month find that it has been done
                tasks.open_years(self.province.pk, day, AT)
            tasks.remind(self.province.pk, day, AT)
            self.act(day)
            day += timedelta(days=1)

    def act(self, day: date) -> None:
        """Done early, on the last day, late; explained; moved; done late although explained."""
        if day == date(2021, 1, 20):
            self.perform("records.file_list", day)
        if day == date(2021, 4, 8):
            self.perform("objectives.set_targets", day)
        if day == date(2021, 4, 20):
            self.explain("training.yearly_plan", day)
        if day == date(2021, 3, 25):
            self.move("risks.review_risks", date(2021, 6, 30), day)
        if day == date(2021, 6, 29):
            self.perform("risks.review_risks", day)
        if day == date(2021, 11, 15):
            self.explain("audits.internal_audit", day)
        if day == date(2021, 12, 16):
            self.perform("reviews.management_review", day)
        if day == AUDITED:
            self.perform("audits.internal_audit", date(2021, 12, 30))

    def duty(self, act: str) -> Duty:
        """The commune's duty of 2021."""
        return Duty.objects.get(agency=self.commune, act=act, year=2021)

    def perform(self, act: str, on: date) -> None:
        """The act is performed in the product, on its legal day."""
        fact = Fact(system_of(self.commune).pk, act, None, on, make_event(self.commune, on))
        assert discharge(facts=[fact], actor=SYSTEM, at=AT) == 1

    def explain(self, act: str, on: date) -> None:
        """The secretary explains."""
        explain(duty_id=self.duty(act).pk, explanation="Chờ hướng dẫn", actor=self.secretary, on=on, at=AT)

    def move(self, act: str, due_on: date, on: date) -> None:
        """The officer moves the date."""
        duty = self.duty(act)
        self.dates[duty.pk] = [(duty.due_on, on)]
        reschedule(duty_id=duty.pk, due_on=due_on, reason="Dịch bệnh", actor=self.officer, on=on, at=AT)


@pytest.fixture
def year(
    province: Agency, commune: Agency, other_commune: Agency, officer: Actor, secretary: Actor, head: Actor
) -> Year:
    """The year 2021 of a commune with head and secretary, and of one in which nobody does anything."""
    seed(at=AT, on=date(2020, 1, 1))
    played = Year(province, commune, officer, secretary)
    played.play()
    return played


def test_a_year_tells_each_what_and_when(year: Year) -> None:
    _who_was_told(year)
    _every_rung_once(year)
    _notices_are_grouped_and_keep_days_off(year)
    _the_report_names_what_is_left(year)


def _story(duty: Duty) -> list[tuple[str, str]]:
    return [(f"{r.on:%d/%m/%Y}", r.audience) for r in reminders_about(duty)]


def _who_was_told(year: Year) -> None:
    stories = {act: _story(year.duty(act)) for act in (
        "records.file_list", "objectives.set_targets", "training.yearly_plan", "risks.review_risks",
        "audits.yearly_plan", "audits.internal_audit", "reviews.management_review",
    )}  # fmt: skip
    assert stories == {
        "records.file_list": [],
        "objectives.set_targets": [("24/03/2021", "owner"), ("01/04/2021", "owner_secretary")],
        "training.yearly_plan": [
            ("24/03/2021", "owner"),
            ("01/04/2021", "owner_secretary"),
            ("14/04/2021", "head"),
        ],
        "risks.review_risks": [("24/03/2021", "owner"), ("23/06/2021", "owner")],
        "audits.yearly_plan": [
            ("24/03/2021", "owner"),
            ("01/04/2021", "owner_secretary"),
            ("14/04/2021", "head"),
            ("17/05/2021", "province"),
            ("28/06/2021", "report"),
        ],
        "audits.internal_audit": [
            ("17/12/2021", "owner"),
            ("04/01/2022", "owner_secretary"),
            ("10/01/2022", "head"),
        ],
        "reviews.management_review": [],
    }


def _every_rung_once(year: Year) -> None:
    """The log is what the dates of each duty ask for, worked out again from the calendar alone."""
    calendar, ladders = workdays_of(year.province.pk), ladder_steps([year.province.pk])
    logged: dict[int, set[tuple[int, date, date]]] = {}
    for duty_id, number, due_on, on in Reminder.objects.values_list("duty_id", "number", "due_on", "on"):
        logged.setdefault(duty_id, set()).add((number, due_on, on))
    duties = list(Duty.objects.all())
    assert len(duties) > 60
    for duty in duties:
        begins = max(calendar.next_working(duty.opened_on), BEGIN)
        ends = AUDITED if duty.act == "audits.internal_audit" and duty.outcome else duty.closed_on or END
        periods = []
        for due_on, until in [*year.dates.get(duty.pk, []), (duty.due_on, ends)]:
            periods.append((due_on, begins, until))
            begins = until + timedelta(days=1)
        expected = {
            (step.number, due_on, max(rung_on(step, due_on, calendar), calendar.next_working(first)))
            for due_on, first, last in periods
            for step in ladders[year.province.pk, duty.ladder]
            if max(rung_on(step, due_on, calendar), calendar.next_working(first)) <= last
        }
        assert logged.get(duty.pk, set()) == expected, duty


def _notices_are_grouped_and_keep_days_off(year: Year) -> None:
    calendar = workdays_of(year.province.pk)
    ladder = Notice.objects.filter(topic__startswith="ladder")
    sent = Counter(ladder.values_list("position", "on"))
    twice = [key for key, count in sent.items() if count > 1]
    assert sent
    assert not twice, list(Notice.objects.filter(position=twice[0][0], on=twice[0][1]).values_list("topic", "text"))
    assert all(calendar.is_working(on) for _, on in sent)
    tet = Notice.objects.filter(on__gte=date(2021, 2, 10), on__lte=date(2021, 2, 16))
    assert not tet.exists()
    at_once = Notice.objects.get(on=date(2021, 3, 24), position=year.secretary.posts[0].position_id)
    assert at_once.text == "4 việc sắp đến hạn"


def _the_report_names_what_is_left(year: Year) -> None:
    named = named_in_report([year.province.pk], date(2021, 1, 1), date(2022, 1, 1))
    acts = {r.duty.act for r in named if r.agency == year.commune}
    assert "audits.yearly_plan" in acts
    assert not acts & {"objectives.set_targets", "training.yearly_plan", "risks.review_risks"}
