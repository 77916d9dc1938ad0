"""Every address × every role × another agency's things: not found or forbidden, and nothing written.

Addresses are found in the URL resolver, so a new page is tested before anybody thinks of it.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from qlcl.config.api import api
from qlcl.kernel.actors import PROVINCIAL, Role
from qlcl.kernel.models import Event
from tests.journeys.acting import ACTOR, let_in, signed_in
from tests.journeys.addresses import Address, every_address
from tests.journeys.owned import NEIGHBOUR, STRANGER, Owned, Scene, make_scene

#: What a policy lets through does not depend on the engine; the rows behind it are tested on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]
DENIED = {403, 404}
METHOD_NOT_ALLOWED = 405
#: Where nobody may be sent: the sign-in page, and from the home page the public register.
OPEN_TO_ALL = ("/tai-khoan/dang-nhap", "/so-dang-ky/")
#: What a page may ask of the database, at any size; who asks is four of these, which `let_in` saves.
BUDGET, WHO = 12, 4
#: The paper that names the body which oversees the province where the inspection names no unit asks one more.
MORE = {"inspections:report_word": 13}
LOCAL = [role for role in Role if role not in PROVINCIAL]
#: One role of an agency and one of the province come through every door; the others meet the views themselves.
THROUGH_EVERY_DOOR = {Role.HEAD, Role.PROVINCIAL_OFFICER}


@pytest.fixture(scope="module")
def made(standing: Callable[[], AbstractContextManager[None]]) -> Iterator[Scene]:
    """The scene, made once for this module."""
    with standing():
        yield make_scene()


@pytest.fixture
def scene(made: Scene, db: None) -> Scene:
    """The scene as it was made, whatever the test before did to it."""
    return made


def test_every_part_of_an_address_is_described():
    """Mend: name in `addresses.py` what the part of the new address stands for, and make one in `owned.py`."""
    assert [key for address in every_address() for key in address.unknown_parts()] == []


def test_every_address_has_a_name():
    """Mend: give the path a name; pages, navigation and this test find it by that."""
    assert [a.route for a in every_address() if a.name.endswith(":") or not a.name] == []


def test_nobody_is_sent_to_sign_in_or_refused(scene):
    wrong = []
    for address in every_address():
        if address.is_public:
            continue
        for method, response in visits(Client(raise_request_exception=False), address, scene.neighbour):
            signs_in = response.status_code == 302 and response["Location"].startswith(OPEN_TO_ALL)
            refused = response.status_code in {401, *DENIED, METHOD_NOT_ALLOWED}
            if not (signs_in or refused) or NEIGHBOUR in body(response):
                wrong.append(f"{method} {address.name} → {response.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", LOCAL)
def test_neighbours_things_are_out_of_reach(role, scene):
    assert reached(client_of(scene, role), scene.neighbour, NEIGHBOUR) == []


@pytest.mark.parametrize("role", list(Role))
def test_another_provinces_things_are_out_of_reach(role, scene):
    assert reached(client_of(scene, role), scene.stranger, STRANGER) == []


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.PROVINCIAL_LEADER])
def test_who_only_reads_writes_nothing(role, scene):
    """Whatever an observer posts about his own province, the history does not grow; what he reads keeps its budget."""
    client = client_of(scene, role)
    client.get("/")  # boards are read whole once, and then what acts have changed
    wrong = []
    for address in every_address():
        if address.is_public or address.name.startswith("accounts:") or address.name.endswith("_freeze"):
            continue
        before = Event.objects.count()
        for method, response in visits(client, address, scene.neighbour):
            if response.status_code >= 500 or Event.objects.count() != before:
                wrong.append(f"{method} {address.name} → {response.status_code}")
            if method == "GET" and (count := too_many(client, address, response)):
                wrong.append(f"{address.name} asks {count} queries")
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_pages_of_ones_own_hold_nothing_of_others(role, scene):
    client = client_of(scene, role)
    client.get("/")
    foreign = [STRANGER] if role in PROVINCIAL else [STRANGER, NEIGHBOUR]
    wrong = []
    for address in every_address():
        if address.is_owned or address.is_public:
            continue
        for query in ("", "?q=Zka", "?xuat=csv") if role in THROUGH_EVERY_DOOR else ("", "?q=Zka&xuat=csv"):
            response = read(client, address.url({}) + query)
            leaks = [mark for mark in foreign if mark in body(response)]
            if leaks or response.status_code >= 500:
                wrong.append(f"{address.name}{query} → {response.status_code} {leaks}")
            if count := too_many(client, address, response):
                wrong.append(f"{address.name}{query} asks {count} queries")
            if response.status_code != 200:
                break  # refused or sent elsewhere, whatever is asked
    assert wrong == []


def reached(client: Client, owned: Owned, mark: str) -> list[str]:
    """The addresses at which the client reached something of another, or wrote anything."""
    before = Event.objects.count()
    wrong = []
    for address in every_address():
        if not address.is_owned or address.is_public:
            continue
        for method, response in visits(client, address, owned):
            allowed = DENIED if method == "GET" else {*DENIED, METHOD_NOT_ALLOWED}
            if response.status_code not in {*allowed, METHOD_NOT_ALLOWED} or mark in body(response):
                wrong.append(f"{method} {address.name} → {response.status_code}")
            elif Event.objects.count() != before:
                wrong.append(f"{method} {address.name} wrote")
                before = Event.objects.count()
    return wrong


def visits(client: Client, address: Address, owned: Owned) -> Iterable[tuple[str, Any]]:
    """The address read and written to; an API route with a body that fits its schema."""
    url = address.url(owned.things)
    yield "GET", read(client, url)
    if address.name.startswith("api:"):
        for method in writing_methods(address):
            fitting = json.dumps(sample_of(address, method))
            yield method.upper(), client.generic(method.upper(), url, fitting, content_type="application/json")
    else:
        yield "POST", client.post(url, {"ly_do": "x", "reason": "x"})


def read(client: Client, url: str) -> Any:
    """What an address answers; `asked` tells how many queries it took."""
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        response: Any = client.get(url)
    response.asked = len(asked)
    return response


def too_many(client: Client, address: Address, response: Any) -> int:
    """How many queries a page asked, where that is beyond its budget; mend: read together what belongs together."""
    count: int = response.asked + (WHO if ACTOR in client.defaults else 0)
    return count if count > MORE.get(address.name, BUDGET) else 0


def client_of(scene: Scene, role: Role) -> Client:
    """A client that acts in the role."""
    return (signed_in if role in THROUGH_EVERY_DOOR else let_in)(scene.actors[role])


def body(response: HttpResponse) -> str:
    """The text of an answer, streamed or not."""
    data = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[arg-type, attr-defined]
    return data.decode(errors="replace")


@cache
def api_schema() -> dict[str, Any]:
    """The schema of the API."""
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))  # type: ignore[no-any-return]


def route_of(address: Address) -> dict[str, Any]:
    """What the schema says about the address, by method."""
    route = "/" + address.route.replace("<int:", "{").replace("<", "{").replace(">", "}")
    return api_schema()["paths"].get(route, {})  # type: ignore[no-any-return]


def writing_methods(address: Address) -> list[str]:
    """The methods by which the address is written to; POST where there is none, to be refused."""
    return [method for method in route_of(address) if method != "get"] or ["post"]


def sample_of(address: Address, method: str) -> Any:
    """A body that the API's schema accepts when it is sent to the address."""
    schema = api_schema()
    content = route_of(address).get(method, {}).get("requestBody", {}).get("content", {})
    shape = content.get("application/json", {}).get("schema")
    return sample(shape, schema["components"]["schemas"]) if shape else {}


def sample(shape: dict[str, Any], known: dict[str, Any]) -> Any:
    """A value of the shape: required properties only."""
    if "$ref" in shape:
        return sample(known[shape["$ref"].rpartition("/")[2]], known)
    if "examples" in shape:
        return shape["examples"][0]
    if "enum" in shape:
        return shape["enum"][0]
    if shape.get("format") == "date":
        return "2022-01-06"
    kind = shape.get("type")
    if kind == "object":
        return {n: sample(p, known) for n, p in shape["properties"].items() if n in shape.get("required", ())}
    if kind == "array":
        return [sample(shape["items"], known)]
    return {"integer": 1, "number": 1, "boolean": True}.get(kind or "", "ISO 9001:2015")
