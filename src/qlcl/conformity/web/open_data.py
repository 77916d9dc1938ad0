"""The public register as open data: the same rows and filters, as CSV and as JSON."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import etag, require_safe

from qlcl.conformity import queries
from qlcl.conformity.models.declaration import state_of
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
    declarations = found.order_by("signed_on", "id").values_list(*_READ)
    for values in declarations.iterator(2000):
        row = dict(zip(FIELDS, values, strict=False))
        row["url"] = f"{root}{row['public_id']}/"
        row["state"] = str(state_of(values[-1], row["effective_on"], row["ended_on"], day))
        yield row


#: What is read for each of `FIELDS`; the address and the state are worked out, the last column is for the state.
_READ = (
    "public_id", "pk", "agency__code", "agency__name", "agency__level", "agency__province__code", "edition__code",
    "number", "kind", "signed_on", "effective_on", "ended_on", "end_reason", "pk", "prepared_by", "illustration",
    "voided_on",
)  # fmt: skip
