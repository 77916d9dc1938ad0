"""Addresses of reorganisations."""

from django.urls import path

from qlcl.reorganisations.web import ending

app_name = "reorganisations"
urlpatterns = [path("<int:agency_id>/ket-thuc", ending.end, name="end")]
