"""API routes of declarations of conformity: reading, issuing, the notices that follow."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from qlcl.conformity.enums import PreparedBy, Reason, State
from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.confirm_effect import confirm_effect
from qlcl.conformity.operations.define_scope import Line, define_scope
from qlcl.conformity.operations.end_declaration import end_declaration
from qlcl.conformity.operations.issue_declaration import issue_declaration
from qlcl.conformity.operations.notify_department import notify_department
from qlcl.conformity.operations.post_at_office import post_at_office
from qlcl.conformity.operations.publish_on_web import publish_on_web
from qlcl.conformity.operations.redeclare import redeclare
from qlcl.conformity.operations.void_declaration import void_declaration
from qlcl.conformity.queries import Filters, Standing, declaration_list, declaration_page, standing_of, system_page
from qlcl.kernel.clock import today
from qlcl.organisations.enums import Level
from qlcl.standards.queries import edition_by_code
from qlcl.ui.rest import CONFLICTS, REFUSALS, Body, Limit, Offset, Page, act, actor_of, page_of

router = Router(tags=["Công bố phù hợp"])


class DeclarationOut(Schema):
    """A declaration; days are legal days, empty where nothing is known."""

    id: int
    public_id: str
    agency_code: str
    agency_name: str
    level: str
    system_id: int
    edition: str
    number: str
    signed_on: date
    effective_on: date
    kind: str
    reason: str
    prepared_by: str
    consultant_name: str
    signed_as: str
    signer_name: str
    state: str
    told_on: date | None
    posted_on: date | None
    published_on: date | None
    published_url: str
    ended_on: date | None
    end_reason: str
    imported: bool
    illustration: bool


class DeclarationIn(Body):
    """A decision that was signed; `replaces` names the one in force that it replaces, with a reason."""

    edition: str = Field(examples=["ISO 9001:2015"])
    number: str = Field(max_length=60, examples=["935/QĐ-UBND"])
    signed_on: date
    effective_on: date | None = None
    prepared_by: PreparedBy | None = None
    consultant_name: str = Field("", max_length=250)
    replaces: int | None = None
    reason: Reason | None = None
    reason_note: str = Field("", max_length=300)


class NotifiedIn(Body):
    """The letter that told the overseeing department."""

    on: date
    letter_number: str = Field(max_length=60)


class PostedIn(Body):
    """Where the declaration hangs."""

    on: date
    place: str = Field(max_length=200)


class PublishedIn(Body):
    """The page on which the declaration was published."""

    on: date
    url: str = Field(max_length=500, examples=["https://phuocvinh.example/cong-bo"])


class EndedIn(Body):
    """The first day on which the declaration no longer holds, and why."""

    on: date
    reason: str = Field(min_length=1, max_length=300)


class VoidedIn(Body):
    """Why the entry, not the decision, was a mistake."""

    reason: str = Field(min_length=1, max_length=300)


class ScopeLine(Body):
    """A field of work and a procedure or activity in it."""

    field: str = Field(min_length=1, max_length=200)
    procedure: str = Field(min_length=1, max_length=500)
    procedure_code: str = Field("", max_length=40)
    process_code: str = Field("", max_length=40)


class ScopeIn(Body):
    """A new version of the scope; `expected_version` is the version it was written from (0: there was none)."""

    on: date
    lines: list[ScopeLine] = Field(min_length=1, max_length=5000)
    note: str = Field("", max_length=500)
    expected_version: int | None = None


class ScopeOut(Schema):
    """The version of the scope that stands today; version 0: none was defined."""

    system_id: int
    version: int
    decided_on: date | None
    lines: list[ScopeLine]


class EffectIn(Body):
    """The head's confirmation, after the internal audit and the management review of those days."""

    edition: str = Field(examples=["ISO 9001:2015"])
    on: date
    audited_on: date
    reviewed_on: date
    note: str = Field("", max_length=500)


class EffectOut(Schema):
    """A confirmation of effect."""

    id: int
    system_id: int
    edition: str
    confirmed_on: date
    audited_on: date | None
    reviewed_on: date | None


PLAIN = (
    "public_id", "system_id", "number", "signed_on", "effective_on", "kind", "reason", "prepared_by",
    "consultant_name", "signed_as", "signer_name", "told_on", "posted_on", "published_on", "published_url", "ended_on",
    "end_reason", "imported", "illustration",
)  # fmt: skip


def _shape(declaration: Declaration) -> dict[str, Any]:
    return {
        "id": declaration.pk,
        **{name: getattr(declaration, name) for name in PLAIN},
        "agency_code": declaration.agency.code,
        "agency_name": declaration.agency.name,
        "level": declaration.agency.level,
        "edition": declaration.edition.code,
        "state": declaration.state_on(today()),
    }


