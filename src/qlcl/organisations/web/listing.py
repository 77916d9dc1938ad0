"""The list of agencies."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.kernel.clock import today
from qlcl.kernel.remembered import remembered_rows
from qlcl.kernel.words import search
from qlcl.organisations.enums import DutyKind, Level
from qlcl.organisations.models import Agency, DutyToApply
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.queries import agency_by_id, visible_agencies, visible_provinces
from qlcl.ui.access import signed_in
from qlcl.ui.forms import read_day
from qlcl.ui.tables import Column, Table, filter_chips

_DUTIES = dict(DutyKind.choices)

COLUMNS = (
    Column(
        "name", "Cơ quan", "name", url=lambda a: reverse("organisations:agency", args=[a.pk]), order=("name_sort",),
        fixed=True, head=True,
    ),
    Column("code", "Mã", "code", order=("code",)),
    Column("level", "Cấp", "get_level_display", order=("level",)),
    Column("parent", "Cấp trên", lambda a: a.parent.short_name if a.parent else ""),
    Column("duty", "Nghĩa vụ áp dụng", lambda a: _DUTIES.get(a.duty_kind, "")),
    Column("valid_from", "Từ ngày", "valid_from", order=("valid_from",), hidden=True),
    Column("valid_until", "Đến trước ngày", "valid_until", order=("valid_until",), hidden=True),
    Column("gso_code", "Mã đơn vị hành chính", "gso_code", hidden=True),
    Column("illustration", "Minh họa", lambda a: "x" if a.illustration else "", hidden=True),
)  # fmt: skip


@signed_in
def agencies(request: HttpRequest) -> HttpResponse:
    """Agencies that lived on a day, by level and name; a search finds them without accents."""
    day = read_day(request.GET.get("ngay")) or today()
    query = request.GET.get("q", "").strip()
    level = request.GET.get("cap", "")
    visible = visible_agencies(request.actor).valid_on(day)
    if query:
        visible = search(visible, "name_fold", query, "agency")
    by_level = visible.order_by().values_list("level").annotate(n=Count("pk"))
    counts: dict[str, int] = dict(remembered_rows(by_level))
    narrowed = level in Level.values
    shown = visible.filter(level=level) if narrowed else visible
    duty = DutyToApply.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day), agency_id=OuterRef("pk"), valid_from__lte=day
    )
    rows = shown.select_related("parent").annotate(duty_kind=Subquery(duty.values("kind")[:1]))
    table = Table(
        request,
        COLUMNS,
        rows.in_vietnamese_order(),
        caption="Danh bạ cơ quan",
        empty="Không có cơ quan nào phù hợp.",
        remedy="Bỏ bớt điều kiện lọc, hoặc nhập danh bạ từ tệp Excel.",
        cards=True,
        known=counts.get(level, 0) if narrowed else sum(counts.values()),
        keys_first=True,
    )
    if table.export:
        return table.export_response("danh-ba-co-quan")
    choices = [(c, str(n), counts[c]) for c, n in Level.choices if c in counts]
    return render(
        request,
        "organisations/agencies.html",
        {
            "table": table,
            "chips": filter_chips(request, "cap", choices, total=sum(counts.values())),
            "day": day,
            "query": query,
            "may_add": _may_add(request),
        },
    )


def _may_add(request: HttpRequest) -> bool:
    """Whether the actor keeps the register of a province he sees."""
    return any(
        can_manage_register(request.actor, p) for p in visible_provinces(request.actor).values_list("pk", flat=True)
    )


def agency_of(request: HttpRequest, agency_id: int) -> Agency:
    """The agency, or 404 outside the actor's view."""
    return agency_by_id(request.actor, agency_id)
