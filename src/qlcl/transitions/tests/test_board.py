"""The board tells the state of every step on any day, in few queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from qlcl.duties.models import Duty
from qlcl.duties.models.as_of import state_on as sql_state
from qlcl.duties.operations.explain import explain
from qlcl.duties.queries import state_on
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.close_steps import StepDone, close_steps
from qlcl.transitions.queries.board import cells_of, rows_seen
from qlcl.transitions.queries.remembered import summary_on
from qlcl.transitions.tests.factories import AT, END, SYSTEM, attend, bind, declare, make_campaign, step

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
DAYS = [date(2019, 12, 1), date(2020, 1, 15), date(2020, 2, 10), date(2020, 7, 1), date(2021, 6, 30), END]


@pytest.fixture
def campaign(province: Agency, commune: Agency, other_commune: Agency, department: Agency) -> Campaign:
    """Three agencies: one declared, one with a plan done late and a step explained, one with nothing."""
    bind(commune, other_commune, department)
    attend(commune, date(2019, 11, 20))
    declare(commune, date(2020, 2, 10), told_on=date(2020, 3, 1), prepared_by="consultant")
    made = make_campaign(province, step_dates={"plan": date(2019, 12, 31), "training": date(2020, 6, 30)})
    other = step(made, other_commune, "plan")
    done = StepDone(other.system_id, "plan", date(2020, 1, 20), "Nguyễn Văn An", note="12/KH-UBND")
    close_steps(campaign_id=made.pk, done=[done], actor=SYSTEM, on=END, at=AT)
    training = step(made, other_commune, "training")
    explain(duty_id=training.pk, explanation="Lớp hoãn", actor=SYSTEM, on=date(2020, 8, 1), at=AT)
    return made


def page(client: Client, campaign: Campaign, **query: str) -> str:
    response = client.get(reverse("transitions:board", args=[campaign.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.engine("sqlite", "postgresql")
@pytest.mark.parametrize("day", DAYS)
def test_sql_and_python_tell_the_same_state_on_every_day(campaign: Campaign, day: date) -> None:
    told = Duty.objects.annotate(state=sql_state(day)).values_list("pk", "state")
    assert dict(told) == {duty.pk: state_on(duty, day).value for duty in Duty.objects.all()}


def test_the_board_of_a_past_day_shows_that_day(campaign: Campaign, other_commune: Agency) -> None:
    system = step(campaign, other_commune, "plan").system_id
    shown = [cells_of(campaign, [system], day)[system] for day in DAYS]
    plan = [cells[0][1] for cells in shown if cells[0]]
    training = [cells[2][1] for cells in shown if cells[2]]
    assert plan == ["not_due", "overdue", "late", "late", "late", "late"]
    assert training == ["not_due", "not_due", "not_due", "overdue", "explained", "explained"]


def test_totals_count_what_was_met_by_the_day(campaign: Campaign) -> None:
    before, after = summary_on(campaign, date(2020, 2, 9)), summary_on(campaign, END)
    assert (before.met_by_step[8], after.met_by_step[8]) == (0, 1)
    assert after.met_by_step[0] == 1
    assert after.levels == {"province_agency": (0, 1), "commune": (1, 2)}
    assert (before.consultant, after.consultant) == (0, 1)


def test_a_new_act_shows_at_once(campaign: Campaign, department: Agency) -> None:
    assert summary_on(campaign, END).met_by_step[0] == 1
    duty = step(campaign, department, "plan")
    done = StepDone(duty.system_id, "plan", date(2021, 1, 5), "Trần Thị Bình", note="3/KH")
    close_steps(campaign_id=campaign.pk, done=[done], actor=SYSTEM, on=END, at=AT)
    assert summary_on(campaign, END).met_by_step[0] == 2


def test_an_agency_sees_its_own_row_only(campaign: Campaign, head: Actor, officer: Actor, observer: Actor) -> None:
    summary = summary_on(campaign, END)
    assert [len(rows_seen(actor, campaign, summary)) for actor in (head, officer, observer)] == [1, 3, 3]


def test_the_page_shows_the_day_asked_for(
    client: Client, sign_in: SignIn, officer: Actor, campaign: Campaign, other_commune: Agency
) -> None:
    sign_in(client, officer)
    plan = reverse("duties:duty", args=[step(campaign, other_commune, "plan").pk])
    assert f'cell-overdue" href="{plan}"' in page(client, campaign, **{"den-ngay": "2020-01-15"})
    assert f'cell-late" href="{plan}"' in page(client, campaign, **{"den-ngay": "30/06/2021"})


def test_filters_leave_the_rows_asked_for(
    client: Client, sign_in: SignIn, officer: Actor, campaign: Campaign, commune: Agency, department: Agency
) -> None:
    sign_in(client, officer)
    hired = page(client, campaign, **{"tu-van": "1"})
    assert (commune.short_name in hired, department.name in hired.split("<tbody>")[1]) == (True, False)
    level = page(client, campaign, cap="province_agency").split("<tbody>")[1]
    assert (commune.short_name in level, department.name in level) == (False, True)
    words = page(client, campaign, tim="phuoc vinh").split("<tbody>")[1]
    assert (commune.short_name in words, department.name in words) == (True, False)


def test_queries_do_not_grow_with_the_rows(
    client: Client,
    sign_in: SignIn,
    officer: Actor,
    campaign: Campaign,
    province: Agency,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    sign_in(client, officer)
    client.get(reverse("transitions:list"))  # the session is written once
    one = make_campaign(province, code="MOT", starts_on=date(2003, 1, 1), ends_on=date(2003, 12, 31))
    for made in (one, campaign):
        for name in ("board", "campaign", "enrolments", "remind", "timeline"):
            with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
                assert client.get(reverse(f"transitions:{name}", args=[made.pk])).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_hold_every_row_shown(
    client: Client, sign_in: SignIn, officer: Actor, campaign: Campaign, commune: Agency, kind: str
) -> None:
    response = sign_in(client, officer).get(reverse("transitions:board", args=[campaign.pk]), {"xuat": kind})
    assert (response.status_code, "attachment" in response["Content-Disposition"]) == (200, True)
    if kind == "csv":
        lines = response.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 4
        assert any(commune.short_name in line for line in lines)


def test_others_see_no_campaign(
    client: Client, sign_in: SignIn, other_province_officer: Actor, campaign: Campaign
) -> None:
    sign_in(client, other_province_officer)
    for name in ("board", "campaign", "enrolments", "remind", "dates", "enrol"):
        assert client.get(reverse(f"transitions:{name}", args=[campaign.pk])).status_code == 404
    path = reverse("transitions:path", args=[campaign.enrolments.first().pk])
    assert client.get(path).status_code == 404


def test_readers_change_nothing(
    client: Client, sign_in: SignIn, observer: Actor, head: Actor, campaign: Campaign
) -> None:
    for actor in (observer, head):
        sign_in(client, actor)
        for name in ("remind", "dates", "enrol"):
            assert client.post(reverse(f"transitions:{name}", args=[campaign.pk]), {}).status_code == 403