@router.get("/declarations", response={200: Page[DeclarationOut], **REFUSALS}, summary="Danh sách công bố")
def declarations(
    request: HttpRequest,
    response: HttpResponse,
    q: str = "",
    agency: str = "",
    level: Level | None = None,
    edition: str = "",
    year: int | None = None,
    state: State | None = None,
    prepared_by: PreparedBy | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Declarations in sight that are not void, newest first; `q` looks in agencies' names and in numbers."""
    filters = Filters(q, level or "", edition, year, state or "", prepared_by or "")
    rows = declaration_list(actor_of(request), filters, today())
    if agency:
        rows = rows.filter(agency__code=agency)
    return page_of(request, response, rows, _shape, limit, offset)


@router.get("/declarations/{int:declaration_id}", response={200: DeclarationOut, **REFUSALS}, summary="Một công bố")
def declaration(request: HttpRequest, declaration_id: int) -> dict[str, Any]:
    """The declaration with that id."""
    return _shape(declaration_page(actor_of(request), declaration_id))


@router.post(
    "/systems/{int:system_id}/declarations",
    response={201: DeclarationOut, **CONFLICTS},
    summary="Ban hành công bố, hoặc công bố lại",
)
def issue(request: HttpRequest, system_id: int, body: DeclarationIn) -> Status:
    """Issues a declaration in the agency's name; by a token of the head, or of the deputy who signs for him."""
    actor = actor_of(request)
    system_page(actor, system_id)
    edition = edition_by_code(body.edition)
    common: dict[str, Any] = {
        **act(request, body.signed_on),
        "system_id": system_id,
        "edition_id": edition.pk,
        "number": body.number,
        "effective_on": body.effective_on,
        "prepared_by": body.prepared_by or "",
        "consultant_name": body.consultant_name,
        "reason": body.reason or "",
        "reason_note": body.reason_note,
    }
    made = issue_declaration(**common) if body.replaces is None else redeclare(replaces_id=body.replaces, **common)
    return Status(201, _shape(declaration_page(actor, made.pk)))


@router.post(
    "/declarations/{int:declaration_id}/notified",
    response={200: DeclarationOut, **CONFLICTS},
    summary="Đã thông báo cho cơ quan chủ trì",
)
def notified(request: HttpRequest, declaration_id: int, body: NotifiedIn) -> dict[str, Any]:
    """Records that the overseeing department was told in writing."""
    notify_department(declaration_id=declaration_id, letter_number=body.letter_number, **act(request, body.on))
    return _shape(declaration_page(actor_of(request), declaration_id))


@router.post(
    "/declarations/{int:declaration_id}/posted",
    response={200: DeclarationOut, **CONFLICTS},
    summary="Đã niêm yết tại trụ sở",
)
def posted(request: HttpRequest, declaration_id: int, body: PostedIn) -> dict[str, Any]:
    """Records that the declaration hangs at the office."""
    post_at_office(declaration_id=declaration_id, place=body.place, **act(request, body.on))
    return _shape(declaration_page(actor_of(request), declaration_id))


@router.post(
    "/declarations/{int:declaration_id}/published",
    response={200: DeclarationOut, **CONFLICTS},
    summary="Đã đăng trang thông tin điện tử",
)
def published(request: HttpRequest, declaration_id: int, body: PublishedIn) -> dict[str, Any]:
    """Records that the declaration is on the agency's website."""
    publish_on_web(declaration_id=declaration_id, url=body.url, **act(request, body.on))
    return _shape(declaration_page(actor_of(request), declaration_id))


@router.post(
    "/declarations/{int:declaration_id}/ended",
    response={200: DeclarationOut, **CONFLICTS},
    summary="Ghi hết hiệu lực",
)
def ended(request: HttpRequest, declaration_id: int, body: EndedIn) -> dict[str, Any]:
    """Records that the declaration no longer holds from a day on; nothing is ever revoked."""
    end_declaration(declaration_id=declaration_id, reason=body.reason, **act(request, body.on, ahead=True))
    return _shape(declaration_page(actor_of(request), declaration_id))


@router.post(
    "/declarations/{int:declaration_id}/voided",
    response={200: DeclarationOut, **CONFLICTS},
    summary="Hủy bản ghi nhầm",
)
def voided(request: HttpRequest, declaration_id: int, body: VoidedIn) -> dict[str, Any]:
    """Takes back a mistaken entry; what it closed opens again."""
    void_declaration(declaration_id=declaration_id, reason=body.reason, **act(request))
    return _shape(declaration_page(actor_of(request), declaration_id))


def _scope(standing: Standing) -> dict[str, Any]:
    scope = standing.scope
    names = ("field", "procedure", "procedure_code", "process_code")
    return {
        "system_id": standing.system.pk,
        "version": scope.version if scope else 0,
        "decided_on": scope.decided_on if scope else None,
        "lines": [{name: getattr(item, name) for name in names} for item in standing.items],
    }


@router.get("/systems/{int:system_id}/scope", response={200: ScopeOut, **REFUSALS}, summary="Phạm vi áp dụng")
def scope(request: HttpRequest, system_id: int) -> dict[str, Any]:
    """The scope that stands today."""
    return _scope(standing_of(system_page(actor_of(request), system_id), today()))


@router.post(
    "/systems/{int:system_id}/scope",
    response={201: ScopeOut, **CONFLICTS},
    summary="Xác định phạm vi áp dụng",
)
def define(request: HttpRequest, system_id: int, body: ScopeIn) -> Status:
    """Records a new version of the scope; a version written meanwhile refuses it (409)."""
    system = system_page(actor_of(request), system_id)
    define_scope(
        system_id=system.pk,
        lines=[Line(**line.dict()) for line in body.lines],
        note=body.note,
        expected_version=body.expected_version,
        **act(request, body.on),
    )
    return Status(201, _scope(standing_of(system, today())))


@router.post(
    "/systems/{int:system_id}/effect",
    response={201: EffectOut, **CONFLICTS},
    summary="Xác nhận hiệu lực",
)
def effect(request: HttpRequest, system_id: int, body: EffectIn) -> Status:
    """The head confirms that the system has effect; by his own token only."""
    system = system_page(actor_of(request), system_id)
    edition = edition_by_code(body.edition)
    made = confirm_effect(
        system_id=system.pk,
        edition_id=edition.pk,
        audited_on=body.audited_on,
        reviewed_on=body.reviewed_on,
        note=body.note,
        **act(request, body.on),
    )
    plain = ("system_id", "confirmed_on", "audited_on", "reviewed_on")
    return Status(201, {"id": made.pk, "edition": edition.code, **{name: getattr(made, name) for name in plain}})
