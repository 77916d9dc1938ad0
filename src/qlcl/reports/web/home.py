"""The list of reports and of what was frozen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.kernel.clock import today
from qlcl.organisations.queries import visible_provinces
from qlcl.reports.definitions import DEFINITIONS
from qlcl.reports.models import Snapshot
from qlcl.ui.access import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The provinces one may report on, and the frozen reports."""
    provinces = visible_provinces(request.actor).order_by("name_sort")
    frozen = Snapshot.objects.filter(province__in=provinces).defer("body").select_related("province")
    context = {"provinces": list(provinces), "snapshots": list(frozen.order_by("-frozen_at")[:50]), "day": today()}
    context["definitions"] = [
        {"address": f"reports:{d.code}", "label": f"Xem {d.label[:1].lower()}{d.label[1:]}", "by_year": d.by_year}
        for d in sorted(DEFINITIONS.values(), key=lambda d: not d.by_year)
    ]
    context["years"] = range(today().year, today().year - 10, -1)
    return render(request, "reports/home.html", context)
