"""Registers the standards room with Django and with the catalogue."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """The standards room."""

    name = "qlcl.standards"
    label = "standards"
    default_auto_field = "django.db.models.BigAutoField"
