"""Addresses of reports."""

from django.urls import path

from qlcl.reports.web import home, reconcile, snapshots, transition

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("chuyen-doi/<str:province_code>/", transition.page, name="transition"),
    path("chuyen-doi/<str:province_code>/so-lieu", transition.opened, name="opened"),
    path("chuyen-doi/<str:province_code>/nhan-xet", transition.sections, name="sections"),
    path("chuyen-doi/<str:province_code>/chot", snapshots.freeze, name="freeze"),
    path("da-chot/<int:snapshot_id>/", snapshots.snapshot, name="snapshot"),
    path("doi-chieu", reconcile.page, name="reconcile"),
]
