"""Every address with input that no form of ours sends: a refusal or a page, never an error 500.

On both engines: so every page's SQL has been understood by PostgreSQL, though the tests of its words run on SQLite.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest

from qlcl.kernel.actors import Role
from tests.journeys.acting import let_in, signed_in
from tests.journeys.addresses import Address, every_address
from tests.journeys.owned import Scene, make_scene

pytestmark = pytest.mark.django_db
BOTH, POSTGRESQL = pytest.mark.engine("sqlite", "postgresql"), pytest.mark.engine("postgresql")
#: The parameters that pages and routes of the API read from the address.
NAMES = (
    "q trang xep cot nam cap phien-ban tinh-trang phuong-thuc co-quan vai-tro trang-thai loai den tu ngay lop nguoi "
    "chien-dich tinh het-gia-tri truoc level state edition agency on until since to province day"
)
#: Who comes with which; together they see every page on PostgreSQL. A day and a digit are refused by Python, if at all.
VALUES = [
    pytest.param(Role.PROVINCIAL_OFFICER, "02000" + "9" * 5000, marks=BOTH),
    pytest.param(Role.ADMINISTRATOR, "9999-12-31", marks=POSTGRESQL),
    pytest.param(Role.INSPECTOR, "²", marks=POSTGRESQL),
    pytest.param(Role.HEAD, "0000", marks=BOTH),
]
HUGE = ("99999999999999999999",)
NULLS = ("/tim?q=a%00", "/so-dang-ky/?q=a%00", "/api/v1/agencies?q=a%00", "/api/v1/agencies/a%00")


@pytest.fixture(scope="module")
def made(standing: Callable[[], AbstractContextManager[None]]) -> Iterator[Scene]:
    """The scene, made once for this module."""
    with standing():
        yield make_scene()


@pytest.fixture
def scene(made: Scene, db: None) -> Scene:
    """The scene as it was made, whatever the test before did to it."""
    return made


def own(scene: Scene, address: Address) -> str:
    """The address of something that the province's people see."""
    return address.url({**scene.neighbour.things, "public_id": "khong-co"})


@pytest.mark.parametrize(("role", "value"), VALUES)
def test_no_value_in_an_address_breaks_a_page(role, value, scene):
    client = let_in(scene.actors[role])
    query = "&".join(f"{name}={quote(value)}" for name in NAMES.split())
    wrong = []
    for address in every_address():
        if "public_id" not in address.parts:
            wrong += broken(client, f"{own(scene, address)}?{query}", value)
    assert wrong == []


@BOTH
@pytest.mark.parametrize("year", ["0", "-1", "99999", "9" * 25, "0200099999999999"])
@pytest.mark.parametrize("url", ["/api/v1/declarations?year=", "/so-dang-ky/?nam=", "/so-dang-ky/du-lieu.json?nam="])
def test_no_year_breaks_a_list(url, year, scene):
    assert signed_in(scene.actors[Role.ADMINISTRATOR]).get(url + year).status_code in {200, 422}


@BOTH
@pytest.mark.parametrize("url", NULLS)
def test_null_character_in_an_address_is_refused(url, scene):
    response = signed_in(scene.actors[Role.ADMINISTRATOR]).get(url)
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/problem+json" if "/api/" in url else "text/html")


def test_null_character_in_a_body_is_refused(scene):
    client = signed_in(scene.actors[Role.HEAD])
    body = {"edition": "ISO\0", "number": "1\0", "signed_on": "2021-03-01"}
    named, coded = ("text/plain", "application/octet-stream"), json.dumps(body)
    sent = [(coded, "application/json"), (coded.encode("utf-16"), "application/json"), *((coded, n) for n in named)]
    address = "/api/v1/systems/1/declarations"
    written = [client.generic("POST", address, content, content_type=name).json()["code"] for content, name in sent]
    typed = client.post("/tai-khoan/nguoi-dung/moi", {"full_name": "a\0"})
    assert (written, typed.status_code) == (["null_character"] * 4, 422)


@pytest.mark.parametrize("number", HUGE)
def test_no_number_breaks_an_address(number, scene):
    client = let_in(scene.actors[Role.ADMINISTRATOR])
    wrong = []
    for address in every_address():
        if not address.is_public and address.parts:
            things = dict.fromkeys(scene.neighbour.things, number)
            wrong += broken(client, address.url(things), number)
    assert wrong == []


def broken(client, url: str, value: str) -> list[str]:
    """What went wrong at the address."""
    response = client.get(url)
    text = url.partition("?")[0]
    return [f"{text[:60]} {value[:24]!r} → {response.status_code}"] if response.status_code >= 500 else []
