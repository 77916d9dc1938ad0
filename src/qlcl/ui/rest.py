"""What every room's API routes share: the actor, a page of rows with its links, answers that are too old."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypedDict, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import ConfigDict, Field

from qlcl.kernel import clock
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError

DEFAULT_LIMIT, MOST = 50, 200
Item = TypeVar("Item")

Limit = Annotated[int, Query(DEFAULT_LIMIT, ge=1, le=MOST, description=f"Số dòng, nhiều nhất {MOST}.")]
Offset = Annotated[int, Query(0, ge=0, le=10_000_000, description="Bỏ qua bấy nhiêu dòng đầu.")]


class Body(Schema):
    """What a call writes: a field that the schema does not know is refused, not passed over in silence."""

    model_config = ConfigDict(extra="forbid")


class Page(Schema, Generic[Item]):
    """Some rows of a list: `count` of all, and the part shown. The header `Link` leads to the other parts."""

    count: int
    limit: int
    offset: int
    items: list[Item]


class Problem(Schema):
    """A refusal, as RFC 9457 has it: `code` is stable, `detail` says in Vietnamese how to mend it."""

    type: str = Field(examples=["urn:qlcl:problem:forbidden"])
    title: str
    status: int
    code: str
    detail: str
    instance: str = ""
    field: str = ""
    errors: list[dict[str, Any]] = []


class Act(TypedDict):
    """The arguments that every operation takes."""

    actor: Actor
    on: date
    at: datetime


REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
CONFLICTS: dict[int, Any] = {**REFUSALS, 409: Problem}


def actor_of(request: HttpRequest) -> Actor:
    """Who calls."""
    return request.actor


def act(request: HttpRequest, on: date | None = None, *, ahead: bool = False) -> Act:
    """Who acts, for which day (without one: today), recorded now; only what is decided `ahead` has a day to come.

    Raises `in_future`, as forms do.
    """
    if on is not None and on > clock.today() and not ahead:
        raise DomainError("in_future", f"Ngày {on:%d/%m/%Y} ở tương lai; chỉ ghi việc đã làm.", field="on")
    return {"actor": actor_of(request), "on": on or clock.today(), "at": clock.now()}


def page_of(
    request: HttpRequest,
    response: HttpResponse,
    rows: QuerySet[Any],
    shape: Callable[[Any], Any],
    limit: int,
    offset: int,
) -> dict[str, Any]:
    """The part of the rows asked for, each shaped, and the links to the first, previous, next and last part."""
    count = rows.count()
    found: Sequence[Any] = list(rows[offset : offset + limit])
    last = max(0, (count - 1) // limit * limit)
    links = {"first": 0, "last": last}
    if offset > 0:
        links["prev"] = max(0, offset - limit)
    if offset + limit < count:
        links["next"] = offset + limit
    response["Link"] = ", ".join(f'<{_address(request, limit, n)}>; rel="{rel}"' for rel, n in links.items())
    return {"count": count, "limit": limit, "offset": offset, "items": [shape(row) for row in found]}


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    given = [(k, v) for k, values in request.GET.lists() for v in values if k not in {"limit", "offset"}]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*given, ('limit', limit), ('offset', offset)])}")
