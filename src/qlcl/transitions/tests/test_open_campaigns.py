"""Opening a campaign enrols the systems bound on its first day and opens twelve duties for each."""

from datetime import date

import pytest

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.enums import DutyKind
from qlcl.organisations.models import Agency, Coverage, QualitySystem
from qlcl.transitions.enums import STEPS
from qlcl.transitions.models import Campaign, Enrolment
from qlcl.transitions.operations.enrol_systems import enrol_system
from qlcl.transitions.operations.open_campaigns import CampaignSpec, open_campaign
from qlcl.transitions.operations.set_step_dates import set_step_dates
from qlcl.transitions.queries import enrolled_systems
from qlcl.transitions.tests.factories import AT, END, START, SYSTEM, account, bind, make_campaign, make_editions, step

pytestmark = pytest.mark.django_db


def test_enrols_the_bound_and_leaves_the_encouraged(
    province: Agency, department: Agency, commune: Agency, other_commune: Agency, other_province: Agency
) -> None:
    bind(department)
    bind(commune, kind=DutyKind.PROVINCIAL_PLAN)
    bind(other_commune, kind=DutyKind.ENCOURAGED)
    campaign = make_campaign(province)
    enrolled = enrolled_systems(campaign, START).values_list("agency_id", "level")
    assert set(enrolled) == {(department.pk, "province_agency"), (commune.pk, "commune")}


def test_two_agencies_of_one_system_are_enrolled_once(province: Agency, department: Agency) -> None:
    bind(province, department)
    system = QualitySystem.objects.get(holder=department)
    Coverage.objects.create(system=system, agency=province, valid_from=date(2004, 1, 1))
    assert make_campaign(province).enrolments.count() == 1


def test_each_enrolment_owes_twelve_steps_by_the_last_day(province: Agency, commune: Agency) -> None:
    bind(commune)
    campaign = make_campaign(province, step_dates={"plan": date(2020, 3, 31)})
    duties = Duty.objects.of_source("campaign", campaign.pk).order_by("sequence")
    assert [(d.act, d.due_on) for d in duties] == [
        (s.act, date(2020, 3, 31) if s.code == "plan" else END) for s in STEPS
    ]
    assert not any(d.statutory for d in duties)


def test_a_system_that_became_known_late_is_enrolled_by_the_next_import(province: Agency, commune: Agency) -> None:
    campaign = make_campaign(province)
    assert campaign.enrolments.count() == 0
    bind(commune)
    account(province)
    account(province)
    assert (campaign.enrolments.count(), Duty.objects.count()) == (1, 12)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"basis": ""}, "plan_missing"),
        ({"basis": "", "plan_number": "15/KH-UBND"}, "plan_missing"),
        ({"ends_on": date(2019, 1, 1)}, "dates_reversed"),
    ],
)
def test_refuses_a_campaign_without_plan_or_with_reversed_dates(
    province: Agency, commune: Agency, fields: dict[str, object], code: str
) -> None:
    bind(commune)
    with pytest.raises(DomainError) as refusal:
        make_campaign(province, **fields)
    assert (refusal.value.code, Campaign.objects.count(), Duty.objects.count()) == (code, 0, 0)


def test_refuses_the_same_code_twice(province: Agency) -> None:
    make_campaign(province)
    with pytest.raises(DomainError, match="đã có"):
        make_campaign(province)
    assert Campaign.objects.count() == 1


def test_only_officers_of_the_province_open_campaigns(
    province: Agency, head: Actor, observer: Actor, other_province_officer: Actor
) -> None:
    old, new = make_editions()
    spec = CampaignSpec("CD", "Chuyển đổi", province.pk, old.pk, new.pk, START, END, "Hướng dẫn 03")
    for actor in (head, observer, other_province_officer):
        with pytest.raises(Forbidden):
            open_campaign(spec=spec, actor=actor, on=END, at=AT)
    assert Campaign.objects.count() == 0


def test_an_officer_enrols_one_more_system_once(
    province: Agency, commune: Agency, other_commune: Agency, officer: Actor
) -> None:
    bind(commune)
    campaign = make_campaign(province)
    system = QualitySystem.objects.get(holder=other_commune)
    enrol_system(campaign_id=campaign.pk, system_id=system.pk, actor=officer, on=END, at=AT)
    with pytest.raises(DomainError, match="đã có"):
        enrol_system(campaign_id=campaign.pk, system_id=system.pk, actor=officer, on=END, at=AT)
    assert (Enrolment.objects.count(), Duty.objects.count()) == (2, 24)


def test_moving_the_date_of_a_step_moves_its_duties_and_keeps_the_first(
    province: Agency, commune: Agency, officer: Actor
) -> None:
    bind(commune)
    campaign = make_campaign(province)
    new = date(2020, 6, 30)
    set_step_dates(campaign_id=campaign.pk, dates={"plan": new}, actor=officer, on=START, at=AT)
    duty = step(campaign, commune, "plan")
    assert (duty.due_on, duty.first_due_on, campaign.steps.get(code="plan").due_on) == (new, END, new)
    assert step(campaign, commune, "training").due_on == END


def test_refuses_a_step_date_outside_the_campaign(province: Agency, commune: Agency) -> None:
    bind(commune)
    campaign = make_campaign(province)
    with pytest.raises(DomainError) as refusal:
        set_step_dates(campaign_id=campaign.pk, dates={"plan": date(2022, 1, 1)}, actor=SYSTEM, on=START, at=AT)
    assert (refusal.value.code, step(campaign, commune, "plan").due_on) == ("outside_campaign", END)
    assert step(campaign, commune, "plan").outcome != Outcome.DONE
