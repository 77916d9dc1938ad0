"""Addresses of the ui room."""

from django.urls import path

from qlcl.ui.web import components, theme

app_name = "ui"

urlpatterns = [
    path("", components.components, name="components"),
    path("giao-dien", theme.theme, name="theme"),
]
