"""Addresses of the register of inspections."""

from django.urls import path

from qlcl.inspections.web import recording, register

app_name = "inspections"
urlpatterns = [
    path("", register.listing, name="inspections"),
    path("moi", recording.record, name="record"),
    path("<int:inspection_id>/", register.detail, name="inspection"),
    path("<int:inspection_id>/sua", recording.correct, name="correct"),
    path("<int:inspection_id>/huy", recording.void, name="void"),
]
