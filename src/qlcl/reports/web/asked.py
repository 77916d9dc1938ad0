"""What an address asks of a report: days and campaign."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError
from qlcl.reports.queries.figures import Figure, Report
from qlcl.reports.queries.transition import transition_report
from qlcl.ui.forms import read_day

#: The query parameters of a figure's address, in the order of its key.
KEY = ("chi-tieu", "ky", "cap", "cach", "hinh-thuc")


def asked_report(request: HttpRequest, province_code: str) -> Report:
    """The report that the address asks for; without days, until the working day."""
    return transition_report(
        actor=request.actor,
        province_code=province_code,
        until=_day(request, "den") or today(),
        since=_day(request, "tu"),
        campaign_code=request.GET.get("chien-dich", ""),
    )


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    day = read_day(text)
    if day is None:
        raise DomainError("bad_date", f"Ngày “{text}” không hợp lệ; hãy nhập lại theo dạng dd/mm/yyyy.")
    return day


def days(report: Report) -> dict[str, str]:
    """The days of a report as query parameters."""
    return {"tu": report.scope.since.isoformat(), "den": report.scope.until.isoformat()}


def address(report: Report, name: str, **more: str) -> str:
    """The address of a page about this report."""
    return f"{reverse(f'reports:{name}', args=[report.province_code])}?{urlencode(days(report) | more)}"


def figure_address(report: Report, figure: Figure) -> str:
    """The address that opens the rows behind a figure."""
    return address(report, "opened", **dict(zip(KEY, figure.key, strict=True)))


def asked_key(request: HttpRequest) -> tuple[str, str, str, str, str]:
    """The key of the figure that the address names."""
    parts = [request.GET.get(name, "all") for name in KEY]
    return (parts[0], parts[1], parts[2], parts[3], parts[4])
