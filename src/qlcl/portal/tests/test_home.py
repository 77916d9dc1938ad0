"""The home page of each hat: what is mine first, only buttons that open, few queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.transitions.models import Campaign
from qlcl.transitions.tests.factories import bind, make_campaign, step

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]


@pytest.fixture
def campaign(province: Agency, commune: Agency, other_commune: Agency) -> Campaign:
    """Two communes enrolled, nothing done by them, the plan overdue."""
    bind(commune, other_commune)
    return make_campaign(province, step_dates={"plan": date(2019, 12, 31)})


def home(client: Client) -> str:
    return client.get(reverse("portal:home")).content.decode()


def test_head_sees_what_each_of_his_decisions_waits_for(
    client: Client, sign_in: SignIn, head: Actor, campaign: Campaign, commune: Agency
) -> None:
    page = home(sign_in(client, head))
    system = step(campaign, commune, "effect_confirmed").system_id
    assert "việc cần quyết định" in page
    assert "Chờ bước 1:" in page
    assert reverse("conformity:confirm_effect", args=[system]) not in page, "what waits has no button"


@pytest.mark.parametrize("place", ["duties:mine", "portal:home"])
def test_secretary_is_not_offered_what_only_the_head_does(
    client: Client, sign_in: SignIn, secretary: Actor, campaign: Campaign, commune: Agency, place: str
) -> None:
    page = sign_in(client, secretary).get(reverse(place)).content.decode()
    system = step(campaign, commune, "effect_confirmed").system_id
    assert reverse("conformity:confirm_effect", args=[system]) not in page


def test_secretary_is_led_to_the_scope_first(
    client: Client, sign_in: SignIn, secretary: Actor, campaign: Campaign, commune: Agency
) -> None:
    system = step(campaign, commune, "plan").system_id
    assert reverse("conformity:define_scope", args=[system]) in home(sign_in(client, secretary))


def test_officer_sees_who_is_most_behind(
    client: Client, sign_in: SignIn, officer: Actor, campaign: Campaign, commune: Agency
) -> None:
    page = home(sign_in(client, officer))
    assert "Cơ quan quá hạn nhiều bước nhất" in page
    assert commune.short_name in page
    assert reverse("transitions:board", args=[campaign.pk]) in page


@pytest.mark.parametrize("hat", ["head", "secretary", "officer", "observer", "staff"])
def test_home_takes_at_most_twelve_queries(
    client: Client,
    sign_in: SignIn,
    campaign: Campaign,
    hat: str,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    sign_in(client, request.getfixturevalue(hat))
    home(client)
    with django_assert_max_num_queries(12):
        home(client)


def test_a_province_that_begins_is_told_what_comes_first(
    client: Client, sign_in: SignIn, administrator: Actor, observer: Actor, commune: Agency, head: Actor
) -> None:
    page = home(sign_in(client, administrator))
    assert page.index("Danh bạ cơ quan") < page.index("Chiến dịch chuyển đổi")
    assert "1/2 cơ quan có Thủ trưởng đăng nhập được" in page, "the head of the commune, nobody at the department"
    assert reverse("transitions:open") in page
    assert reverse("transitions:open") not in home(sign_in(client, observer)), "who only reads is offered nothing"
