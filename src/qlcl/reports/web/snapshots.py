"""Freezing a report, and a frozen report beside today's records."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Unseen
from qlcl.organisations.queries import visible_provinces
from qlcl.reports.definitions import compute, definition
from qlcl.reports.models import Snapshot
from qlcl.reports.operations.freeze import freeze_report
from qlcl.reports.queries.figures import ALL, Report
from qlcl.reports.queries.naming import figure_words
from qlcl.reports.web.asked import address, asked_report
from qlcl.reports.web.citations import cited
from qlcl.ui.access import signed_in


@signed_in
def freeze(request: HttpRequest, code: str, province_code: str) -> HttpResponse:
    """Asks, then freezes."""
    report = asked_report(request, code, province_code)
    if request.method == "POST":
        snapshot = freeze_report(
            code=code,
            actor=request.actor,
            on=today(),
            at=now(),
            province_code=report.province_code,
            until=report.scope.until,
            since=report.scope.since,
        )
        messages.success(request, "Đã chốt báo cáo. Số liệu và lời văn của bản chốt không thay đổi nữa.")
        return redirect("reports:snapshot", snapshot.pk)
    context = {"report": report, "back": address(report), "label": definition(code).label}
    return render(request, "reports/freeze.html", context)


@signed_in
def snapshot(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    """A frozen report; what the records say differently today stands beside it."""
    found = Snapshot.objects.filter(pk=snapshot_id, province__in=visible_provinces(request.actor))
    frozen = found.select_related("province").first()
    if frozen is None:
        raise Unseen
    body: dict[str, Any] = json.loads(frozen.body)
    current = compute(
        frozen.report,
        actor=request.actor,
        province_code=frozen.province.code,
        until=frozen.until,
        since=frozen.since,
        by_agency=False,
    )
    context = {
        "frozen": frozen,
        "body": body,
        "figures": [f | {"words": figure_words(f)} for f in body["figures"] if f["value"] or f["level"] == ALL],
        "sections": [(s["title"], cited(s["text"])) for s in body["sections"] if s["text"]],
        "differences": differences(body, current),
    }
    return render(request, "reports/snapshot.html", context)


def differences(body: dict[str, Any], current: Report) -> list[dict[str, Any]]:
    """Figures that the records give differently now than when the report was frozen."""
    now_by_key = {f.key: f for f in current.figures.values()}
    found = []
    for figure in body["figures"]:
        key = tuple(figure[n] for n in ("measure", "period", "level", "prepared_by", "mode"))
        today_value = now_by_key.pop(key, None)
        value = today_value.value if today_value else 0
        if value != figure["value"]:
            found.append({"words": figure_words(figure), "frozen": figure["value"], "now": value})
    found += [{"words": figure_words(f.as_dict()), "frozen": 0, "now": f.value} for f in now_by_key.values() if f.value]
    return found
