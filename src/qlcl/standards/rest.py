"""API routes of the editions of the standard and their clauses."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from qlcl.kernel.errors import Unseen
from qlcl.standards.models import Edition
from qlcl.standards.queries import clauses_of, edition_list
from qlcl.ui.rest import REFUSALS, Limit, Offset, Page, actor_of, page_of

router = Router(tags=["Tiêu chuẩn"])


class EditionOut(Schema):
    """An edition; `confirmed` is false where its facts still wait for an official source."""

    code: str
    label: str
    title: str
    international_status: str
    published_on: date | None
    tcvn_number: str
    adopted_on: date | None
    withdrawn_on: date | None
    confirmed: bool
    note: str


class ClauseOut(Schema):
    """A clause: its number and titles; the text of the standard is not ours to give."""

    number: str
    title_vi: str
    title_en: str


def _shape(edition: Edition) -> dict[str, Any]:
    return {name: getattr(edition, name) for name in EditionOut.model_fields}


@router.get("/editions", response={200: Page[EditionOut], **REFUSALS}, summary="Các phiên bản tiêu chuẩn")
def editions(request: HttpRequest, response: HttpResponse, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    """Every edition, oldest first."""
    return page_of(request, response, edition_list(actor_of(request)), _shape, limit, offset)


@router.get("/editions/{code}/clauses", response={200: list[ClauseOut], **REFUSALS}, summary="Điều khoản")
def clauses(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """The clauses 4–10 of an edition."""
    found = edition_list(actor_of(request)).filter(code=code).first()
    if found is None:
        raise Unseen(f"Không có phiên bản mang mã “{code}”.")
    return [{name: getattr(clause, name) for name in ClauseOut.model_fields} for clause in clauses_of(found)]
