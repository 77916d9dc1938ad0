"""Registers the reports room with Django and with the catalogue."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The reports room."""

    name = "qlcl.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
