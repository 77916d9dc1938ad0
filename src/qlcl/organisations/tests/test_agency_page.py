"""The page of one agency: one heading at a time, each within the budget."""

import pytest
from django.test import Client

from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
TABS = ("", "viec-va-nguoi", "dao-tao", "kiem-tra-khac-phuc", "ra-soat", "nhat-ky")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("who", ["officer", "head"])
def test_each_heading_stays_within_twelve_queries(
    client: Client, sign_in, request, commune: Agency, tab: str, who: str, django_assert_max_num_queries
) -> None:
    actor: Actor = request.getfixturevalue(who)
    sign_in(client, actor)
    address = f"/co-quan/{commune.pk}/"
    client.get(address, {"muc": tab})
    with django_assert_max_num_queries(12):
        page = client.get(address, {"muc": tab})
    assert page.content.decode().count('aria-current="page"') >= 1


def test_an_unknown_heading_is_the_overview(client: Client, sign_in, officer: Actor, commune: Agency) -> None:
    sign_in(client, officer)
    assert "Nhận diện" in client.get(f"/co-quan/{commune.pk}/", {"muc": "khong-co"}).content.decode()
