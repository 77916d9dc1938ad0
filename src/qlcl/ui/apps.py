"""Registers the ui room with Django and with the catalogue."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The ui room."""

    name = "qlcl.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
