"""Addresses of the public register: stable, and open to everybody."""

from django.urls import path

from qlcl.conformity.web import open_data, register

app_name = "register"
urlpatterns = [
    path("", register.listing, name="list"),
    path("du-lieu.csv", open_data.as_csv, name="csv"),
    path("du-lieu.json", open_data.as_json, name="json"),
    path("<slug:public_id>/", register.detail, name="declaration"),
    path("<slug:public_id>/qr.svg", register.qr_code, name="qr"),
]
