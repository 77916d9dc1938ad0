"""What an address asks of a report: days or a year, and a campaign."""

from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.reports.definitions import compute, days_of, definition
from qlcl.reports.queries.figures import Figure, Report
from qlcl.ui.forms import read_day

#: The query parameters of a figure's address, in the order of its key.
KEY = ("chi-tieu", "ky", "cap", "cach", "hinh-thuc")


def asked_report(request: HttpRequest, code: str, province_code: str, *, by_agency: bool = False) -> Report:
    """The report that the address asks for; without days, until the working day."""
    since, until = _days(request, code)
    return compute(
        code,
        actor=request.actor,
        province_code=province_code,
        until=until,
        since=since,
        campaign_code=request.GET.get("chien-dich", ""),
        by_agency=by_agency,
    )


def asked_lines(request: HttpRequest, code: str, province_code: str) -> Report:
    """The lines of the agencies alone; raises `Unseen` for a report that has none."""
    lines = definition(code).lines
    if lines is None:
        raise Unseen
    since, until = _days(request, code)
    return lines(actor=request.actor, province_code=province_code, until=until, since=since)


def _days(request: HttpRequest, code: str) -> tuple[date | None, date]:
    """A year, else from and until; without anything until the working day."""
    if definition(code).by_year and (year := request.GET.get("nam", "")):
        return days_of(int(year) if year.isdecimal() and len(year) == 4 else 0, today())
    return _day(request, "tu"), _day(request, "den") or today()


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


def address(report: Report, name: str = "", **more: str) -> str:
    """The address of a page about this report; without a name, of the report itself."""
    page = f"reports:{report.kind}_{name}" if name else f"reports:{report.kind}"
    return f"{reverse(page, args=[report.province_code])}?{urlencode(days(report) | more)}"


def figure_address(report: Report, figure: Figure) -> str:
    """The address that opens the rows behind a figure."""
    return f"{address(report, 'opened')}&{figure_query(figure)}"


def figure_query(figure: Figure) -> str:
    """What of that address names the figure."""
    return _key_query(figure.key)


@lru_cache(maxsize=2000)
def _key_query(key: tuple[str, ...]) -> str:
    """The same figures stand in every report of a kind, hundreds on a page."""
    return urlencode(dict(zip(KEY, key, strict=True)))


def asked_key(request: HttpRequest) -> tuple[str, str, str, str, str]:
    """The key of the figure that the address names."""
    parts = [request.GET.get(name, "all") for name in KEY]
    return (parts[0], parts[1], parts[2], parts[3], parts[4])
