"""Addresses of reports: the same pages for every definition."""

from django.urls import URLPattern, path

from qlcl.reports.definition import ReportDefinition
from qlcl.reports.definitions import DEFINITIONS
from qlcl.reports.web import home, reconcile, report, sections, snapshots

app_name = "reports"


def _pages(defined: ReportDefinition) -> list[URLPattern]:
    """The pages of one report: itself, the rows behind a figure, what is written by hand, freezing."""
    start, code, known = f"{defined.slug}/<str:province_code>/", str(defined.code), {"code": str(defined.code)}
    pages = [
        path(start, report.page, known, name=code),
        path(f"{start}so-lieu", report.opened, known, name=f"{code}_opened"),
        path(f"{start}nhan-xet", sections.sections, known, name=f"{code}_sections"),
        path(f"{start}chot", snapshots.freeze, known, name=f"{code}_freeze"),
    ]
    if defined.lines:
        pages.append(path(f"{start}co-quan", report.agencies, known, name=f"{code}_agencies"))
    return pages


urlpatterns = [
    path("", home.home, name="home"),
    path("da-chot/<int:snapshot_id>/", snapshots.snapshot, name="snapshot"),
    path("doi-chieu", reconcile.page, name="reconcile"),
    *[page for defined in DEFINITIONS.values() for page in _pages(defined)],
]
