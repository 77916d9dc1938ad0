"""The one search: what the actor may see, without accents, a slip forgiven, never a digit."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now
from qlcl.organisations.models import Agency
from qlcl.portal.operations.import_files import import_files
from qlcl.portal.queries import search_everything
from qlcl.portal.tests.files import csv_file

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
NAMES = ("phường 1", "phường 3", "phường 10", "phường Ninh Thạnh")


@pytest.fixture
def _wards(province: Agency, day: object) -> None:
    head = "code,name,level,parent_code,valid_from,duty_to_apply\n"
    rows = (
        f"P1-Y{n},Ủy ban nhân dân {name},commune,{province.code},2004-01-01,mandatory\n" for n, name in enumerate(NAMES)
    )
    import_files(
        actor=Actor.system("thử"), files=[csv_file("units", head + "".join(rows))], on=day, at=now()  # type: ignore[arg-type]
    )  # fmt: skip


def _agencies(actor: Actor, text: str) -> list[str]:
    groups = {group.kind: group for group in search_everything(actor, text)}
    return [hit.label for hit in groups["agency"].hits] if "agency" in groups else []


@pytest.mark.engine("sqlite", "postgresql")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("phuong 1", ["phường 1"]),
        ("phuogn 3", ["phường 3"]),
        ("phuong 2", []),
        ("UBND Phường 10", ["phường 10"]),
        ("ninx thanh", []),
        ("ninh thahn", ["phường Ninh Thạnh"]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("_wards")
def test_finds_agencies(officer: Actor, text: str, found: list[str]) -> None:
    assert [label.removeprefix("Ủy ban nhân dân ").removeprefix("UBND ") for label in _agencies(officer, text)] == found


@pytest.mark.usefixtures("_wards")
def test_finds_only_what_the_actor_sees(head: Actor, other_province_officer: Actor) -> None:
    assert _agencies(head, "phuong") == []
    assert _agencies(other_province_officer, "phuong") == []


@pytest.mark.usefixtures("_wards")
def test_shows_hits_in_vietnamese_order(client: Client, sign_in: SignIn, officer: Actor) -> None:
    page = sign_in(client, officer).get("/tim", {"q": "phuong"}).content.decode()
    places = [page.index(f"phường {end}<") for end in ("1", "3", "10", "Ninh Thạnh")]
    assert places == sorted(places)
    assert "phường 10" in client.get("/tim/goi-y", {"q": "phuong 10"}).content.decode()


def test_says_when_nothing_is_found(client: Client, sign_in: SignIn, officer: Actor) -> None:
    sign_in(client, officer)
    assert "Không tìm thấy “&lt;zzz&gt;”." in client.get("/tim", {"q": "<zzz>"}).content.decode()
    assert client.get("/tim", {"q": "a" * 5000, "loai": "none"}).status_code == 200
    assert client.get("/tim").status_code == 200


def test_sends_strangers_to_sign_in(client: Client) -> None:
    assert client.get("/tim", {"q": "phuong"}).status_code == 302


@pytest.mark.parametrize("text", ["phuong 1", "phuogn ninx thahn", "khoong cos gif", "hoop chuaw 9001"])
@pytest.mark.usefixtures("_wards")
def test_asks_twelve_queries_at_most_whatever_is_misspelt(
    client: Client, sign_in: SignIn, officer: Actor, django_assert_max_num_queries: Any, text: str
) -> None:
    sign_in(client, officer).get("/tim")  # the first page of a session writes it
    with django_assert_max_num_queries(12):
        assert client.get("/tim", {"q": text}).status_code == 200


@pytest.mark.usefixtures("_wards")
def test_finds_an_agency_by_its_code(officer: Actor) -> None:
    assert _agencies(officer, "p1-y0") == ["Ủy ban nhân dân phường 1"]
