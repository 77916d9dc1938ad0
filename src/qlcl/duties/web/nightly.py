"""The state of the background work: what each day has done, which mails did not go."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qlcl.duties.models import NightlyRun
from qlcl.duties.operations import send_digests
from qlcl.duties.policies import administers_a_province
from qlcl.duties.queries.digests import digests_in_trouble
from qlcl.duties.queries.due import nightly_runs
from qlcl.kernel import catalogue
from qlcl.kernel.errors import Forbidden
from qlcl.ui.access import signed_in

PAGE_SIZE = 50


def _labels() -> dict[str, str]:
    return {part.code: part.label for part in catalogue.nightly()} | {send_digests.STAGE: "Gửi thư tổng hợp"}


def _line(run: NightlyRun, labels: dict[str, str]) -> dict[str, object]:
    return {"run": run, "label": labels.get(run.stage, run.stage)}


@signed_in
@require_GET
def nightly(request: HttpRequest) -> HttpResponse:
    """For administrators: each part of each day, when it began and ended; the mails in trouble."""
    if not administers_a_province(request.actor):
        raise Forbidden("Chỉ quản trị hệ thống xem việc nền.")
    page = Paginator(nightly_runs(request.actor), PAGE_SIZE).get_page(request.GET.get("trang"))
    labels = _labels()
    context = {
        "page": page,
        "lines": [_line(run, labels) for run in page.object_list],
        "several": len(request.actor.oversees) > 1,
        "mail_enabled": settings.MAIL_ENABLED,
        "troubles": digests_in_trouble(frozenset(request.actor.oversees))[:PAGE_SIZE],
    }
    return render(request, "duties/nightly.html", context)
