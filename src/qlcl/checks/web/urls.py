"""Addresses of the checks room, under /ra-soat."""

from django.urls import path

from qlcl.checks.web import explaining, head_part, line, lines

app_name = "checks"
urlpatterns = [
    path("", lines.listing, name="lines"),
    path("co-quan", lines.by_agency, name="agencies"),
    path("co-quan/<int:agency_id>/", lines.of_agency, name="agency"),
    path("chay", lines.run, name="run"),
    path("muc", lines.about, name="about"),
    path("<int:line_id>/", line.detail, name="line"),
    path("<int:line_id>/tra-loi", line.answer, name="answer"),
    path("giai-trinh/<int:system_id>/", explaining.explain, name="explain"),
    path("vai-tro-thu-truong", head_part.overview, name="head_part"),
    path("vai-tro-thu-truong/<int:agency_id>/", head_part.of_agency, name="head_part_agency"),
    path("vai-tro-thu-truong/<int:agency_id>/dong", head_part.rows, name="head_part_rows"),
]
