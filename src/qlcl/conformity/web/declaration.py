"""The page of one declaration, its paper and its files."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.conformity.drafts import decision_of
from qlcl.conformity.enums import State
from qlcl.conformity.models import Declaration
from qlcl.conformity.policies import can_end, can_keep, can_void
from qlcl.conformity.queries import declaration_page, items_of
from qlcl.conformity.web.columns import METHODS, state_chip
from qlcl.conformity.web.papers import paper_response
from qlcl.conformity.workflow import NOTICES
from qlcl.kernel import history
from qlcl.kernel.clock import today
from qlcl.kernel.errors import Unseen
from qlcl.kernel.files import attachment
from qlcl.ui.access import signed_in

#: Name in the address → field of the declaration.
FILES = {
    "quyet-dinh": "signed_file",
    "thong-bao": "told_file",
    "niem-yet": "posted_file",
    "dang-trang": "published_file",
}


@signed_in
def detail(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """One declaration: what it says, its notices, its appendix, its timeline."""
    declaration = declaration_page(request.actor, declaration_id)
    day, actor = today(), request.actor
    keeps = can_keep(actor, declaration.system)
    standing = declaration.voided_on is None
    notices = _notices(declaration)
    context = {
        "declaration": declaration,
        "state": state_chip(declaration),
        "method": METHODS[declaration.prepared_by],
        "notices": notices,
        "next_notice": next((n for n in notices if not n["day"]), None) if keeps and standing else None,
        "items": items_of(declaration.scope),
        "may_keep": keeps and standing,
        "may_end": standing and declaration.ended_on is None and can_end(actor, declaration.system, day),
        "may_void": standing and can_void(actor, declaration),
        "public": request.build_absolute_uri(reverse("register:declaration", args=[declaration.public_id])),
        "is_void": declaration.state_on(day) == State.VOID,
        "events": history.events_of(kind="declaration", id=declaration.pk, limit=20),
    }
    return render(request, "conformity/declaration.html", context)


@signed_in
def paper(request: HttpRequest, declaration_id: int, kind: str) -> HttpResponse:
    """The decision as a draft paper, in Word or PDF."""
    declaration = declaration_page(request.actor, declaration_id)
    return paper_response(
        decision_of(declaration), kind, f"quyet-dinh-{declaration.public_id}", declaration.system.province_id
    )


@signed_in
def file(request: HttpRequest, declaration_id: int, which: str) -> HttpResponse:
    """One of the declaration's files, as a download."""
    if which not in FILES:
        raise Http404
    found = getattr(declaration_page(request.actor, declaration_id), FILES[which])
    if found is None:
        raise Unseen("Chưa có tệp này.")
    return cast(HttpResponse, attachment(found))


def _notices(declaration: Declaration) -> list[dict[str, object]]:
    """Each notice as the page shows it; of imported history, what is not known says so."""
    names = {field: name for name, field in FILES.items()}
    return [
        {
            "code": notice.code,
            "label": notice.label,
            "day": getattr(declaration, notice.day),
            "proof": getattr(declaration, notice.proof),
            "is_url": notice.proof == "published_url",
            "file": getattr(declaration, notice.file),
            "which": names[notice.file],
            "unknown": declaration.imported and getattr(declaration, notice.day) is None,
        }
        for notice in NOTICES.values()
    ]
