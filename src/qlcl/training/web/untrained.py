"""The list of agencies that sent nobody."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.kernel.clock import today
from qlcl.organisations.enums import COUNTED_LEVELS, Level
from qlcl.training import queries
from qlcl.training.enums import Topic
from qlcl.training.web.sections import sections
from qlcl.ui.access import signed_in
from qlcl.ui.forms import read_day
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import Column, Table, filter_chips

COLUMNS = (
    Column(
        "name", "Cơ quan", "name", url=lambda a: reverse("organisations:agency", args=[a.pk]), order=("name_sort",),
        fixed=True, head=True,
    ),
    Column("code", "Mã", "code", order=("code",)),
    Column("level", "Cấp", "get_level_display", order=("level",)),
    Column("parent", "Cấp trên", lambda a: a.parent.short_name if a.parent else ""),
    ILLUSTRATION,
)  # fmt: skip


@signed_in
def untrained(request: HttpRequest) -> HttpResponse:
    """Agencies that sent nobody to a class in a span of days (three years unless told), by topic and level."""
    day = today()
    until = min(read_day(request.GET.get("den")) or day, day)
    since = read_day(request.GET.get("tu")) or until - timedelta(days=3 * 365)
    topic, level = request.GET.get("chu-de", ""), request.GET.get("cap", "")
    rows = queries.untrained_agencies(request.actor, since=since, until=until, topic=topic)
    counts = queries.agencies_by_level(rows)
    shown = rows.filter(level=level) if level in Level.values else rows
    shown = shown.select_related("parent")
    table = Table(
        request,
        COLUMNS,
        shown if request.GET.get("xep") else shown.in_vietnamese_order(),
        caption="Cơ quan chưa có người dự lớp",
        cards=True,
        empty="Cơ quan nào cũng đã có người dự lớp.",
    )
    if table.export:
        return table.export_response("co-quan-chua-dao-tao")
    levels = [(str(code), str(Level(code).label), counts.get(code, 0)) for code in COUNTED_LEVELS]
    return render(
        request,
        "training/untrained.html",
        {
            "table": table,
            "sections": sections("training:untrained"),
            "levels": filter_chips(request, "cap", levels, total=sum(counts.values())),
            "topics": Topic.choices,
            "topic": topic,
            "since": since,
            "until": until,
        },
    )
