"""The public register: every declaration, in force or past, without signing in."""

from io import BytesIO

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from qlcl.conformity import queries
from qlcl.conformity.enums import State
from qlcl.conformity.models import Declaration
from qlcl.conformity.web.columns import LEVELS, state_chip
from qlcl.conformity.web.freshness import register_etag
from qlcl.conformity.web.listing import STATES, filters_of
from qlcl.kernel.clock import today
from qlcl.kernel.errors import Unseen
from qlcl.organisations.enums import COUNTED_LEVELS
from qlcl.standards.queries import editions
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import Column, Table, filter_chips

#: Only what a signed and published decision says: no signer, no letters, no files.
COLUMNS = (
    Column(
        "agency", "Cơ quan", "agency.name", url=lambda d: reverse("register:declaration", args=[d.public_id]),
        order=("agency__name_sort",), fixed=True, head=True,
    ),
    Column("level", "Cấp", lambda d: LEVELS.get(d.agency.level, ""), order=("agency__level",)),
    Column("province", "Tỉnh", "agency.province.name", hidden=True),
    Column("edition", "Phiên bản", "edition.label", order=("edition__position",)),
    Column("number", "Số quyết định", "number"),
    Column("signed_on", "Ngày công bố", "signed_on", order=("signed_on",)),
    Column("state", "Tình trạng", lambda d: d.state_on(today()).label, html=state_chip),
    ILLUSTRATION,
)  # fmt: skip
public = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@public
@etag(register_etag)
def listing(request: HttpRequest) -> HttpResponse:
    """Search, filters and pages over the register."""
    day, filters = today(), filters_of(request.GET)
    rows = queries.filtered(queries.public_declarations(), filters, day)
    table = Table(
        request,
        COLUMNS,
        rows.select_related("agency__province", "edition").order_by("-signed_on", "-id"),
        caption="Sổ đăng ký công bố",
        default="-signed_on",
        empty="Không có công bố nào phù hợp.",
        remedy="Thử bớt từ khóa hoặc bỏ bộ lọc.",
        cards=True,
        exportable=False,
    )
    context = {
        "table": table,
        "filters": filters,
        "day": day,
        "levels": filter_chips(request, "cap", [(str(v), LEVELS[v], None) for v in COUNTED_LEVELS]),
        "states": filter_chips(request, "tinh-trang", [(str(v), label, None) for v, label in STATES]),
        "editions": editions(),
        "query": request.GET.urlencode(),
    }
    return render(request, "conformity/register.html", context)


@require_safe
@public
@etag(register_etag)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One declaration at its stable address."""
    declaration = _declaration(public_id)
    day = today()
    chain = Declaration.objects.standing().filter(system=declaration.system_id).exclude(pk=declaration.pk)
    context = {
        "declaration": declaration,
        "state": state_chip(declaration),
        "in_force": declaration.state_on(day) == State.IN_FORCE,
        "level": LEVELS.get(declaration.agency.level, ""),
        "items": queries.items_of(declaration.scope),
        "others": chain.select_related("edition").order_by("-signed_on", "-id"),
        "address": request.build_absolute_uri(reverse("register:declaration", args=[public_id])),
        "day": day,
    }
    return render(request, "conformity/register_entry.html", context)


@require_safe
@cache_control(public=True, max_age=86400)
def qr_code(request: HttpRequest, public_id: str) -> HttpResponse:
    """The QR code of a declaration's address, as an image."""
    _declaration(public_id)
    address = request.build_absolute_uri(reverse("register:declaration", args=[public_id]))
    image = BytesIO()
    segno.make(address, error="m").save(image, kind="svg", scale=4, border=4, dark="#000", light="#fff")
    return HttpResponse(image.getvalue(), content_type="image/svg+xml")


def _declaration(public_id: str) -> Declaration:
    """A declaration that the register shows; a void one is not there."""
    related = ("agency__province", "edition", "scope", "replaces")
    found = queries.public_declarations().select_related(*related).filter(public_id=public_id).first()
    if found is None:
        raise Unseen("Không có công bố này trong sổ đăng ký.")
    return found
