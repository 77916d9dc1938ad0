"""Registers the duties room with Django and with the catalogue."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """The duties room."""

    name = "qlcl.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"
