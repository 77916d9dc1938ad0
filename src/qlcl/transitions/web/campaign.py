"""The list of campaigns, and one campaign: what it has reached against its plan."""

from bisect import bisect_left

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.kernel import clock, history
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.files import attachment
from qlcl.organisations.enums import Level
from qlcl.organisations.policies import oversees
from qlcl.transitions.policies import can_lead_campaign, can_open_campaign
from qlcl.transitions.queries import campaign_list, campaign_page
from qlcl.transitions.queries.board import Summary, rows_seen
from qlcl.transitions.queries.progress import progress_of
from qlcl.transitions.queries.remembered import summary_on
from qlcl.transitions.web.board_filters import day_asked
from qlcl.transitions.web.leads import lead_of
from qlcl.ui.access import signed_in
from qlcl.ui.tables import Column, Table


@signed_in
@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns the actor may see."""
    columns = [
        Column("name", "Chiến dịch", head=True, fixed=True, url=lambda c: reverse("transitions:campaign", args=[c.pk])),
        Column("province", "Tỉnh", value="province.short_name"),
        Column("to", "Sang phiên bản", value="to_edition.label"),
        Column("starts_on", "Bắt đầu", order=("starts_on",)),
        Column("ends_on", "Kết thúc", order=("ends_on",)),
        Column("enrolled", "Hệ thống", numeric=True, order=("enrolled",)),
        Column("paper", "Kế hoạch, căn cứ", value="paper"),
        Column("illustration", "Minh họa", hidden=True),
    ]
    table = Table(
        request,
        columns,
        campaign_list(request.actor),
        caption="Chiến dịch chuyển đổi",
        default="-starts_on",
        empty="Chưa có chiến dịch nào.",
        remedy="Mở chiến dịch theo kế hoạch đã phê duyệt, hoặc nhập từ tệp.",
        cards=True,
    )
    if table.export:
        return table.export_response("chien-dich")
    return render(request, "transitions/list.html", {"table": table, "may_open": can_open_campaign(request.actor)})


@signed_in
@require_GET
def detail(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One campaign: figures with denominators, level × year × method, progress, dates of the steps, history."""
    campaign = campaign_page(request.actor, campaign_id)
    day = day_asked(request, campaign, clock.today())
    whole = summary_on(campaign, day)
    seen = rows_seen(request.actor, campaign, whole)
    summary = whole if seen is whole.rows else Summary(tuple(seen), (), ())
    progress = progress_of(campaign, summary, day)
    lead = can_lead_campaign(request.actor, campaign.province_id)
    sees_all = oversees(request.actor, campaign.province_id)
    context = {
        "campaign": campaign,
        "lead": lead_of(campaign, len(summary.rows), day),
        "day": day,
        "today": clock.today(),
        "summary": summary,
        "declared": summary.declared,
        "levels": [(Level(level).label.lower(), *counts) for level, counts in summary.levels.items()],
        "progress": progress,
        "steps": campaign.steps.all(),
        "expired": bisect_left(summary.certificates, day) if lead else 0,
        "may_lead": lead,
        "whole": sees_all,
        "single": summary.rows[0] if len(summary.rows) == 1 and not sees_all else None,
    }
    return render(request, "transitions/campaign.html", context)


@signed_in
@require_GET
def plan_file(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """The scan of the approved plan."""
    campaign = campaign_page(request.actor, campaign_id)
    if campaign.plan_file is None:
        raise Http404
    return attachment(campaign.plan_file)


@signed_in
@require_GET
def timeline(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What happened to the campaign, for those who oversee the province."""
    campaign = campaign_page(request.actor, campaign_id)
    if not oversees(request.actor, campaign.province_id):
        raise Forbidden
    chain = history.province_chain(campaign.province_id)
    events = history.events_of(kind="campaign", id=campaign.pk, chain=chain, limit=100)
    return render(request, "transitions/timeline.html", {"campaign": campaign, "events": events})
