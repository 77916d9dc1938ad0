"""What a process remembers of a board is always what a recount would tell."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from qlcl.duties.models import Duty
from qlcl.duties.operations.explain import explain
from qlcl.kernel import history
from qlcl.organisations.models import Agency
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.close_steps import StepDone, close_steps
from qlcl.transitions.queries import remembered
from qlcl.transitions.queries.board import Summary, bits_of, rows_of, summary_of
from qlcl.transitions.queries.remembered import summary_on
from qlcl.transitions.tests.factories import AT, END, SYSTEM, account, attend, bind, declare, make_campaign, step
from tests.engines.examples import examples

pytestmark = pytest.mark.django_db
DAYS = (date(2020, 2, 10), END)
BY_HAND = ("plan", "steering_committee", "documents_issued", "applied", "internal_audit", "management_review")


@pytest.fixture
def campaign(province: Agency, commune: Agency, other_commune: Agency, department: Agency) -> Campaign:
    bind(commune, other_commune, department)
    return make_campaign(province, step_dates={"plan": date(2019, 12, 31), "training": date(2020, 6, 30)})


def recounted(campaign: Campaign, day: date) -> Summary:
    bits = bits_of(campaign, day)
    return summary_of(rows_of(campaign, day, bits), bits.values())


def _close(campaign: Campaign, agency: Agency, dice: random.Random) -> None:
    duty = step(campaign, agency, dice.choice(BY_HAND))
    if duty.outcome != "done":
        on = date(2019, 6, 1) + timedelta(days=dice.randrange(700))
        done = StepDone(duty.system_id, duty.act.rpartition(".")[2], on, "Nguyễn Văn An", note="1/KH")
        close_steps(campaign_id=campaign.pk, done=[done], actor=SYSTEM, on=END, at=AT)


def _explain(campaign: Campaign, agency: Agency, dice: random.Random) -> None:
    duty = Duty.objects.filter(agency=agency, outcome="", explained_on__isnull=True, statutory=False).first()
    if duty is not None:
        explain(duty_id=duty.pk, explanation="Lớp hoãn", actor=SYSTEM, on=date(2020, 8, 1), at=AT)


def _declare(campaign: Campaign, agency: Agency, dice: random.Random) -> None:
    on = date(2020, 1, 1) + timedelta(days=dice.randrange(500))
    declare(agency, on, prepared_by=dice.choice(["self", "consultant"]))


def _attend(campaign: Campaign, agency: Agency, dice: random.Random) -> None:
    attend(agency, date(2019, 7, 1) + timedelta(days=dice.randrange(700)), f"LOP-{dice.randrange(10**9)}")
    account(Agency.objects.get(pk=campaign.province_id))


def _harmless(campaign: Campaign, agency: Agency, dice: random.Random) -> None:
    chain = history.province_chain(campaign.province_id)
    subject = history.Ref("agency", agency.pk, agency.name)
    history.lock(chain)
    history.record(actor=SYSTEM, at=AT, entries=[history.Entry(chain, "accounts.appoint", END, "Thử", subject)])


Perform = Callable[[Campaign, Agency, random.Random], None]
ACTS: tuple[Perform, ...] = (_close, _close, _explain, _declare, _attend, _harmless)


@pytest.mark.engine("sqlite", "postgresql")
@pytest.mark.parametrize("seed", range(examples(3)))
def test_what_is_remembered_equals_a_recount(
    campaign: Campaign, commune: Agency, other_commune: Agency, department: Agency, seed: int
) -> None:
    dice = random.Random(seed)
    for _ in range(12):
        for _ in range(dice.randrange(1, 3)):
            dice.choice(ACTS)(campaign, dice.choice([commune, other_commune, department]), dice)
        for day in DAYS:
            assert summary_on(campaign, day) == recounted(campaign, day)


def test_an_act_of_one_system_reads_that_system_only(
    campaign: Campaign, commune: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary_on(campaign, END)
    made: list[Campaign] = []
    monkeypatch.setattr(remembered, "_made", lambda campaign, day: made.append(campaign))
    _close(campaign, commune, random.Random(1))
    assert summary_on(campaign, END) == recounted(campaign, END)
    assert made == []


def test_another_history_is_not_taken_for_this_one(campaign: Campaign) -> None:
    board = summary_on(campaign, END)
    known = remembered._boards[campaign.pk, END]
    known.stamp = remembered._Stamp(known.stamp.events, known.stamp.last, "another hash")
    known.summary = Summary((), (), ())
    assert summary_on(campaign, END) == board
