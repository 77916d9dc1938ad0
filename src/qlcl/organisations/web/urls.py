"""Addresses of the register of agencies."""

from django.urls import path

from qlcl.organisations.web import agency, changes, listing, settings

app_name = "organisations"
urlpatterns = [
    path("", listing.agencies, name="agencies"),
    path("moi", changes.new, name="new"),
    path("tham-so", settings.settings, name="settings"),
    path("<int:agency_id>/", agency.detail, name="agency"),
    path("<int:agency_id>/sua", changes.edit, name="edit"),
    path("<int:agency_id>/nghia-vu", changes.duty, name="duty"),
]
