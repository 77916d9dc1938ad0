"""The public register as open data: the same rows and filters, as CSV and as JSON."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import etag, require_safe

from qlcl.conformity import queries
from qlcl.conformity.models import Declaration
from qlcl.conformity.web.freshness import register_etag
from qlcl.conformity.web.listing import filters_of
from qlcl.conformity.web.register import public
from qlcl.kernel.clock import today
from qlcl.ui.exports import export_response

#: The columns of the data; docs/open-data.md says what each means.
FIELDS = (
    "public_id", "url", "agency_code", "agency", "level", "province_code", "edition", "number", "kind", "signed_on",
    "effective_on", "ended_on", "end_reason", "state", "prepared_by", "illustration",
)  # fmt: skip


@require_safe
@public
@etag(register_etag)
def as_csv(request: HttpRequest) -> HttpResponse:
    """Every row that the filters leave, as CSV in UTF-8."""
    rows = ([row[name] for name in FIELDS] for row in _rows(request))
    return export_response("so-dang-ky-cong-bo", FIELDS, rows, "csv")


@require_safe
@public
@etag(register_etag)
def as_json(request: HttpRequest) -> HttpResponse:
    """Every row that the filters leave, as JSON; days as yyyy-mm-dd."""
    rows = list(_rows(request))
    body = {
        "as_of": today(),
        "count": len(rows),
        "illustration": any(row["illustration"] for row in rows),
        "declarations": rows,
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _rows(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Rows as plain values, two thousand at a time."""
    day = today()
    found = queries.filtered(queries.public_declarations(), filters_of(request.GET), day)
    root = request.build_absolute_uri(reverse("register:list"))
    declarations = found.select_related("agency__province", "edition").order_by("signed_on", "id")
    for declaration in declarations.iterator(2000):
        yield _row(declaration, root, str(declaration.state_on(day)))


def _row(declaration: Declaration, root: str, state: str) -> dict[str, Any]:
    agency = declaration.agency
    return {
        "public_id": declaration.public_id,
        "url": f"{root}{declaration.public_id}/",
        "agency_code": agency.code,
        "agency": agency.name,
        "level": agency.level,
        "province_code": agency.province.code,
        "edition": declaration.edition.code,
        "number": declaration.number,
        "kind": declaration.kind,
        "signed_on": declaration.signed_on,
        "effective_on": declaration.effective_on,
        "ended_on": declaration.ended_on,
        "end_reason": declaration.end_reason,
        "state": state,
        "prepared_by": declaration.prepared_by,
        "illustration": declaration.illustration,
    }
