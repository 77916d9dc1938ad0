"""What one agency did over the years: the duties of each year, side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from qlcl.kernel import clock
from qlcl.kernel.errors import Unseen
from qlcl.organisations.queries import system_of, visible_agencies
from qlcl.portal.policies import sees_year_board
from qlcl.portal.queries.agency_years import YEARS, years_of
from qlcl.portal.web.year_board_rows import cell_writer
from qlcl.ui.access import signed_in
from qlcl.ui.forms import read_day
from qlcl.ui.writing import vn_date


@signed_in
@require_GET
def agency_years(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Duties by years of the system that covers the agency, on any day; also to the agency itself."""
    agency = visible_agencies(request.actor).select_related("province").filter(pk=agency_id).first()
    if agency is None:
        raise Unseen("Không tìm thấy cơ quan này.")
    today = clock.today()
    day = min(read_day(request.GET.get("ngay")) or today, today)
    columns, years = years_of(agency, day)
    write = cell_writer()
    lines: list[dict[str, Any]] = [
        {"duty": column, "cells": mark_safe("".join(write(row.cells[n]) for row in years))}
        for n, column in enumerate(columns)
    ]
    context = {
        "agency": agency,
        "system": system_of(agency.pk, day),
        "day": day,
        "past": day < today,
        "lead": f"{agency.short_name} · số liệu đến {vn_date(day)}",
        "years": years,
        "lines": lines,
        "most": YEARS,
        "board_url": reverse("portal:year_board") if sees_year_board(request.actor) else "",
    }
    return render(request, "portal/agency_years.html", context)
